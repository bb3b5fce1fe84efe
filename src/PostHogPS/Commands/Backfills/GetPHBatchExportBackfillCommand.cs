using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>Lists the backfills of batch exports, newest first (API reference 7.9), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportBackfill", SupportsPaging = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class GetPHBatchExportBackfillCommand : BatchExportCmdlet
{
    private OutputWindow? _output;

    /// <summary><para>The batch exports: objects, runs, ids, names or patterns. A piped backfill is read again. Default: every export of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>Ids of backfills.</para></summary>
    [Parameter]
    [Alias("Id")]
    public string[]? BackfillId { get; set; }

    /// <summary><para>States: Running, Completed, Failed, Cancelled.</para></summary>
    [Parameter]
    [ValidateSet(RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled)]
    public string[]? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _output ??= new OutputWindow(this);
        if (!_output.IsFull)
            Try(BatchExport, Read);
    }

    private void Read()
    {
        if (BatchExport is null)
        {
            Scope scope = DefaultScope();
            if (BackfillId is not null)
                throw Fault.Invalid("BatchExport", "The id of a backfill alone does not say which batch export it belongs to.", "Add -BatchExport with its name or id.");
            foreach (BatchExport export in ListOnce(scope))
                ReadExport(new BatchExportTarget(scope, export.Id, export, export, export.Name));
            return;
        }

        foreach (BatchExportReference reference in BatchExport.Where(IsBackfill))
            Try(reference.Piped.Input, () => ReadAgain(reference));
        foreach (BatchExportTarget target in Resolve(BatchExport.Where(r => !IsBackfill(r))))
            ReadExport(target);
    }

    private static bool IsBackfill(BatchExportReference reference) => reference.Piped is { Kind: PipedKind.Backfill, BatchExportId: not null };

    private void ReadExport(BatchExportTarget target)
    {
        if (BackfillId is null)
            Try(target.Input, () => List(target, null));
        foreach (string id in BackfillId ?? [])
            Try(id, () => ReadOne(target, Guid.TryParse(id, out Guid backfill) ? backfill : throw Fault.Invalid("Id", $"'{id}' is not the id of a backfill.", "Get-PHBatchExportBackfill lists backfills with their ids.")));
    }

    // What Start- or retry gave back may have no id yet: its row is found by bounds and creation time.
    private void ReadAgain(BatchExportReference reference)
    {
        PipedObject piped = reference.Piped;
        var target = new BatchExportTarget(ScopeOf(piped), reference.Id!.Value, piped.Input, null, piped.Name);
        if (piped.Id is { } id)
            ReadOne(target, id);
        else if (piped.Typed is BatchExportBackfill started)
            List(target, started);
        else
            throw Fault.Invalid("Backfill", "This copy of a backfill has no id yet.", "Get-PHBatchExportBackfill lists the export's backfills.");
    }

    private void ReadOne(BatchExportTarget target, Guid id) =>
        Emit(target, Await(call => target.Scope.Session.Backfills.GetAsync(target.Scope.Project, target.Id, id, call)));

    private void List(BatchExportTarget target, BatchExportBackfill? like)
    {
        foreach (BatchExportBackfill backfill in Paging.Stream(this, $"Reading backfills of {target.Name ?? target.Id.ToString()}", (next, call) =>
            target.Scope.Session.Backfills.ListAsync(target.Scope.Project, target.Id, next, call)))
        {
            if (like is null && (State is null || State.Contains(backfill.State, StringComparer.OrdinalIgnoreCase)))
                Emit(target, backfill);
            if (like is not null && like.IsSameAs(backfill))
            {
                Emit(target, backfill);
                return;
            }

            if (_output!.IsFull || (like is not null && backfill.CreatedAt < like.CreatedAt - BatchExportBackfill.ClockSlack))
                break;
        }

        if (like is not null)
            throw Fault.NotFound("backfill", like.ToString(), target.Description, "The server writes the row a moment after the start: try again, or Wait-PHBatchExportBackfill.");
    }

    private void Emit(BatchExportTarget target, BatchExportBackfill backfill)
    {
        backfill.BatchExportId = target.Id;
        backfill.BatchExportName = target.Name;
        _output!.Write(target.Scope.Stamp(backfill));
    }
}
