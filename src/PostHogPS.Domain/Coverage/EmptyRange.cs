using System;
using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>A range in which the server found no rows when it looked for them, before it started a backfill.</summary>
internal sealed class EmptyRange
{
    internal EmptyRange(DataInterval range, Guid? backfill, DateTimeOffset? foundAt)
    {
        Range = range;
        Backfill = backfill;
        FoundAt = foundAt;
    }

    internal DataInterval Range { get; }

    /// <summary>The backfill it was found for.</summary>
    internal Guid? Backfill { get; }

    internal DateTimeOffset? FoundAt { get; }

    /// <summary>
    /// Whether a run that did not export its interval is better evidence: one of the same backfill, since the server
    /// starts none where it finds nothing, or a failed one that is not older.
    /// </summary>
    internal bool IsRefutedBy(BatchExportRun run) =>
        (Backfill is not null && run.BackfillId == Backfill)
        || ((GapKind.IsFailure(run) || run.State == RunStates.Unknown) && !(run.CreatedAt < FoundAt));
}
