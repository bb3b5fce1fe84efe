using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Alerts;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Lists the alerts of batch exports, also those that were made on PostHog's own page. Functions for other events are left out.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportAlert")]
[OutputType(typeof(BatchExportAlert))]
public sealed class GetPHBatchExportAlertCommand : ProjectCmdlet
{
    private readonly HashSet<ItemKey> _written = [];
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _elsewhere = new(StringComparer.OrdinalIgnoreCase);
    private BatchExportResolver? _exports;
    private AlertResolver? _alerts;
    private ExportInput? _input;
    private NameInput? _given;
    private string[]? _names;

    /// <summary><para>Only alerts about these batch exports, those about all of the project included: objects, ids, names or patterns. A piped project or
    /// connection means all of its alerts. Default: every alert of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>Names or ids of alerts, or alerts; wildcards are allowed in names.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(BatchExportAlertCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>Only alerts to these channels.</para></summary>
    [Parameter]
    [ValidateSet("Slack", "Webhook", "Teams", "Discord")]
    public string[]? Channel { get; set; }

    /// <summary><para>All projects of the organization that the key works in, several at a time.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    private BatchExportResolver Exports => _exports ??= new BatchExportResolver(Command, Scopes, takesNamesakes: true);

    private AlertResolver Alerts => _alerts ??= new AlertResolver(Command, Scopes, Exports);

    private NameInput NameGiven => _given ??= new NameInput(Name);

    private string[]? Names => _names ??= NameGiven.CombineNames();

    private ExportInput Input => _input ??= new ExportInput(Command, Scopes, Exports, static () => null);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport ?? (object?)Name, Read);

    // Only at the end: each piped export asks for the same names.
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (HasFailed)
            return;
        foreach (string name in (Names ?? []).Where(name => !NameMatcher.IsPattern(name) && !_found.Contains(name)))
            Try(name, () => throw (_elsewhere.Contains(name) ? Problems.AlertElsewhere(name)
                : Problems.NotFound("alert", name, AllProjects ? "any project" : Scopes.Default().Description, "Get-PHBatchExportAlert")));
    }

    private void Read()
    {
        RefuseNothing("BatchExport", "A batch export", nameof(BatchExport));
        RefuseNothing("BatchExportAlert", "An alert", nameof(Name));
        if (AllProjects)
        {
            Scopes.CheckAllProjects(BatchExport?.FirstOrDefault()?.Piped);
            if (BatchExport?.Any(static one => one.Piped.Kind != PipedKind.Connection) == true)
                throw Problems.Validation("-AllProjects lists the alerts of every project, and -BatchExport names exports. Nothing was sent.",
                    "Leave one of the two out.");
            ReadAll(BatchExport is null ? DefaultConnection : Scopes.Resolve(BatchExport[0].Piped).Connection);
            return;
        }

        foreach (ProjectScope scope in Places())
            Write(scope, Alerts.ListOnce(scope));
        BatchExportReference[] named = (BatchExport ?? []).Where(static one => !one.Piped.IsPlace).ToArray();
        foreach (IGrouping<(PostHogConnection, string), BatchExportTarget> group in Exports.Resolve(named).GroupBy(static target => target.Scope.Key).ToList())
        {
            ProjectScope scope = group.First().Scope;
            _elsewhere.UnionWith(Alerts.ListOnce(scope).SelectMany(static alert => new[] { alert.Name, alert.Id.ToString() }));
            Write(scope, Alerts.ListOnce(scope).Where(alert => group.Any(target => AlertFunction.Covers(alert, target.Id))));
        }
    }

    private IEnumerable<ProjectScope> Places() =>
        BatchExport is not null ? BatchExport.Where(static one => one.Piped.IsPlace).Select(one => Scopes.Resolve(one.Piped))
        : NameGiven.Items.Select(item => Scopes.Resolve(PipedObject.Read(item))).Concat(NameGiven.HasTexts ? [Scopes.Default()] : []);

    private void ReadAll(PostHogConnection connection)
    {
        var plan = ExportLists.PlanForProjects("Reading alerts", static scope => ExportLists.Functions(scope));
        foreach ((ProjectScope scope, BatchExportAlert alert) in Stream(new SideBySideReader<ProjectScope, BatchExportAlert>(plan, Scopes.ReadAll(connection))))
        {
            if (AlertFunction.IsAlert(alert))
                Write(scope, [Alerts.Complete(scope, alert)]);
        }
    }

    private void Write(ProjectScope scope, IEnumerable<BatchExportAlert> alerts)
    {
        foreach (BatchExportAlert alert in alerts)
        {
            string id = alert.Id.ToString();
            _found.Add(alert.Name);
            _found.Add(id);
            bool isWanted = (Names is null || Names.Any(name => name.Equals(id, StringComparison.OrdinalIgnoreCase) || NameMatcher.IsMatch(name, alert.Name)))
                && (Channel is null || Channel.Contains(alert.Channel, StringComparer.OrdinalIgnoreCase));
            // Several exports may have one alert.
            if (isWanted && _written.Add(new ItemKey(scope, alert.Id)))
                WriteObject(alert);
        }
    }
}
