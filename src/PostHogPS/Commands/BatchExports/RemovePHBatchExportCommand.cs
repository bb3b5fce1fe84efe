using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;

namespace PostHogPS.Commands;

/// <summary>Deletes batch exports (DELETE). Cancels their backfills and runs; cannot be undone.</summary>
[Cmdlet(VerbsCommon.Remove, "PHBatchExport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHBatchExportCommand : BatchExportCmdlet
{
    /// <summary><para>The batch exports: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[] BatchExport { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (BatchExportTarget target in Resolve(BatchExport))
        {
            if (ShouldProcess(target.Description, "Remove for good, and cancel its backfills and runs"))
                Try(target.Input, () => Await(call => target.Scope.Session.BatchExports.DeleteAsync(target.Scope.Project, target.Id, call)));
        }
    }
}
