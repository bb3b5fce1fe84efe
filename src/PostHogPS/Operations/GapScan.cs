using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;

namespace PostHogPS.Operations;

/// <summary>One look at an export's history: its expected intervals against its runs, streamed.</summary>
internal sealed class GapScan
{
    // No schedule has longer intervals than a week; clock changes add an hour.
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(8);

    // PostHog is younger. Keeps a window "from the beginning" finite.
    private static readonly DateTimeOffset LongPast = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WorkingCmdlet _cmdlet;
    private readonly Scope _scope;
    private readonly BatchExport _export;
    private readonly IntervalSchedule _schedule;

    internal GapScan(WorkingCmdlet cmdlet, Scope scope, BatchExport export, DateTimeOffset after, DateTimeOffset? before, bool throughPause = false)
    {
        _cmdlet = cmdlet;
        _scope = scope;
        _export = export;
        _schedule = IntervalSchedule.Of(export);
        After = Latest(after, LongPast, export.StartAt, export.CreatedAt);
        // The newest interval is not a gap before the scheduler has had its time to begin.
        Before = Earliest(scope.Session.ServerNow - _schedule.StartDelay, before, export.EndAt, throughPause ? null : PausedSince);
    }

    /// <summary>Start of the window, after start_at and creation.</summary>
    internal DateTimeOffset After { get; }

    /// <summary>End of the window, before end_at and the pause.</summary>
    internal DateTimeOffset Before { get; }

    internal IntervalSchedule Schedule => _schedule;

    /// <summary>Since when the export has been paused; null when it is not.</summary>
    internal DateTimeOffset? PausedSince => PauseTime.Of(_export);

    /// <summary>The verdict on every whole interval of the window, in order. Nothing is asked when there is none.</summary>
    /// <param name="alsoCovered">Runs to come, ordered by the start of their data interval.</param>
    /// <param name="seen">Told of each run as it is read.</param>
    internal IEnumerable<IntervalVerdict> Judge(IEnumerable<BatchExportRun>? alsoCovered = null, Action<BatchExportRun>? seen = null)
    {
        DataInterval? first = null;
        foreach (DataInterval interval in _schedule.Within(After, Before))
        {
            first = interval;
            break;
        }

        if (first is null)
            return [];
        IEnumerable<BatchExportRun> listed = Runs(first.Value.Start, Before);
        IEnumerable<BatchExportRun> runs = RunMerge.ByStart(FromTheBeginning(_export.LatestRuns), seen is null ? listed : Shown(listed, seen));
        IEnumerable<IntervalVerdict> verdicts = GapFinder.Judge(_schedule.Within(After, Before), alsoCovered is null ? runs : RunMerge.ByStart(runs, alsoCovered));
        return WithEdges(verdicts, first.Value.Start);
    }

    /// <summary>
    /// Runs over everything up to their end. The server leaves them out of a list ordered by data interval; those among
    /// the export's latest runs cost nothing.
    /// </summary>
    internal static IEnumerable<BatchExportRun> FromTheBeginning(IEnumerable<BatchExportRun> runs) =>
        runs.Where(run => run is { DataIntervalStart: null, DataIntervalEnd: not null, State: RunStates.Completed or RunStates.Running })
            .Select(run => new BatchExportRun { Id = run.Id, Status = run.Status, DataIntervalStart = LongPast, DataIntervalEnd = run.DataIntervalEnd, CreatedAt = run.CreatedAt });

    /// <summary>
    /// The list holds runs that lie in the window as a whole. One that crosses its edge can only come from another
    /// schedule: looked for when the export was changed since then and an interval near the edge seems uncovered.
    /// </summary>
    private IEnumerable<IntervalVerdict> WithEdges(IEnumerable<IntervalVerdict> verdicts, DateTimeOffset first)
    {
        List<BatchExportRun>? left = null;
        List<BatchExportRun>? right = null;
        foreach (IntervalVerdict verdict in verdicts)
        {
            IEnumerable<BatchExportRun> crossing = [];
            if (!verdict.IsCovered && verdict.Interval.Start < first + LongestRun && IsChangedSince(first))
                crossing = left ??= Crossing(first);
            if (!verdict.IsCovered && verdict.Interval.End > Before - LongestRun && IsChangedSince(Before))
                crossing = crossing.Concat(right ??= Crossing(Before));
            yield return verdict.IsCovered ? verdict : Amended(verdict, crossing);
        }
    }

    private static IntervalVerdict Amended(IntervalVerdict verdict, IEnumerable<BatchExportRun> crossing)
    {
        foreach (BatchExportRun run in crossing)
        {
            if (run.DataIntervalStart <= verdict.Interval.Start && run.DataIntervalEnd >= verdict.Interval.End)
                return new IntervalVerdict(verdict.Interval, null, null);
            if (run.DataIntervalStart < verdict.Interval.End && run.DataIntervalEnd > verdict.Interval.Start)
                return new IntervalVerdict(verdict.Interval, verdict.Kind, verdict.Run, GapFinder.PartlyCovered);
        }

        return verdict;
    }

    private bool IsChangedSince(DateTimeOffset instant) => _export.LastUpdatedAt is null || _export.LastUpdatedAt > instant;

    private List<BatchExportRun> Crossing(DateTimeOffset edge) =>
        Runs(edge - LongestRun, edge + LongestRun).TakeWhile(run => run.DataIntervalStart < edge)
            .Where(run => run.DataIntervalEnd > edge && run.State is RunStates.Completed or RunStates.Running)
            .ToList();

    private IEnumerable<BatchExportRun> Runs(DateTimeOffset start, DateTimeOffset end)
    {
        var query = new RunQuery { ByDataInterval = true, Ascending = true, After = start, Before = end };
        return Paging.Stream(_cmdlet, $"Reading runs of {_export.Name}", (next, call) =>
            _scope.Session.Runs.ListAsync(_scope.Project, _export.Id, query, next, call));
    }

    private static IEnumerable<BatchExportRun> Shown(IEnumerable<BatchExportRun> runs, Action<BatchExportRun> seen)
    {
        foreach (BatchExportRun run in runs)
        {
            seen(run);
            yield return run;
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset first, params DateTimeOffset?[] others)
    {
        foreach (DateTimeOffset? other in others)
            first = other > first ? other.Value : first;
        return first;
    }

    private static DateTimeOffset Earliest(DateTimeOffset first, params DateTimeOffset?[] others)
    {
        foreach (DateTimeOffset? other in others)
            first = other < first ? other.Value : first;
        return first;
    }
}
