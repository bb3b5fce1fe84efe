using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Rows;

/// <summary>
/// Judges rows on their running sum (docs/rows.md#the-judgement). A row that was made just before the end of an interval and
/// stored just after it is expected here and exported there, so no interval is judged by itself: a shortfall counts when no
/// later run has made up for it.
/// </summary>
internal sealed class RowJudge
{
    // Later runs make up for an edge within minutes; in an incident, within hours.
    private static readonly TimeSpan Settling = TimeSpan.FromDays(1);

    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    private readonly DateTimeOffset _now;

    internal RowJudge(DateTimeOffset now) => _now = now;

    /// <summary>The verdicts on intervals that are due, in order.</summary>
    internal List<RowVerdict> Judge(IEnumerable<DataInterval> intervals, IEnumerable<RowCount> counts, IEnumerable<BatchExportRun> runs)
    {
        Dictionary<DateTimeOffset, RowCount> held = counts.ToDictionary(count => count.Start);
        ILookup<(DateTimeOffset?, DateTimeOffset?), BatchExportRun> completed =
            runs.Where(run => run.State == RunStates.Completed).ToLookup(run => (run.DataIntervalStart, run.DataIntervalEnd));
        var verdicts = new List<RowVerdict>();
        long running = 0;
        foreach (DataInterval interval in intervals)
        {
            var verdict = new RowVerdict(interval, held.TryGetValue(interval.Start, out RowCount count) ? count : default);
            BatchExportRun[] own = completed[(interval.Start, interval.End)].OrderBy(run => run.CreatedAt).ToArray();
            verdict.Backfilled = own.Where(run => run.BackfillId is not null).Sum(run => run.RecordsCompleted ?? 0);
            verdict.Exported = (own.LastOrDefault(run => run.BackfillId is null) ?? own.LastOrDefault())?.RecordsCompleted;
            verdict.RunningDifference = running += verdict.Difference;
            verdicts.Add(verdict);
        }

        MakeUp(verdicts);
        Decide(verdicts);
        return verdicts;
    }

    // What an interval exported beyond its own rows makes up for the nearest shortfalls before it. Later than a day it is not
    // the same rows any more, but events that were deleted or exported twice.
    private static void MakeUp(List<RowVerdict> verdicts)
    {
        var open = new Stack<RowVerdict>();
        foreach (RowVerdict verdict in verdicts)
        {
            verdict.Shortfall = verdict.Difference;
            while (verdict.Shortfall < 0 && open.Count > 0 && verdict.Interval.Start - open.Peek().Interval.End < Settling)
            {
                RowVerdict before = open.Peek();
                long part = Math.Min(-verdict.Shortfall, before.Shortfall);
                before.Shortfall -= part;
                verdict.Shortfall += part;
                if (before.Shortfall == 0)
                    open.Pop();
            }

            // Rows of an interval without a run were exported by nobody.
            if (verdict.Shortfall > 0 && verdict.Exported is not null)
                open.Push(verdict);
        }
    }

    private void Decide(List<RowVerdict> verdicts)
    {
        List<RowVerdict> exported = verdicts.Where(verdict => verdict.Exported is not null).ToList();
        List<long> moved = exported.Select(verdict => Math.Abs(verdict.Difference)).OrderBy(rows => rows).ToList();
        // Where most intervals match to the row, one row that stays is a loss. Where edges always move some, the level that
        // they leave open goes up and down with the traffic.
        long usual = moved.Count == 0 ? 0 : 2 * moved[(moved.Count - 1) / 2];
        long largest = 2 * exported.Select(verdict => -verdict.Difference).DefaultIfEmpty(0).Max();
        bool isSettledShort = exported.Where(IsSettled).Sum(verdict => Math.Max(0, verdict.Shortfall)) > usual;
        foreach (RowVerdict verdict in verdicts)
        {
            if (verdict.Interval.End > _now - Recent)
                (verdict.State, verdict.Reason) = (RowState.TooRecent, "Ended less than two hours ago.");
            else if (verdict.Exported is null)
                (verdict.State, verdict.Reason) = verdict.Expected == 0
                    ? (RowState.Match, "No rows and no run.")
                    : (RowState.Missing, $"{CountText.FormatCount(verdict.Expected, "row")}, and no completed run.");
            else if (verdict.Shortfall > 0 && (IsSettled(verdict) ? isSettledShort : verdict.Shortfall > Math.Max(usual, largest)))
                (verdict.State, verdict.Reason) = (RowState.Short, $"{CountText.FormatCount(verdict.Shortfall, "row")} in no later run.");
            else if (verdict.Shortfall > 0 && !IsSettled(verdict))
                (verdict.State, verdict.Reason) = (RowState.TooRecent, "A later run may still bring the rest.");
            else if (verdict.Shortfall < 0)
                (verdict.State, verdict.Reason) = (RowState.Surplus, $"{CountText.FormatCount(-verdict.Shortfall, "row")} deleted since, or exported twice.");
        }
    }

    private bool IsSettled(RowVerdict verdict) => verdict.Interval.End <= _now - Settling;
}
