using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Rows;

/// <summary>What the edges of intervals leave in the sums: rows that were made just before an edge and stored just after it.</summary>
internal static class RowNoise
{
    // Fewer differences tell nothing of what edges move.
    private const int Enough = 24;

    // Edges that move one row, or none.
    private const long Small = 3;

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan Around = OneDay;

    // From the making of a row to its storing, where that must be assumed.
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(15);

    /// <summary>Rows that a busy edge moves, and as many at the next one.</summary>
    internal static long MeasureBusy(List<RowVerdict> exported)
    {
        List<long> moved = Sort(exported);
        return moved.Count < Enough ? Measure(exported) : Math.Max(Measure(exported), 2 * moved[(moved.Count - 1) * 9 / 10]);
    }

    /// <summary>Rows that edges may leave open. Where most intervals match to the row it is 0: then one row that stays is a loss.</summary>
    internal static long Measure(List<RowVerdict> exported)
    {
        if (exported.Count == 0)
            return 0;
        List<long> moved = Sort(exported);
        // The level that edges leave open goes up and down with the traffic: by more than the difference of two neighbours.
        long usual = 3 * moved[(moved.Count - 1) / 2];
        return exported.Count >= Enough ? usual : Math.Max(usual, (long)exported.Average(CountOnTheirWay));
    }

    /// <summary>
    /// Rows of the time before the first interval, stored in it. They are an offset of the sum, and show little by little: where
    /// fewer rows are on their way than at the beginning, the sum goes below it, as far down as that was.
    /// </summary>
    internal static void RemoveBeginning(List<RowVerdict> exported, TimeSpan span)
    {
        List<RowVerdict> beginning = exported.FindAll(verdict => verdict.Interval.Start - exported[0].Interval.Start < span);
        // Neighbours differ by far less than that: it falls for half a day, with the traffic.
        long open = MeasureBusy(exported) + (long)beginning.Select(CountOnTheirWay).DefaultIfEmpty(0).Max();
        foreach (RowVerdict verdict in beginning.Where(static verdict => verdict.Shortfall < 0))
        {
            long part = Math.Min(open, -verdict.Shortfall);
            verdict.Shortfall += part;
            open -= part;
        }
    }

    /// <summary>What edges move on each day of the window, by what they move around it: the same in every window that goes that far.</summary>
    internal static Dictionary<DateTime, Day> MeasureDays(List<RowVerdict> exported)
    {
        var days = new Dictionary<DateTime, Day>();
        int first = 0, last = 0;
        foreach (IGrouping<DateTime, int> day in Enumerable.Range(0, exported.Count).GroupBy(i => DayOf(exported[i])))
        {
            DateTimeOffset begin = new(day.Key, TimeSpan.Zero);
            while (exported[first].Interval.Start < begin - Around)
                first++;
            while (last < exported.Count && exported[last].Interval.Start < begin + OneDay + Around)
                last++;
            // Longer intervals than hours: as many of them as tell something.
            int from = Math.Max(0, Math.Min(first, day.Min() - Enough)), to = Math.Min(exported.Count, Math.Max(last, day.Max() + 1 + Enough));
            List<RowVerdict> near = exported.GetRange(from, to - from);
            long edge = Measure(near), busy = MeasureBusy(near);
            // A level that comes back to where it was every day does not rise by chance.
            days[day.Key] = new Day(edge, busy, edge <= Small && busy <= 4 && near.TrueForAll(static verdict => verdict.Shortfall >= 0));
        }

        return days;
    }

    /// <summary>
    /// Removes what stays within a limit, day by day. What exceeds the limit keeps its own number: with a share of the others of its day
    /// it would depend on where the window begins.
    /// </summary>
    /// <param name="open">Verdicts whose shortfall has one sign, in order.</param>
    /// <param name="limitOf">What edges may leave open on a day, from the start of one verdict to the end of another.</param>
    internal static void Remove(IEnumerable<RowVerdict> open, Func<DateTime, DateTimeOffset, DateTimeOffset, long> limitOf)
    {
        foreach (IGrouping<DateTime, RowVerdict> day in open.ToList().GroupBy(DayOf))
            Settle(day.ToList(), limitOf(day.Key, day.First().Interval.Start, day.Last().Interval.End));
    }

    // By the calendar and not from the first finding on, which another window does not have.
    private static DateTime DayOf(RowVerdict verdict) => verdict.Interval.Start.UtcDateTime.Date;

    // Rows that are made and not stored yet, at any moment of an interval.
    private static double CountOnTheirWay(RowVerdict verdict) =>
        verdict.Expected * (UsualDelay.TotalSeconds / (verdict.Interval.End - verdict.Interval.Start).TotalSeconds);

    private static List<long> Sort(List<RowVerdict> exported)
    {
        List<long> moved = exported.ConvertAll(static verdict => Math.Abs(verdict.Difference));
        moved.Sort();
        return moved;
    }

    private static void Settle(List<RowVerdict> group, long limit)
    {
        long sum = group.Sum(static verdict => verdict.Shortfall);
        List<RowVerdict> small = Math.Abs(sum) <= limit ? group : group.FindAll(verdict => Math.Abs(verdict.Shortfall) <= limit);
        // Many small losses are one finding together.
        if (small.Count == group.Count && Math.Abs(sum) > limit)
            return;
        foreach (RowVerdict verdict in small)
            verdict.Shortfall = 0;
    }

    /// <summary>What edges move on a day.</summary>
    internal readonly struct Day(long edge, long busy, bool isLevel)
    {
        /// <summary>Rows that they may leave open.</summary>
        internal long Edge { get; } = edge;

        /// <summary>The same before a gap.</summary>
        internal long Busy { get; } = busy;

        /// <summary>Whether they leave nothing open.</summary>
        internal bool IsLevel { get; } = isLevel;
    }
}
