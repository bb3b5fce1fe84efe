using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Gaps;

/// <summary>Counts how much of a backfill's range is exported already: these rows are written again.</summary>
internal static class ExportedOverlap
{
    // Ten pages cover six weeks of hours; a confirmation need not wait for more.
    private const int MostRuns = 1000;

    /// <summary>What a question says of a backfill.</summary>
    /// <param name="scope">Where the export lives.</param>
    /// <param name="export">The export.</param>
    /// <param name="range">The range of the backfill.</param>
    /// <param name="isSeen">Whether a person sees the question: what is exported already is read only then.</param>
    /// <param name="call">The work it belongs to.</param>
    internal static async Task<string> DescribeBackfillAsync(ProjectScope scope, BatchExport export, BackfillRange range, bool isSeen, CallContext call)
    {
        string? already = isSeen ? await DescribeAsync(scope, export, range.Start, range.End, call).ConfigureAwait(false) : null;
        return $"Backfill {range.Description}{(already is null ? "" : "; " + already)}"
            + (range.SelectsByEventTime(scope.Session.ServerNow) ? RowSelection.Note : "");
    }

    /// <summary>"12 of 24 intervals are covered already and will be exported again"; null where none is covered.</summary>
    internal static async Task<string?> DescribeAsync(ProjectScope scope, BatchExport export, DateTimeOffset? start, DateTimeOffset? end, CallContext call)
    {
        if (IntervalSchedule.Length(export.Interval) is null)
            return null;
        IntervalSchedule schedule = IntervalSchedule.CreateFrom(export);
        DateTimeOffset from = start ?? export.CreatedAt ?? SafeTime.LongPast;
        // A start within an interval runs all of it.
        from = schedule.BoundaryBefore(from < SafeTime.LongPast ? SafeTime.LongPast : from);
        DateTimeOffset to = end ?? scope.Session.ServerNow;
        List<BatchExportRun> runs = await ReadRunsAsync(scope, export, from, to, call).ConfigureAwait(false);
        var reader = new GapReader(scope, export, from, to);
        (long covered, long all) = await reader.CountCoveredAsync(runs, new DataInterval(from, to), call).ConfigureAwait(false);
        bool isAll = runs.Count < MostRuns;
        if (all == 0)
            return null;
        string where = start is null ? " since its creation" : "";
        if (covered == 0)
            return isAll ? $"none of {CountText.FormatCount(all, "interval")}{where} has been exported yet" : null;
        return $"{(isAll ? "" : "at least ")}{CountText.Format(covered)} of {CountText.FormatCount(all, "interval")}{where} "
            + $"{CountText.Choose(covered, "is", "are")} covered "
            + "already and will be exported again";
    }

    private static async Task<List<BatchExportRun>> ReadRunsAsync(
        ProjectScope scope, BatchExport export, DateTimeOffset from, DateTimeOffset to, CallContext call)
    {
        var query = new RunQuery { ByDataInterval = true, Ascending = true, After = from, Before = to };
        var runs = new List<BatchExportRun>();
        await ExportLists.Runs(scope, export.Id, query, $"Reading runs of {export.Name}").ReadWhileAsync(
            run =>
            {
                runs.Add(run);
                return runs.Count < MostRuns;
            },
            call).ConfigureAwait(false);
        return runs;
    }
}
