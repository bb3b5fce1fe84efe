using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Operations.Coverage;
using PostHogPS.Schedule;

namespace PostHogPS.Operations.Backfills;

/// <summary>Says before a backfill how much of its range has been exported already: its rows are written again.</summary>
internal static class ExportedAlready
{
    // Ten pages: enough for six weeks of hours. A question need not wait for more.
    private const int MostRuns = 1000;

    // PostHog is younger. Keeps the counting finite.
    private static readonly DateTimeOffset LongPast = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>"12 of 24 intervals are covered already and will be exported again", or null where there is nothing to say.</summary>
    internal static string? Describe(WorkingCmdlet cmdlet, ProjectScope scope, BatchExport export, DateTimeOffset? start, DateTimeOffset? end)
    {
        if (IntervalSchedule.Length(export.Interval) is null)
            return null;
        IntervalSchedule schedule = IntervalSchedule.Of(export);
        DateTimeOffset from = start ?? export.CreatedAt ?? LongPast;
        // A start within an interval runs all of it.
        from = schedule.BoundaryBefore(from < LongPast ? LongPast : from);
        var query = new RunQuery { ByDataInterval = true, Ascending = true, After = from, Before = end ?? scope.Session.ServerNow };
        IEnumerable<BatchExportRun> runs = Paging.Stream(cmdlet, $"Reading runs of {export.Name}", (next, call) =>
            scope.Session.Runs.ListAsync(scope.Project, export.Id, query, next, call));
        var window = new DataInterval(from, query.Before.Value);
        var scan = new GapScan(cmdlet, scope, export, from, window.End);
        (long covered, long all, bool isAll) = Count(schedule.Within(from, window.End), runs, listed => scan.RunsAlone(listed, window));
        if (all == 0)
            return null;
        string where = start is null ? " since its creation" : "";
        if (covered == 0)
            return isAll ? $"none of {Number(all)} interval{(all == 1 ? "" : "s")}{where} has been exported yet" : null;
        return $"{(isAll ? "" : "at least ")}{Number(covered)} of {Number(all)} interval{(all == 1 ? "" : "s")}{where} {(covered == 1 ? "is" : "are")} covered already and will be exported again";
    }

    private static (long Covered, long All, bool IsAll) Count(
        IEnumerable<DataInterval> intervals, IEnumerable<BatchExportRun> runs, Func<IEnumerable<BatchExportRun>, CoverageFacts> facts)
    {
        long covered = 0, all = 0;
        int read = 0;
        foreach (IntervalVerdict verdict in GapFinder.Judge(intervals, facts(Counted())))
        {
            all++;
            covered += verdict.IsCovered ? 1 : 0;
        }

        return (covered, all, read < MostRuns);

        IEnumerable<BatchExportRun> Counted()
        {
            foreach (BatchExportRun run in runs.Take(MostRuns))
            {
                read++;
                yield return run;
            }
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
