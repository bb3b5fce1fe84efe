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
    internal static readonly TimeSpan Settling = TimeSpan.FromDays(1);

    internal static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    internal const string RecentReason = "Ended less than two hours ago.";

    private readonly DateTimeOffset _now;

    internal RowJudge(DateTimeOffset now) => _now = now;

    /// <summary>The verdicts on intervals, in order.</summary>
    /// <param name="intervals">Intervals that are due.</param>
    /// <param name="counts">What PostHog holds of them.</param>
    /// <param name="runs">Their runs.</param>
    /// <param name="notes">What else is known of some of them, by their starts.</param>
    internal List<RowVerdict> Judge(
        IEnumerable<DataInterval> intervals, IEnumerable<RowCount> counts, IEnumerable<BatchExportRun> runs,
            IReadOnlyDictionary<DateTimeOffset, RowNote>? notes = null)
    {
        Dictionary<DateTimeOffset, RowCount> held = counts.ToDictionary(count => count.Start);
        var completed = new RowRuns(runs);
        var verdicts = new List<RowVerdict>();
        long running = 0;
        foreach (DataInterval interval in intervals)
        {
            RowNote? note = null;
            notes?.TryGetValue(interval.Start, out note);
            var verdict = new RowVerdict(interval, note?.Happened ?? (held.TryGetValue(interval.Start, out RowCount count) ? count : default))
            {
                Backfilled = completed.SumBackfilled(interval),
                Exported = completed.Find(interval)?.RecordsCompleted ?? (note == RowNote.NoRows ? 0 : null),
                IsJudged = note?.State is null,
                IsApart = note?.Happened is not null,
                Lacking = note?.Lacking ?? "",
                Reason = note?.Reason ?? "",
            };
            verdict.State = note?.State ?? RowState.Match;
            verdict.RunningDifference = verdict.IsApart ? running : running += verdict.Difference;
            verdicts.Add(verdict);
        }

        List<RowVerdict> judged = verdicts.FindAll(verdict => verdict.IsJudged && !verdict.IsApart);
        MakeUp(judged);
        Decide(judged);
        foreach (RowVerdict apart in verdicts.Where(verdict => verdict.IsApart && verdict.Difference > 0))
        {
            apart.Shortfall = apart.Difference;
            (apart.State, apart.Reason) = (RowState.Short, $"{CountText.FormatRows(apart.Shortfall)} {apart.Lacking}.");
        }

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

            // Rows of an interval without a run were not exported.
            if (verdict.Shortfall > 0 && verdict.Exported is not null)
                open.Push(verdict);
        }
    }

    private void Decide(List<RowVerdict> verdicts)
    {
        List<RowVerdict> exported = verdicts.Where(verdict => verdict.Exported is not null).ToList();
        long edge = RowNoise.Measure(exported), busy = RowNoise.MeasureBusy(exported),
            largest = 2 * exported.Select(verdict => -verdict.Difference).DefaultIfEmpty(0).Max();
        RowNoise.RemoveBeginning(exported, Settling);
        Dictionary<DateTime, RowNoise.Day> days = RowNoise.MeasureDays(exported);
        // What crossed the edges of an interval that is in no sum is known of neither side, and shifts the level for good.
        List<DateTimeOffset> breaks = exported.Zip(exported.Skip(1), (one, next) => (one.Interval.End, next.Interval.Start))
            .Where(pair => pair.End != pair.Start).Select(pair => pair.End).ToList();
        // Behind the last run nothing can bring what crossed its end: failures and pauses up to now.
        breaks.AddRange(exported.Skip(exported.Count - 1).Select(verdict => verdict.Interval.End));
        RowNoise.Remove(
            exported.Where(verdict => IsSettled(verdict) && verdict.Shortfall > 0),
            (day, start, end) => breaks.Exists(at => at > start - Settling && at < end + Settling) ? days[day].Busy
                : days[day].IsLevel ? 0 : days[day].Edge);
        // No failure, so what may be chance is left out.
        RowNoise.Remove(exported.Where(verdict => IsSettled(verdict) && verdict.Shortfall < 0), (day, _, _) => days[day].Busy);
        foreach (RowVerdict verdict in verdicts)
        {
            if (verdict.Interval.End > _now - Recent)
                (verdict.State, verdict.Reason) = (RowState.TooRecent, RecentReason);
            else if (verdict.Exported is null)
                (verdict.State, verdict.Reason) = verdict.Expected == 0
                    ? (RowState.Match, "No rows and no run.")
                    : (RowState.Missing, $"{CountText.FormatRows(verdict.Expected)}, and no completed run.");
            else if (verdict.Shortfall > 0 && (IsSettled(verdict) || verdict.Shortfall > Math.Max(edge, largest)))
                (verdict.State, verdict.Reason) = (RowState.Short, $"{CountText.FormatRows(verdict.Shortfall)} in no later run.");
            else if (verdict.Shortfall > 0)
                (verdict.State, verdict.Reason) = (RowState.TooRecent, "A later run may still bring the rest.");
            else if (verdict.Shortfall < 0 && (IsSettled(verdict) || -verdict.Shortfall > busy))
                (verdict.State, verdict.Reason) = (RowState.Surplus, $"{CountText.FormatRows(-verdict.Shortfall)} deleted since, or exported twice.");
        }
    }

    private bool IsSettled(RowVerdict verdict) => verdict.Interval.End <= _now - Settling;
}
