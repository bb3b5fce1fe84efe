using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>A backfill (docs/server.md#backfills).</summary>
public sealed class BatchExportBackfill : PostHogObject
{
    /// <summary>Id; null until the server has written the row, since some servers answer a start with a text that is not an id.</summary>
    public Guid? Id { get; set; }

    /// <summary>What the server answered when the backfill was started here: its id, or the scheduler's workflow id.</summary>
    public string? WorkflowId { get; set; }

    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Name of the export, where the command that read the backfill knew it.</summary>
    public string? BatchExportName { get; set; }

    /// <summary>Start of the range as requested; null means from the beginning.</summary>
    public DateTimeOffset? Start { get; set; }

    /// <summary>End of the range as requested; null means until now.</summary>
    public DateTimeOffset? End { get; set; }

    /// <summary>Earliest data in the range (newer servers).</summary>
    public DateTimeOffset? AdjustedStart { get; set; }

    /// <summary>Status as the server says it.</summary>
    public string Status { get; set; } = "Starting";

    /// <summary>
    /// Running, Completed, CompletedWithFailures, Failed, Cancelled or Unknown. PostHog ends a backfill as Completed whatever
    /// became of its runs, so CompletedWithFailures is known only of one whose runs were read: one that was waited for.
    /// </summary>
    public string State => FailedRuns > 0 && RunStates.FromStatus(Status) == RunStates.Completed ? RunStates.CompletedWithFailures
        : RunStates.FromStatus(Status);

    /// <summary>Intervals that none of its runs completed; null while its runs were not read, which happens when one is waited for.</summary>
    public long? FailedRuns { get; set; }

    /// <summary>Those intervals, each with its run and error. They can be piped to Repair-PHBatchExport.</summary>
    public ItemList<BatchExportGap> FailedIntervals { get; set; } = [];

    /// <summary>
    /// True when its range begins so long ago that PostHog selects the rows by event time and not by arrival; null where the
    /// command did not know the export.
    /// </summary>
    public bool? SelectsByEventTime { get; set; }

    /// <summary>Rows: an estimate that becomes the real number at the end (newer servers).</summary>
    public long? TotalRecordsCount { get; set; }

    /// <summary>How far it is; null when the server does not say.</summary>
    public BackfillProgress? Progress { get; set; }

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it ended; null while active.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Time of the last change.</summary>
    public DateTimeOffset? LastUpdatedAt { get; set; }

    /// <summary>From creation to the end; null while active.</summary>
    public TimeSpan? Duration => FinishedAt - CreatedAt;

    /// <summary>Active as far as one can tell.</summary>
    internal bool IsOpen => RunStates.IsOpen(Status, FinishedAt);

    // How far the server's clock may be behind ours when a row is recognised by its creation time.
    internal static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    /// <summary>True when <paramref name="row"/> is what the server wrote for this started backfill.</summary>
    internal bool IsSameAs(BatchExportBackfill row) =>
        Id is not null ? Id == row.Id : IsBound(Start, row.Start) && IsBound(End, row.End) && !(row.CreatedAt < SafeTime.Subtract(CreatedAt, ClockSlack));

    // A copy (CSV) may have lost the fractions of its second.
    private static bool IsBound(DateTimeOffset? bound, DateTimeOffset? row) =>
        bound == row || (bound is { } known && known.Ticks % TimeSpan.TicksPerSecond == 0 && row - known is { } fraction && fraction > TimeSpan.Zero
            && fraction < TimeSpan.FromSeconds(1));

    /// <summary>The id, or the workflow id.</summary>
    public override string ToString() => Id?.ToString() ?? WorkflowId ?? "";
}
