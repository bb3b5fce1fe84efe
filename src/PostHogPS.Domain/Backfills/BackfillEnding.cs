using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Backfills;

/// <summary>What a person must hear of how a backfill ended.</summary>
internal static class BackfillEnding
{
    private const int MostRanges = 5;

    /// <summary>The warning; null when everything was exported.</summary>
    /// <param name="backfill">The backfill, ended.</param>
    /// <param name="outcome">What its runs say; null where they were not read.</param>
    internal static string? Warning(BatchExportBackfill backfill, BackfillOutcome? outcome)
    {
        string which = $"The backfill {backfill} of '{MessageText.Name(backfill.BatchExportName ?? backfill.BatchExportId.ToString())}'";
        if (backfill.FailedRuns > 0)
        {
            string end = backfill.State == RunStates.CompletedWithFailures ? "has ended" : "ended as " + backfill.Status;
            return $"{which} {end}, and {Count(backfill.FailedRuns.Value, "interval")} of it {(backfill.FailedRuns == 1 ? "was" : "were")} not exported: {Ranges(backfill.FailedIntervals)}. "
                + $"Repair-PHBatchExport {Window(backfill, backfill.FailedIntervals.Min(gap => gap.Start), backfill.FailedIntervals.Max(gap => gap.End))} -Wait exports {(backfill.FailedRuns == 1 ? "it" : "them")}.";
        }

        if (backfill.State == RunStates.Completed)
            return null;
        // PostHog gives a backfill only as long as its range is; the run that it waited for goes on without it.
        if (backfill.State == RunStates.Failed && outcome is { Open: > 0 })
            return $"{which} ended as {backfill.Status}, but {Count(outcome.Open, "run")} of it still {(outcome.Open == 1 ? "goes" : "go")} on: Get-PHBatchExportRun {Export(backfill)} -State Running | Wait-PHBatchExportRun";
        if (backfill.State == RunStates.Failed && outcome is { Completed: > 0 })
            return $"{which} ended as {backfill.Status}, but {(outcome.Completed == 1 ? "its run is" : $"its {outcome.Completed} runs are")} Completed. "
                + $"Find-PHBatchExportGap {Window(backfill, backfill.Start, backfill.End)} shows whether anything is missing.";
        return $"{which} ended as {backfill.Status}. Get-PHBatchExportRun {Export(backfill)} -State Failed shows the errors.";
    }

    private static string Export(BatchExportBackfill backfill) =>
        "-BatchExport " + backfill.BatchExportId + (backfill.ProjectId > 0 ? " -ProjectId " + backfill.ProjectId.ToString(CultureInfo.InvariantCulture) : "");

    private static string Window(BatchExportBackfill backfill, DateTimeOffset? start, DateTimeOffset? end) =>
        Export(backfill) + (start is { } from ? " -After " + Instant(from) : "") + (end is { } to ? " -Before " + Instant(to) : "");

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // Neighbours as one range, and only the first few: a warning is read by a person.
    private static string Ranges(IReadOnlyList<BatchExportGap> gaps)
    {
        var ranges = new List<DataInterval>();
        foreach (BatchExportGap gap in gaps)
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1].End == gap.Start)
                ranges[ranges.Count - 1] = new DataInterval(ranges[ranges.Count - 1].Start, gap.End);
            else
                ranges.Add(new DataInterval(gap.Start, gap.End));
        }

        return string.Join(", ", ranges.Take(MostRanges).Select(range => IntervalText.Of(range.Start, range.End).Trim('(', ')')))
            + (ranges.Count > MostRanges ? $" and {ranges.Count - MostRanges} more" : "");
    }

    private static string Count(long number, string what) => number == 1 ? "1 " + what : number.ToString(CultureInfo.InvariantCulture) + " " + what + "s";
}
