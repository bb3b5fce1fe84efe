using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Rows;

/// <summary>The rows of a window in total, and the intervals that explain what is short.</summary>
internal sealed class RowSummary
{
    private RowSummary(List<RowVerdict> judged)
    {
        Expected = judged.Sum(verdict => verdict.Expected);
        Exported = judged.Sum(verdict => verdict.Exported ?? 0);
        Short = judged.Where(verdict => verdict.State == RowState.Short).Sum(verdict => verdict.Shortfall);
        Missing = judged.Where(verdict => verdict.State == RowState.Missing).Sum(verdict => verdict.Expected);
        Surplus = judged.Where(verdict => verdict.State == RowState.Surplus).Sum(verdict => -verdict.Shortfall);
        Intervals = judged.Count;
        Explaining = Merge(judged.Where(verdict => verdict.State is RowState.Short or RowState.Missing));
    }

    /// <summary>Intervals that are settled enough to be judged.</summary>
    internal int Intervals { get; }

    internal long Expected { get; }

    internal long Exported { get; }

    /// <summary>Rows that completed runs left out.</summary>
    internal long Short { get; }

    /// <summary>Rows of intervals without a completed run.</summary>
    internal long Missing { get; }

    internal long Surplus { get; }

    /// <summary>
    /// Rows that were exported, of those that PostHog holds, in percent; null without any. 100 only where nothing is found: what
    /// lacks is rounded down, and a surplus up.
    /// </summary>
    internal double? Percent => Expected == 0 ? null
        : Short + Missing > 0 ? (double)(Math.Floor((Expected - Short - Missing) * 10000m / Expected) / 100)
        : (double)(Math.Ceiling((Expected + Surplus) * 10000m / Expected) / 100);

    /// <summary>The ranges that explain the shortfall, those with a run apart from those without.</summary>
    internal IReadOnlyList<(DataInterval Range, string State, long Rows)> Explaining { get; }

    internal static RowSummary CreateFrom(IEnumerable<RowVerdict> verdicts) => new(
        verdicts.Where(verdict => verdict.State is not (RowState.TooRecent or RowState.NotComparable)).ToList());

    /// <summary>
    /// The commands that export again what is short, one for each range. A repair runs what has no run; a run that left rows out
    /// needs a backfill.
    /// </summary>
    internal IEnumerable<string> ToCommands(BatchExport export)
    {
        foreach ((DataInterval range, string state, long _) in Explaining)
        {
            yield return state == RowState.Missing
                ? export.CommandFor("Repair-PHBatchExport").WithWindow(range.Start, range.End).ToString()
                : export.CommandFor("Start-PHBatchExportBackfill")
                    .With("-Start " + Bound(export, range.Start) + " -End " + Bound(export, range.End)).ToString();
        }
    }

    // Backfills of day and week exports are named by calendar days.
    private static string Bound(BatchExport export, DateTimeOffset bound) =>
        new ExportCalendar(export).BoundAt(bound).LocalDate is { } day ? day : InstantText.FormatForCommand(bound);

    private static List<(DataInterval, string, long)> Merge(IEnumerable<RowVerdict> found)
    {
        var ranges = new List<(DataInterval Range, string State, long Rows)>();
        foreach (RowVerdict verdict in found)
        {
            long rows = verdict.State == RowState.Short ? verdict.Shortfall : verdict.Expected;
            if (ranges.Count > 0 && ranges[ranges.Count - 1] is var last && last.State == verdict.State && last.Range.End == verdict.Interval.Start)
                ranges[ranges.Count - 1] = (new DataInterval(last.Range.Start, verdict.Interval.End), last.State, last.Rows + rows);
            else
                ranges.Add((verdict.Interval, verdict.State, rows));
        }

        return ranges;
    }
}
