using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Deletes batch exports (DELETE). Cancels their backfills and runs; cannot be undone.</summary>
[Cmdlet(VerbsCommon.Remove, "PHBatchExport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHBatchExportCommand : BatchExportTargetCmdlet
{
    private protected override bool TakesParts => false;

    private protected override void Process(BatchExportTarget target)
    {
        if (ShouldProcess(target.Description, "Remove for good, and cancel its backfills and runs"))
            Await(call => target.Scope.Session.BatchExports.DeleteAsync(target.Scope.Project, target.Id, call));
    }
}
