using System;
using System.Collections;
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

/// <summary>Changes alerts (PATCH), also those that people made on PostHog's own page. Reads first and sends only what changes.</summary>
[Cmdlet(VerbsCommon.Set, "PHBatchExportAlert", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportAlert))]
public sealed class SetPHBatchExportAlertCommand : AlertTargetCmdlet
{
    private bool _isRefused;

    /// <summary><para>Switches the alerts on; -Enabled:$false switches them off.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter Enabled { get; set; }

    /// <summary><para>The new name.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary><para>What it tells of, instead of what it tells of now.</para></summary>
    [Parameter]
    [ValidateSet("Failed", "Paused", "BillingBlocked", "Cancelled", "Completed")]
    [ValidateNotNullOrEmpty]
    public string[]? On { get; set; }

    /// <summary><para>The batch exports that it is about, instead of those that it is about now: objects, ids, names or patterns.</para></summary>
    [Parameter]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>Makes it about every batch export of the project, also later ones.</para></summary>
    [Parameter]
    public SwitchParameter AllBatchExports { get; set; }

    /// <summary><para>Another text of the message, with expressions in single braces.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Message { get; set; }

    /// <summary><para>Headers of the webhook's requests, instead of all that there are; @{} removes them. Everybody who may read the project's
    /// functions can read them.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary><para>Another channel in Slack.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(AlertChannelCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Channel { get; set; }

    /// <summary><para>The integration of another workspace in Slack.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(IntegrationCompleter))]
    public long? IntegrationId { get; set; }

    /// <summary><para>Another address of the webhook, Teams or Discord, protected.</para></summary>
    [Parameter]
    [SecretTransformation]
    [ValidateNotNull]
    public SecureString? Uri { get; set; }

    /// <summary><para>After a message, how long no further one about the same export and event is sent: one minute to one day, or 0.</para></summary>
    [Parameter]
    [TimeSpanTransformation(TakesZero = true)]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    [ValidateNotNull]
    public TimeSpan? QuietTime { get; set; }

    /// <summary><para>Takes headers that look like secrets.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Gives the alerts back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireChange(nameof(Alert), nameof(PassThru), nameof(Force));
        _isRefused = !Try(null, CheckExports);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_isRefused)
            base.ProcessRecord();
    }

    private void CheckExports()
    {
        if (!Given(nameof(BatchExport)))
            return;
        if (AllBatchExports)
            throw Problems.Validation("-AllBatchExports means every batch export, and -BatchExport names some. Nothing was sent.", "Leave one of the two out.");
        // No export is not the same as all of them.
        if (BatchExport is null or { Length: 0 })
            throw Problems.Invalid("BatchExport", "A batch export was expected, but the input is nothing. Nothing was sent.",
                "Look at what the variable holds. -AllBatchExports makes an alert about every one.");
        if (BatchExport.Select(static one => one.Problem).FirstOrDefault(static problem => problem is not null) is { } wrong)
            throw wrong;
    }

    private protected override void Process(ProjectScope scope, BatchExportAlert current)
    {
        if (QuietTime is { } time)
            NewAlert.CheckQuietTime(time);
        var patch = new AlertPatch(current);
        patch.SetEnabled(Given(nameof(Enabled)) ? Enabled.IsPresent : null);
        patch.SetName(Name);
        patch.SetFilters(On is null ? null : AlertEvents.Sort(On), AllBatchExports ? [] : BatchExport is null ? null
            : [.. Exports.ResolveWithin(scope, BatchExport).Select(static export => (export.Id, export.Name))]);
        patch.SetMessage(Message, Message is null || patch.TemplateOfMessage is not { } needed ? null
            : Await(call => scope.Session.Alerts.GetTemplateAsync(scope.Project, needed, call)));
        patch.SetHeaders(PlainValue.CopyGiven(Header), Force);
        patch.SetChannel(Channel, IntegrationId);
        patch.SetAddress(Uri);
        patch.SetQuietTime(QuietTime);
        if (!patch.IsEmpty)
            CheckResult(scope, current, patch);
        string what = AlertResolver.Describe(current, scope);
        if (Command.Change(what, current, patch.Changes, call => scope.Session.Alerts.UpdateAsync(scope.Project, current.Id, patch.Body, call))
            is not { } after)
            return;
        Resolver.Finish(scope, after);
        Command.Messages.WarnNotTaken(what, patch.NotTaken(after));
        if (PassThru)
            WriteObject(after);
    }

    private void CheckResult(ProjectScope scope, BatchExportAlert current, AlertPatch patch)
    {
        if (IntegrationId is not null)
            SlackWorkspace.Find(ReadCompletely(ExportLists.Integrations(scope), "integrations"), IntegrationId, scope.Description);
        if (patch.FindHostWarning(Uri) is { } warning)
            WriteWarning(warning);
        if (patch.FindResult()?.FindSame(Resolver.ListOnce(scope).Where(other => other.Id != current.Id)) is { } same)
            WriteWarning($"The {AlertResolver.Describe(same, scope)} does the same then, so messages come twice.");
    }

    private protected override string? Advice(PostHogApiException e) => e.Kind == PostHogErrorKind.Validation
        ? "Correct what the server names; the alert is as it was. Settings that this module does not know can be changed on PostHog's own page." : null;
}
