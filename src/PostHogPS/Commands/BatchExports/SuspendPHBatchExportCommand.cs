using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Maintenance;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Pauses batch exports (POST pause; idempotent). Running runs are not stopped.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class SuspendPHBatchExportCommand : BatchExportTargetCmdlet
{
    private PauseWindow? _window;
    private PostHogConnection? _leftOut;
    private int _others;

    /// <summary>
    /// <para>A file to write down what was really paused, with the time and by whom; what was paused before is not in it.
    /// Resume-PHBatchExport -StatePath resumes exactly those. The same call again continues after an interruption.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary><para>Gives the exports back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(StatePath, () =>
    {
        base.BeginProcessing();
        if (StatePath is not null)
            _window = PauseWindow.OpenOrBegin(FilePath.Resolve(this, StatePath));
    });

    // The other half of a runbook needs the file also where there was nothing to do.
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_window is { IsWritten: false } window && _leftOut is { } connection && ShouldProcess(StatePath!, "Record that nothing was paused"))
            Try(StatePath, () => window.WriteEmpty(connection));
        if (_others > 0)
            WriteWarning($"{CountText.FormatCount(_others, "batch export")} {CountText.Choose(_others, "was", "were")} paused already, "
                + $"so {StatePath} does not contain "
                + $"{CountText.Choose(_others, "it", "them")}: Resume-PHBatchExport -StatePath will leave {CountText.Choose(_others, "it", "them")} paused.");
    }

    private protected override bool TakesParts => false;

    private protected override void Process(BatchExportTarget target)
    {
        if (_window is not null)
            Suspend(target, _window);
        else if (ShouldProcess(target.Description, "Suspend (pause)"))
            Suspend(target);
    }

    private void Suspend(BatchExportTarget target)
    {
        if (target.Export is { Paused: true })
            WriteVerbose($"{target.Description} was paused already when it was read.");
        Await(call => target.Scope.Session.BatchExports.PauseAsync(target.Scope.Project, target.Id, call));
        if (PassThru)
            WriteObject(Resolver.Reload(target));
    }

    private void Suspend(BatchExportTarget target, PauseWindow window)
    {
        window.CheckHost(target.Scope.Connection);
        BatchExport before = Resolver.Refresh(target);
        if (!window.ShouldPause(before))
        {
            bool holds = window.Contains(before);
            WriteVerbose($"{target.Description} is already paused and {(holds ? "listed in" : "not listed in")} {StatePath}.");
            _leftOut = target.Scope.Connection;
            _others += holds ? 0 : 1;
            return;
        }

        if (!ShouldProcess(target.Description, $"Suspend (pause) and record it in {StatePath}"))
            return;
        bool begun = window.Begin(before, target.Scope);
        try
        {
            Await(call => target.Scope.Session.BatchExports.PauseAsync(target.Scope.Project, target.Id, call));
        }
        catch (PostHogApiException refused) when (begun && refused.StatusCode is >= 400 and < 500 and not 408)
        {
            // Nothing was paused: a later pause is another person's, and this window must not end it.
            window.Forget(before);
            throw;
        }

        BatchExport after = Resolver.Reload(target);
        if (!window.Confirm(after))
            WriteWarning($"{target.Description} was paused or resumed by somebody else at the same moment; it is not recorded in {StatePath}.");
        if (PassThru)
            WriteObject(after);
    }
}
