using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;
using PostHogPS.Dashboards;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Creates a dashboard (POST), empty, from a template, or as a copy of another one; a PATCH sets what PostHog's create does not.</summary>
[Cmdlet(VerbsCommon.New, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class NewPHDashboardCommand : ProjectCmdlet
{
    // PostHog's first template has a key of its own; lists show it under a name.
    private const string OriginalTemplate = "DEFAULT_APP";

    private DashboardResolver? _resolver;
    private readonly HashSet<(PostHogConnection, string)> _made = [];
    private string? _advice;

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
    protected override void ProcessRecord() => Try(InputObject?.BaseObject ?? Name, Create, Advice);

    private string? Advice(PostHogApiException e) => _advice ?? (e.Kind == PostHogErrorKind.FateUnknown
        ? $"Look before you try again: {CommandLine.ForName("Get-PHDashboard", Name ?? InputObject?.ToString() ?? "")} shows whether it was created." : null);

    private void Create()
    {
        _advice = null;
        DashboardPatch.CheckTags(Tag);
        PipedObject piped = PipedObject.Read(InputObject);
        bool isName = Name is null && piped.Kind is PipedKind.Text or PipedKind.Number or PipedKind.Guid;
        string name = (isName ? Convert.ToString(InputObject!.BaseObject, CultureInfo.InvariantCulture) : Name) ?? "";
        if (string.IsNullOrWhiteSpace(name))
            throw Problems.Validation("A dashboard's name may not be blank.", InputObject is null || isName ? null
                : "Name the new one: $dashboard | New-PHDashboard 'Revenue EU'.");
        // Read before anybody is asked: what cannot be sent is said under -WhatIf too.
        Dictionary<string, object?>? filters = DashboardPatch.FiltersOf(Filters);
        Dictionary<string, object?>? variables = Variables is { Count: > 0 } ? PlainValue.CopyBag(Variables) : null;
        Dashboard? source = SourceOf(piped, isName, out ProjectScope scope);
        if (!isName && !_made.Add(scope.Key))
            throw Problems.Validation($"-Name gives one dashboard a name, and {scope.Description} has got one already. Nothing was sent.",
                "Name each by a line of its own: ForEach-Object { $_ | New-PHDashboard ($_.Name + ' 2026') }.");
        // A template that was read has the server's own spelling.
        string? template = (piped.Typed as DashboardTemplate)?.Name ?? (Template is null ? null : TemplateOf(scope, Template));
        string from = source is not null ? Described(scope, source) : "";
        string action = template is not null ? $"Create from the template '{MessageText.Name(template)}'"
            : source is null ? "Create"
            : DuplicateTiles ? $"Create as a copy of {from}, with insights of its own"
            : $"Create as a copy of {from}, sharing its insights: a change of one shows on both";
        if (ShouldProcess($"dashboard '{MessageText.Name(name)}' in {scope.Description}", action))
            Create(scope, name, source, template, filters, variables);
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
            throw Problems.Validation("-DuplicateTiles is about the tiles of a copy, and nothing is copied. Nothing was sent.", "Add -CopyFrom with the dashboard to copy.");
        DashboardTarget? target = given is null ? null : Resolver.ResolveSingle(given, nameof(CopyFrom));
        scope = target?.Scope ?? (isScope ? Scopes.Resolve(piped) : Scopes.Default());
        return target is null ? null : Resolver.Read(target.Scope, target.Id);
    }

    private void Create(ProjectScope scope, string name, Dashboard? source, string? template, Dictionary<string, object?>? filters, Dictionary<string, object?>? variables)
    {
        // PostHog copies neither of these three.
        // The line with the key of a copied dashboard is that one's own: with it the new one would be taken for the same.
        string? description = Description ?? (source is null ? null : DashboardMarker.Remove(source.Description));
        bool? pinned = Given(nameof(Pinned)) ? Pinned.IsPresent : source?.Pinned;
        string[]? tags = Tag ?? source?.Tags.ToArray();
        if (Filters is { Count: 0 } && source is null && template is null)
            filters = null;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = name };
        Add(body, "description", description);
        Add(body, "pinned", pinned);
        Add(body, "tags", tags);
        Add(body, "filters", filters);
        Add(body, "use_template", template);
        Add(body, "use_dashboard", source?.Id);
        Add(body, "duplicate_tiles", DuplicateTiles ? true : null);
        Dashboard made = Send(scope, name, template, body);
        var patch = new DashboardPatch(made);
        patch.Set(null, description, pinned, tags, filters, variables);
        WriteObject(Complete(scope, made, patch));
        if (source is not null)
            WarnOfSharedItems(scope, source, made);
    }

    private Dashboard Send(ProjectScope scope, string name, string? template, Dictionary<string, object?> body)
    {
        DateTimeOffset before = scope.Session.ServerNow;
        try
        {
            return scope.StampDashboard(Await(call => scope.Session.Dashboards.CreateAsync(scope.Project, body, call)));
        }
        catch (PostHogApiException refused) when (template is not null && refused.Kind == PostHogErrorKind.Validation)
        {
            LeftoverDashboard leftover = Await(call => LeftoverDashboard.FindAsync(scope, name, before, call));
            _advice = leftover.Advice;
            throw refused.Rephrased(refused.Message + " " + leftover.Text);
        }
    }

    // The create ignores variables, and a template overwrites description and filters.
    private Dashboard Complete(ProjectScope scope, Dashboard made, DashboardPatch patch)
    {
        Dictionary<string, object?> missing = patch.Missing;
        if (missing.Count == 0)
        {
            Command.Messages.WarnNotTaken(Described(scope, made), patch.NotTaken(made));
            return made;
        }

        string fields = string.Join(", ", missing.Keys);
        try
        {
            Dashboard after = scope.StampDashboard(Await(call => scope.Session.Dashboards.UpdateAsync(scope.Project, made.Id, missing, call)));
            Command.Messages.WarnNotTaken(Described(scope, made), patch.NotTaken(after));
            return after;
        }
        catch (PostHogApiException refused)
        {
            Try(InputObject?.BaseObject ?? Name, () => throw refused.Rephrased($"{Described(scope, made)} was created, but not set: {fields}. {refused.Message}"),
                _ => $"The dashboard is there. Set what is missing: Set-PHDashboard {made.Id} -ProjectId {made.ProjectId}; or remove it: Remove-PHDashboard {made.Id} "
                    + $"-ProjectId {made.ProjectId}.");
            return made;
        }
    }

    private void WarnOfSharedItems(ProjectScope scope, Dashboard source, Dashboard made)
    {
        HashSet<string> own = [.. InsightsOf(source)];
        int shared = InsightsOf(made).Count(own.Contains);
        if (shared > 0 && DuplicateTiles)
            WriteWarning($"The server answered without an error, but {Described(scope, made)} shares {shared} insights with {Described(scope, source)} all the same: it is "
                + "probably too old for -DuplicateTiles.");
        else if (shared > 0)
            WriteVerbose($"{Described(scope, made)} shares {shared} insights with {Described(scope, source)}: a change of one shows on both. -DuplicateTiles "
                + "gives a copy its own.");
    }

    private static IEnumerable<string> InsightsOf(Dashboard dashboard) =>
        dashboard.Tiles.Select(tile => tile.Insight is { } insight && insight.TryGetValue("id", out object? id) ? Convert.ToString(id, CultureInfo.InvariantCulture)
            : null).OfType<string>();

    /// <summary>The name as the server spells it: it makes the dashboard first, and looks for the template then.</summary>
    private string TemplateOf(ProjectScope scope, string template)
    {
        if (string.IsNullOrWhiteSpace(template))
            throw Problems.Validation("A template's name may not be blank.");
        if (template == OriginalTemplate)
            return template;
        try
        {
            return Stream("Reading templates", (next, call) => scope.Session.Dashboards.ListTemplatesAsync(scope.Project, null, next, call))
                .FirstOrDefault(t => string.Equals(t.Name, template, StringComparison.OrdinalIgnoreCase))?.Name
                ?? throw Problems.NotFound("template", template, scope.Description, "Get-PHDashboardTemplate shows the templates.");
        }
        catch (PostHogApiException hidden) when (hidden.Kind is PostHogErrorKind.MissingScope or PostHogErrorKind.Forbidden or PostHogErrorKind.NotFound)
        {
            WriteVerbose($"The template '{template}' could not be looked up before: {hidden.Message}");
            return template;
        }
    }

    private static string Described(ProjectScope scope, Dashboard dashboard) => new DashboardTarget(scope, dashboard.Id, null, dashboard.Name).Description;

    private static void Add(Dictionary<string, object?> body, string key, object? value)
    {
        if (value is not null)
            body[key] = value;
    }
}
