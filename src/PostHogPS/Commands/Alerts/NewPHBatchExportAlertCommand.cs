using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PostHogPS.Alerts;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Makes an alert of batch exports (POST): one function of PostHog for all exports that are given. Never sent twice.</summary>
[Cmdlet(VerbsCommon.New, "PHBatchExportAlert", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportAlert))]
public sealed class NewPHBatchExportAlertCommand : ProjectCmdlet
{
    private readonly List<BatchExportTarget> _targets = [];
    private BatchExportResolver? _exports;
    private AlertResolver? _alerts;
    private bool _hasFailed;

    /// <summary><para>The batch exports that it is about: objects, ids, names or patterns. Those of a project share one alert. Default: every batch export
    /// of the project, also later ones.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>What it tells of. Default: Failed, Paused, BillingBlocked.</para></summary>
    [Parameter]
    [ValidateSet("Failed", "Paused", "BillingBlocked", "Cancelled", "Completed")]
    public string[] On { get; set; } = AlertEvents.Default;

    /// <summary><para>Sends to a channel in Slack.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Slack))]
    public SwitchParameter Slack { get; set; }

    /// <summary><para>The channel in Slack: its id (C0123ABCD), or its name with #.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Slack))]
    [ArgumentCompleter(typeof(AlertChannelCompleter))]
    [ValidateNotNullOrEmpty]
    public string Channel { get; set; } = "";

    /// <summary><para>Id of the integration of the workspace in Slack (Get-PHIntegration -Kind slack). Default: the only one of the project.</para></summary>
    [Parameter(ParameterSetName = nameof(Slack))]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public long? IntegrationId { get; set; }

    /// <summary><para>Sends JSON to an address of your own.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Webhook))]
    public SwitchParameter Webhook { get; set; }

    /// <summary><para>Sends to a channel in Microsoft Teams.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Teams))]
    public SwitchParameter Teams { get; set; }

    /// <summary><para>Sends to a channel in Discord.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Discord))]
    public SwitchParameter Discord { get; set; }

    /// <summary><para>The address of the webhook, protected: everybody who knows it can write there.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(Webhook))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Teams))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(Discord))]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString Uri { get; set; } = new();

    /// <summary><para>Headers of the webhook's requests. Everybody who may read the project's functions can read them.</para></summary>
    [Parameter(ParameterSetName = nameof(Webhook))]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary><para>The text of the message, with expressions in single braces. Default: a text that fits -On.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Message { get; set; }

    /// <summary><para>After a message, how long no further one about the same export and event is sent: one minute to one day,
    /// or 0. Default: one hour.</para></summary>
    [Parameter]
    [TimeSpanTransformation(TakesZero = true)]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan QuietTime { get; set; } = NewAlert.UsualQuietTime;

    /// <summary><para>The name in PostHog. Default: exports, events and channel.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary><para>Makes it although there is one that does the same, and takes headers that look like secrets.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private BatchExportResolver Exports => _exports ??= new BatchExportResolver(Command, Scopes, takesParts: false);

    private AlertResolver Alerts => _alerts ??= new AlertResolver(Command, Scopes, Exports);

    /// <inheritdoc/>
    protected override void ProcessRecord() => _hasFailed |= !Try(BatchExport, () =>
    {
        RefuseNothing("BatchExport", "A batch export", nameof(BatchExport));
        _targets.AddRange(Exports.Resolve(BatchExport ?? []));
    });

    // All at the end: after an error an alert about the exports that were found would look complete.
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_hasFailed || HasFailed || (_targets.Count == 0 && (MyInvocation.ExpectingInput || BatchExport is not null)))
            return;
        if (_targets.Count == 0)
        {
            Try(ParameterSetName, () => Create(Scopes.Default(), []), Advice);
            return;
        }

        foreach (IGrouping<(PostHogConnection, string), BatchExportTarget> group in _targets.GroupBy(static target => target.Scope.Key))
            Try(group.First().Input, () => Create(group.First().Scope, [.. group.GroupBy(static target => target.Id).Select(static same => same.First())]),
                Advice);
    }

    private void Create(ProjectScope scope, BatchExportTarget[] targets)
    {
        AlertChannel channel = AlertChannel.Named(ParameterSetName);
        var wanted = new NewAlert(channel, channel.IsAddress ? Uri : Channel)
        {
            On = AlertEvents.Sort(On), Name = Name?.Trim(), Message = Message, QuietTime = QuietTime, Headers = PlainValue.CopyGiven(Header),
            Integration = IntegrationId, Exports = [.. targets.Select(target => (target.Id, target.Name ?? Exports.FindListed(scope, target).Name))],
        };
        wanted.Check(Force);
        if (NewAlert.CheckServer(Alerts.HasEvents(scope), scope.Description) is { } unknown)
            WriteWarning(unknown);
        AlertTemplate template = Await(call => scope.Session.Alerts.GetTemplateAsync(scope.Project, channel.Template, call));
        if (channel == AlertChannel.Slack)
            wanted.Integration = SlackWorkspace.Find(ReadCompletely(ExportLists.Integrations(scope), "integrations"), IntegrationId, scope.Description);
        if (!Force && wanted.FindSame(Alerts.ListOnce(scope)) is { } same)
            throw Problems.AlertExists(same, scope.Description);
        if (wanted.FindHostWarning() is { } warning)
            WriteWarning(warning);
        if (!ShouldProcess(wanted.Describe(scope.Description), "Create"))
            return;
        BatchExportAlert made = Alerts.Finish(scope, Await(call => scope.Session.Alerts.CreateAsync(scope.Project, wanted.CreateBody(template), call)));
        Command.Messages.WarnNotTaken(AlertResolver.Describe(made, scope), wanted.NotTaken(made));
        WriteObject(made);
    }

    private string? Advice(PostHogApiException e) => NewAlert.Advise(e, AlertChannel.Named(ParameterSetName), Message is not null);
}
