using System.Management.Automation;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Cancels backfills that are Starting or Running, with their active runs (POST cancel).</summary>
[Cmdlet(VerbsLifecycle.Stop, "PHBatchExportBackfill", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class StopPHBatchExportBackfillCommand : ItemCmdlet
{
    /// <summary><para>The backfills: objects, results of Repair-PHBatchExport, or ids together with -BatchExport.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BackfillReferences]
    [ArgumentCompleter(typeof(BackfillIdCompleter))]
    [AllowEmptyCollection]
    public BackfillReference[] Backfill { get; set; } = [];

    /// <summary><para>Gives the backfills back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (BackfillTarget target in Resolver.Resolve(Backfill))
        {
            Try(target.Input, () =>
            {
                if (RunStates.HasEnded(target.Backfill.Status))
                    throw Problems.HasEnded(target.Description, target.Backfill.Status);
                if (!ShouldProcess(target.Description, "Cancel"))
                    return;
                System.Guid id = target.Backfill.Id ?? Await(call => BackfillRow.FindAsync(target, call))?.Id
                    ?? throw Problems.NotFound("backfill", target.Backfill.ToString(), target.Scope.Description,
                        "Get-PHBatchExportBackfill shows what the export has.");
                Cancel(target, id);
                if (PassThru)
                    WriteObject(Reload(target, id));
            });
        }
    }

    // The server writes the row a moment after the start; until then it answers 404, and nothing has happened.
    private void Cancel(BackfillTarget target, System.Guid id)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Await(call => ItemLookup.CancelBackfillAsync(target, id, call));
                return;
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound && target.Backfill.WorkflowId is not null && attempt < 5)
            {
                Delay(System.TimeSpan.FromSeconds(1));
            }
            catch (PostHogApiException refused) when (refused.Kind == PostHogErrorKind.Validation)
            {
                target.Backfill = Reload(target, id);
                if (!RunStates.HasEnded(target.Backfill.Status))
                    throw;
                throw Problems.HasEnded(target.Description, target.Backfill.Status, wasSent: true);
            }
        }
    }

    private BatchExportBackfill Reload(BackfillTarget target, System.Guid id)
    {
        BatchExportBackfill fresh = Await(call => ItemLookup.ReadBackfillAsync(target, id, call));
        return target.Scope.StampBackfill(fresh, target.BatchExportId, target.Backfill.BatchExportName);
    }
}
