using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>The completed runs of exactly an interval, and the one that counts.</summary>
internal sealed class RowRuns
{
    private readonly ILookup<(DateTimeOffset?, DateTimeOffset?), BatchExportRun> _completed;

    internal RowRuns(IEnumerable<BatchExportRun> runs) =>
        _completed = runs.Where(run => run.State == RunStates.Completed).ToLookup(run => (run.DataIntervalStart, run.DataIntervalEnd));

    /// <summary>The last completed scheduled run; the last of a backfill where no scheduled run completed; null without both.</summary>
    internal BatchExportRun? Find(DataInterval interval)
    {
        BatchExportRun[] own = Of(interval);
        return own.LastOrDefault(run => run.BackfillId is null) ?? own.LastOrDefault();
    }

    /// <summary>Rows that backfills exported of it.</summary>
    internal long SumBackfilled(DataInterval interval) => Of(interval).Where(run => run.BackfillId is not null).Sum(run => run.RecordsCompleted ?? 0);

    private BatchExportRun[] Of(DataInterval interval) => [.. _completed[(interval.Start, interval.End)].OrderBy(run => run.CreatedAt)];
}
