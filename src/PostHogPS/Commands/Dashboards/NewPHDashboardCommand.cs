using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Formatting;

namespace PostHogPS.Commands;

/// <summary>Creates a dashboard (POST), empty, from a template, or as a copy of another one.</summary>
[Cmdlet(VerbsCommon.New, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class NewPHDashboardCommand : DashboardCmdlet
{
    /// <summary><para>The name.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [NameTransformation(Advice = "To copy a dashboard: New-PHDashboard <name> -CopyFrom <dashboard>.")]
    public string Name { get; set; } = "";

    /// <summary><para>The description.</para></summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary><para>Stands at the top of PostHog's menu.</para></summary>
    [Parameter]
    public SwitchParameter Pinned { get; set; }

    /// <summary><para>Tags.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(DashboardTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary><para>Filters of the dashboard.</para></summary>
    [Parameter]
    public IDictionary? Filters { get; set; }

    /// <summary><para>Variables of the dashboard.</para></summary>
    [Parameter]
    public IDictionary? Variables { get; set; }

    /// <summary><para>Name of a template of PostHog to begin with.</para></summary>
    [Parameter]
    public string? Template { get; set; }

    /// <summary><para>A dashboard to copy: an object, an id or a name.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? CopyFrom { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(Name, Create, e => e.Kind == PostHogErrorKind.FateUnknown
        ? $"Look before you try again: {CommandText.ByName("Get-PHDashboard", Name)} shows whether it was created." : null);

    private void Create()
    {
        DashboardBody.CheckTags(Tag);
        if (string.IsNullOrWhiteSpace(Name))
            throw Fault.Validation("A dashboard's name may not be blank.");
        if (Template is not null && CopyFrom is not null)
            throw Fault.Validation("-Template and -CopyFrom exclude each other.");
        DashboardTarget? source = CopyFrom is null ? null : ResolveSingle(CopyFrom, nameof(CopyFrom));
        Scope scope = source?.Scope ?? DefaultScope();
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = Name };
        DashboardBody.Fill(body, Description, Pinned ? true : null, Tag, Filters, Variables);
        if (Template is not null)
            body["use_template"] = Template;
        if (source is not null)
            body["use_dashboard"] = source.Id;
        if (!ShouldProcess($"dashboard '{Name}' in {scope.Description}", source is null ? "Create" : $"Create as a copy of {source.Description}"))
            return;
        WriteObject(Named(scope, Await(call => scope.Session.Dashboards.CreateAsync(scope.Project, body, call))));
    }
}
