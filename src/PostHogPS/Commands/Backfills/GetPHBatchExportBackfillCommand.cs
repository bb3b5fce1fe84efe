using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Lists the backfills of batch exports, newest first (docs/server.md#backfills), or reads some by id.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportBackfill", SupportsPaging = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class GetPHBatchExportBackfillCommand : ExportItemsCmdlet
{
    /// <summary><para>Ids of backfills.</para></summary>
    [Parameter]
    [Alias("Id")]
    [ArgumentCompleter(typeof(BackfillIdCompleter))]
    public string[]? BackfillId { get; set; }

    /// <summary><para>States: Running, Completed, Failed, Cancelled. PostHog calls a backfill Completed also when runs of it failed; Wait-PHBatchExportBackfill tells the two apart.</para></summary>
    [Parameter]
    [ValidateSet(RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled)]
    public string[]? State { get; set; }

    private readonly HashSet<PostHogConnection> _unlisted = new();

    private protected override string Item => "backfill";

    private protected override string[]? ItemIds => BackfillId;

    private protected override string ItemIdParameter => nameof(BackfillId);

    private protected override bool IsItem(BatchExportReference reference) => reference.Piped is { Kind: PipedKind.Backfill, BatchExportId: not null } or { IsItemOfExport: true };

    // What Start- or retry gave back may have no id yet: its row is found by bounds and creation time.
    private protected override void ReadAgain(BatchExportReference reference)
    {
        PipedObject piped = reference.Piped;
        var target = new BatchExportTarget(Scopes.Resolve(piped), reference.Id!.Value, piped.Input, null, piped.Name);
        if (piped.Id is { } id)
            ReadOne(target, id);
        else if (piped.Typed is BatchExportBackfill started)
            List(target, started);
        else
            throw piped.BadDate ?? Problems.Invalid("Backfill", "This copy of a backfill has no id, and not its bounds and creation time either.", "Get-PHBatchExportBackfill lists the export's backfills.");
    }

    private protected override void ReadOne(BatchExportTarget target, Guid id) =>
        Emit(target, Await(call => target.Scope.Session.Backfills.GetAsync(target.Scope.Project, target.Id, id, call)));

    private protected override void List(BatchExportTarget target)
    {
        // That a server has no list of backfills is said of its first export.
        if (_unlisted.Contains(target.Scope.Connection))
            return;
        try
        {
            List(target, null);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotSupported)
        {
            _unlisted.Add(target.Scope.Connection);
            throw;
        }
    }

    private void List(BatchExportTarget target, BatchExportBackfill? like)
    {
        foreach (BatchExportBackfill backfill in Resolver.OfKnown(target, Stream(ExportLists.Backfills(target))))
        {
            if (like is null)
                Emit(target, backfill);
            if (like is not null && like.IsSameAs(backfill))
            {
                Emit(target, backfill);
                return;
            }

            if (Output.IsFull || (like is not null && backfill.CreatedAt < like.CreatedAt - BatchExportBackfill.ClockSlack))
                break;
        }

        if (like is not null)
            throw Problems.NotFound("backfill", like.ToString(), target.Description, "The server writes the row a moment after the start: try again, or Wait-PHBatchExportBackfill.");
    }

    private void Emit(BatchExportTarget target, BatchExportBackfill backfill)
    {
        if (State?.Contains(backfill.State, StringComparer.OrdinalIgnoreCase) == false)
            return;
        Output.Write(target.Scope.StampBackfill(backfill, target.Id, target.Name));
    }
}
