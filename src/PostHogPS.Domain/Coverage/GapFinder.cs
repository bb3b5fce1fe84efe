using System.Collections.Generic;
using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>The verdicts on intervals whose facts are all known, and the gaps that they make.</summary>
internal static class GapFinder
{
    /// <summary>The verdict on every interval, in order, from runs alone.</summary>
    /// <param name="intervals">Expected intervals, in order.</param>
    /// <param name="runs">Runs ordered by the start of their data interval.</param>
    internal static IEnumerable<IntervalVerdict> Judge(IEnumerable<DataInterval> intervals, IEnumerable<BatchExportRun> runs) =>
        Judge(intervals, new CoverageFacts(runs));

    /// <summary>The verdict on every interval, in order.</summary>
    internal static IEnumerable<IntervalVerdict> Judge(IEnumerable<DataInterval> intervals, CoverageFacts facts)
    {
        var judge = new IntervalJudge(facts);
        using IEnumerator<BatchExportRun> runs = facts.Runs.GetEnumerator();
        BatchExportRun? next = Next(runs);
        foreach (DataInterval interval in intervals)
        {
            while (!IntervalJudge.IsReady(interval, next))
            {
                judge.Add(next!);
                next = Next(runs);
            }

            while (judge.NeedOf(interval) is var need and not CoverageNeed.Nothing)
            {
                if (need == CoverageNeed.Backfills)
                    judge.Add(facts.Backfills());
                else
                    judge.AddCrossing(need, facts.Crossing(need == CoverageNeed.LeftEdge ? facts.Window!.Value.Start : facts.Window!.Value.End));
            }

            yield return judge.Judge(interval);
        }
    }

    /// <summary>Consecutive uncovered intervals of one kind, merged.</summary>
    internal static IEnumerable<BatchExportGap> Merge(IEnumerable<IntervalVerdict> verdicts)
    {
        var merger = new GapMerger();
        foreach (BatchExportGap gap in merger.Add(verdicts))
            yield return gap;
        if (merger.End() is { } last)
            yield return last;
    }

    private static BatchExportRun? Next(IEnumerator<BatchExportRun> runs) => runs.MoveNext() ? runs.Current : null;
}
