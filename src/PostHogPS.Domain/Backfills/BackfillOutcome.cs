using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Coverage;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Backfills;

/// <summary>
/// The result of a backfill according to its runs: PostHog skips a failed run and ends the backfill as Completed.
/// </summary>
internal sealed class BackfillOutcome
{
    private readonly List<List<BatchExportRun>> _intervals;

    /// <param name="runs">The runs of the backfill, in any order.</param>
    internal BackfillOutcome(IEnumerable<BatchExportRun> runs)
    {
        _intervals = runs.GroupBy(run => (run.DataIntervalStart?.UtcTicks, run.DataIntervalEnd?.UtcTicks))
            .Select(interval => interval.OrderBy(run => run.CreatedAt).ToList())
            .OrderBy(interval => interval[0].DataIntervalStart ?? DateTimeOffset.MinValue)
            .ToList();
    }

    /// <summary>Intervals that have a run.</summary>
    internal int Intervals => _intervals.Count;

    /// <summary>Intervals whose run is still running.</summary>
    internal int Open => _intervals.Count(interval => !IsCompleted(interval) && interval.Exists(run => run.IsOpen));

    internal int Completed => _intervals.Count(IsCompleted);

    /// <summary>The newest run of each interval that none of its runs completed.</summary>
    internal IEnumerable<BatchExportRun> Failed =>
        _intervals.Where(interval => !IsCompleted(interval) && !interval.Exists(run => run.IsOpen)).Select(interval => interval[interval.Count - 1]);

    /// <summary>When the last of them ended; null when none has.</summary>
    internal DateTimeOffset? LastEnd => _intervals.SelectMany(interval => interval).Max(run => run.FinishedAt);

    /// <summary>Changes whenever a run begins or ends.</summary>
    internal (int Runs, int Open) Mark => (_intervals.Sum(interval => interval.Count), _intervals.Sum(interval => interval.Count(run => run.IsOpen)));

    /// <summary>
    /// Whether everything has been run: for servers without a list of backfills. They run every interval, in order.
    /// </summary>
    /// <param name="expected">The intervals of the range; of a retry after a change of the schedule they may be none.</param>
    internal bool IsOver(IEnumerable<DataInterval> expected)
    {
        if (Intervals == 0 || Open > 0)
            return false;
        var ended = new SpanSet();
        foreach (List<BatchExportRun> interval in _intervals)
        {
            if (interval[0] is { DataIntervalStart: { } start, DataIntervalEnd: { } end })
                ended.Add(start, end);
        }

        return expected.All(ended.Covers);
    }

    /// <summary>Writes into the backfill what its runs say.</summary>
    internal void ApplyTo(BatchExportBackfill backfill)
    {
        backfill.FailedIntervals = Failed.Select(run => new BatchExportGap
        {
            BatchExportId = backfill.BatchExportId,
            BatchExportName = backfill.BatchExportName ?? "",
            ProjectId = backfill.ProjectId,
            Origin = backfill.Origin,
            Start = run.DataIntervalStart ?? backfill.AdjustedStart ?? SafeTime.LongPast,
            End = run.DataIntervalEnd ?? backfill.End ?? SafeTime.LongPast,
            Intervals = 1,
            Kind = GapKind.IsFailure(run) ? GapKind.FromFailure(run) : GapKind.Missing,
            LastError = run.LatestError,
            RunId = run.Id,
        }).ToArray();
        backfill.FailedRuns = backfill.FailedIntervals.Length;
    }

    private static bool IsCompleted(List<BatchExportRun> interval) => interval.Exists(run => run.State == RunStates.Completed);
}
