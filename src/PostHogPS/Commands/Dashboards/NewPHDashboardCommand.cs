using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Creates a dashboard (POST), empty, from a template, or as a copy of another one; a PATCH sets what PostHog's create does not.</summary>
[Cmdlet(VerbsCommon.New, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class NewPHDashboardCommand : ProjectCmdlet
{
    private readonly HashSet<(PostHogConnection, string)> _made = [];
    private DashboardResolver? _resolver;
    private DashboardCreator? _creator;

    /// <summary><para>The name.</para></summary>
    [Parameter(Position = 0)]
    [NameTransformation(Advice = "To copy a dashboard: New-PHDashboard <name> -CopyFrom <dashboard>.")]
    public string? Name { get; set; }

    /// <summary><para>A name; beside -Name, the dashboard to copy, the template to begin with, or the project to create it in.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para>The description.</para></summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary><para>Stands at the top of PostHog's menu.</para></summary>
    [Parameter]
    public SwitchParameter Pinned { get; set; }

    /// <summary><para>Tags.</para></summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(DashboardTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary><para>Filters of the dashboard; @{} for none, where a template or a copy brings some.</para></summary>
    [Parameter]
    public IDictionary? Filters { get; set; }

    /// <summary><para>Variables of the dashboard.</para></summary>
    [Parameter]
    public IDictionary? Variables { get; set; }

    /// <summary><para>Name of a template to begin with: Get-PHDashboardTemplate shows them.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(DashboardTemplateCompleter))]
    public string? Template { get; set; }

    /// <summary><para>A dashboard to copy: an object, an id or a name. The copy shares its insights and texts.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? CopyFrom { get; set; }

    /// <summary><para>Gives a copy insights and texts of its own, so that a change of one does not show on the other.</para></summary>
    [Parameter]
    public SwitchParameter DuplicateTiles { get; set; }

    private DashboardResolver Resolver => _resolver ??= new DashboardResolver(Command, Scopes);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(InputObject?.BaseObject ?? Name, Create, e => _creator?.Advise(e));

    private void Create()
    {
        _creator = null;
        DashboardPatch.CheckTags(Tag);
        PipedObject piped = PipedObject.Read(InputObject);
        bool isName = Name is null && piped.Kind is PipedKind.Text or PipedKind.Number or PipedKind.Guid;
        string name = (isName ? Convert.ToString(InputObject!.BaseObject, CultureInfo.InvariantCulture) : Name) ?? "";
        if (string.IsNullOrWhiteSpace(name))
            throw Problems.Validation("A dashboard's name may not be blank.", InputObject is null || isName ? null
                : "Name the new one: $dashboard | New-PHDashboard 'Revenue EU'.");
        // Read before anybody is asked: what cannot be sent is said under -WhatIf too.
        Dictionary<string, object?>? filters = PlainValue.CopyGiven(Filters);
        Dictionary<string, object?>? variables = Variables is { Count: > 0 } ? PlainValue.CopyBag(Variables) : null;
        Dashboard? source = SourceOf(piped, isName, out ProjectScope scope);
        if (!isName && !_made.Add(scope.Key))
            throw Problems.Validation($"-Name gives one dashboard a name, and {scope.Description} has got one already. Nothing was sent.",
                "Name each by a line of its own: ForEach-Object { $_ | New-PHDashboard ($_.Name + ' 2026') }.");
        DashboardCreator creator = new(scope, name)
        {
            Description = Description,
            Pinned = Given(nameof(Pinned)) ? Pinned.IsPresent : null,
            Tags = Tag,
            Filters = filters,
            Variables = variables,
            // A template that was read has the server's own spelling.
            Template = (piped.Typed as DashboardTemplate)?.Name
                ?? (Template is null ? null : Await(call => DashboardTemplates.FindNameAsync(scope, Template, call))),
            Source = source,
            HasOwnTiles = DuplicateTiles,
        };
        _creator = creator;
        if (ShouldProcess($"dashboard '{MessageText.Name(name)}' in {scope.Description}", creator.Action))
            Await(call => creator.RunAsync(InputObject?.BaseObject ?? Name, call));
    }

    private Dashboard? SourceOf(PipedObject piped, bool isName, out ProjectScope scope)
    {
        bool isTemplate = piped.Typed is DashboardTemplate;
        if (isTemplate && Template is not null)
            throw Problems.Validation("-Template names the template, and so does the pipeline. Nothing was sent.");
        // A template is one of a project, as a project itself is.
        bool isScope = piped.Kind is PipedKind.Project or PipedKind.Connection || isTemplate;
        DashboardReference[]? given = CopyFrom;
        if (InputObject is not null && !isName && !isScope)
            given = CopyFrom is null ? DashboardReference.ManyFrom(InputObject)
                : throw Problems.Validation("-CopyFrom names the dashboard to copy, and so does the pipeline. Nothing was sent.");
        if ((isTemplate || Template is not null) && given is not null)
            throw Problems.Validation("-Template and -CopyFrom exclude each other.");
        if (DuplicateTiles && given is null)
            throw Problems.Validation("-DuplicateTiles is about the tiles of a copy, and nothing is copied. Nothing was sent.",
                "Add -CopyFrom with the dashboard to copy.");
        DashboardTarget? target = given is null ? null : Resolver.ResolveSingle(given, nameof(CopyFrom));
        scope = target?.Scope ?? (isScope ? Scopes.Resolve(piped) : Scopes.Default());
        return target is null ? null : Await(target.ReadAsync);
    }
}
