using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Backfills;
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

    /// <summary>
    /// <para>States: Running, Completed, Failed, Cancelled. PostHog calls a backfill Completed also when runs of it failed;
    /// Wait-PHBatchExportBackfill tells the two apart.</para>
    /// </summary>
    [Parameter]
    [ValidateSet(RunStates.Running, RunStates.Completed, RunStates.Failed, RunStates.Cancelled)]
    public string[]? State { get; set; }

    private protected override string Item => "backfill";

    private protected override string[]? ItemIds => BackfillId;

    private protected override string ItemIdParameter => nameof(BackfillId);

    private protected override bool IsItem(BatchExportReference reference) =>
        reference.Piped is { Kind: PipedKind.Backfill, BatchExportId: not null } or { IsItemOfExport: true };

    private protected override ItemReader<PostHogObject> ReadAgain(BatchExportReference reference, BatchExportTarget target)
    {
        if (reference.Piped.Id is { } id)
            return ReadOne(target, id);
        if (reference.Piped.Typed is not BatchExportBackfill started)
            throw reference.Piped.BadDate ?? Problems.Invalid(
                "Backfill", "This copy of a backfill has no id, and not its bounds and creation time either.",
                    "Get-PHBatchExportBackfill lists the export's backfills.");
        return Wanted(target, new StartedBackfillReader(target, started));
    }

    private protected override ItemReader<PostHogObject> ReadOne(BatchExportTarget target, Guid id) =>
        Wanted(target, ListReader<BatchExportBackfill>.CreateSingle(call => ItemLookup.ReadBackfillAsync(target, id, call)));

    private protected override ItemReader<PostHogObject> List(BatchExportTarget target) => Wanted(target, ExportLists.Backfills(target));

    private ItemReader<PostHogObject> Wanted(BatchExportTarget target, ItemReader<BatchExportBackfill> backfills) => backfills.Select<PostHogObject>(
        backfill => State?.Contains(backfill.State, StringComparer.OrdinalIgnoreCase) == false ? null
            : target.Scope.StampBackfill(backfill, target.Id, target.Name));
}
