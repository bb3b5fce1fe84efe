using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Backfills;

/// <summary>The warning about how a backfill ended.</summary>
internal static class BackfillEnding
{
    private const int MostRanges = 5;

    /// <summary>The warning; null when everything was exported.</summary>
    /// <param name="backfill">The backfill, ended.</param>
    /// <param name="outcome">What its runs say; null where they were not read.</param>
    internal static string? Warning(BatchExportBackfill backfill, BackfillOutcome? outcome)
    {
        string which = $"The backfill {backfill} of '{MessageText.Name(backfill.BatchExportName ?? backfill.BatchExportId.ToString())}'";
        if (backfill.FailedRuns is > 0 and var failed)
        {
            string end = backfill.State == RunStates.CompletedWithFailures ? "has ended" : "ended as " + backfill.Status;
            CommandLine repair = Command("Repair-PHBatchExport", backfill)
                .WithWindow(backfill.FailedIntervals.Min(gap => gap.Start), backfill.FailedIntervals.Max(gap => gap.End));
            return $"{which} {end}, and {CountText.FormatCount(failed, "interval")} of it {CountText.Choose(failed, "was", "were")} not exported: "
                + $"{Ranges(backfill.FailedIntervals)}. {repair} -Wait exports {CountText.Choose(failed, "it", "them")}.";
        }

        if (backfill.State == RunStates.Completed)
            return null;
        // PostHog ends a backfill after the length of its range; the run that it waited for continues.
        if (backfill.State == RunStates.Failed && outcome is { Open: > 0 })
            return $"{which} ended as {backfill.Status}, but {CountText.FormatSubject(outcome.Open, "run")} still running: "
                + $"{Command("Get-PHBatchExportRun", backfill)} -State "
                + "Running | Wait-PHBatchExportRun";
        if (backfill.State == RunStates.Failed && outcome is { Completed: > 0 })
            return $"{which} ended as {backfill.Status}, but {CountText.Choose(outcome.Completed, "its run is", $"its {outcome.Completed} runs are")} "
                + $"Completed. {Command("Find-PHBatchExportGap", backfill).WithWindow(backfill.Start, backfill.End)} shows whether anything is missing.";
        return $"{which} ended as {backfill.Status}. {Command("Get-PHBatchExportRun", backfill)} -State Failed shows the errors.";
    }

    private static CommandLine Command(string cmdlet, BatchExportBackfill backfill) =>
        CommandLine.ForExport(cmdlet, backfill.BatchExportId, backfill.ProjectId, backfill.ConnectionToName);

    // Adjacent intervals as one range, and only the first few.
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

        return string.Join(", ", ranges.Take(MostRanges).Select(range => IntervalText.Format(range.Start, range.End)))
            + (ranges.Count > MostRanges ? $" and {ranges.Count - MostRanges} more" : "");
    }
}
