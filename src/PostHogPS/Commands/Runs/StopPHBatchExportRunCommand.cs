using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Cancels runs that are Starting or Running (POST cancel).</summary>
[Cmdlet(VerbsLifecycle.Stop, "PHBatchExportRun", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportRun))]
public sealed class StopPHBatchExportRunCommand : ItemCmdlet
{
    /// <summary><para>The runs: objects of Get-PHBatchExportRun, or ids together with -BatchExport.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [RunReferences]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public RunReference[] Run { get; set; } = [];

    /// <summary><para>Gives the runs back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (RunTarget target in Resolver.Resolve(Run))
        {
            Try(target.Input, () =>
            {
                if (target.Run is { } run && RunStates.HasEnded(run.Status))
                    throw Problems.HasEnded(target.Description, run.Status);
                if (!ShouldProcess(target.Description, "Cancel"))
                    return;
                Cancel(target);
                if (PassThru)
                    WriteObject(Reload(target));
            });
        }
    }

    // A bare id, or an object that was read long ago, does not say that the run has ended.
    private void Cancel(RunTarget target)
    {
        try
        {
            Await(call => ItemLookup.CancelRunAsync(target, call));
        }
        catch (PostHogApiException refused) when (refused.Kind == PostHogErrorKind.Validation)
        {
            target.Run = Reload(target);
            if (!RunStates.HasEnded(target.Run.Status))
                throw;
            throw Problems.HasEnded(target.Description, target.Run.Status, wasSent: true);
        }
    }

    private BatchExportRun Reload(RunTarget target)
    {
        BatchExportRun run = Await(call => ItemLookup.ReadRunAsync(target, call));
        return target.Scope.StampRun(run, target.BatchExportId, target.ExportName);
    }
}
