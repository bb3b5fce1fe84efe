using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Health;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Operations.Coverage;

/// <summary>
/// Reads the facts of one export for the judge, and as few of them as will do: runs a hundred to a request, the backfills
/// once when an interval is not covered by runs, runs at an edge when the schedule has changed since.
/// </summary>
internal sealed class GapScan
{
    // No schedule of today has longer intervals than a week; clock changes add an hour.
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(8);

    // The server's time is known to the second.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(2);

    // PostHog is younger. Keeps a window "from the beginning" finite.
    private static readonly DateTimeOffset LongPast = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WorkingCmdlet _cmdlet;
    private readonly ProjectScope _scope;
    private readonly BatchExport _export;
    private readonly IntervalSchedule _schedule;
    private BackfillFacts? _backfills;

    internal GapScan(WorkingCmdlet cmdlet, ProjectScope scope, BatchExport export, DateTimeOffset after, DateTimeOffset? before)
    {
        _cmdlet = cmdlet;
        _scope = scope;
        _export = export;
        _schedule = IntervalSchedule.Of(export);
        // The newest interval is not a gap before the scheduler has had its time to begin.
        Before = Earliest(SafeTime.Minus(scope.Session.ServerNow, _schedule.StartDelay), before, export.EndAt);
        DateTimeOffset start = Latest(after, LongPast, export.StartAt, export.CreatedAt);
        After = start < Before ? start : Before;
        WhyNothing = start < Before ? null : "Nothing was due in the window: " + (
            Before == export.EndAt ? $"the schedule ended on {IntervalText.Instant(export.EndAt)}."
            : start == export.StartAt && !(export.CreatedAt >= start) ? $"the schedule begins on {IntervalText.Instant(start)}."
            : start == export.CreatedAt ? $"the export was made on {IntervalText.Instant(start)}."
            : "no interval of it has ended yet.");
    }

    /// <summary>Start of the window, after start_at and creation, and never behind its end.</summary>
    internal DateTimeOffset After { get; }

    /// <summary>End of the window, before end_at.</summary>
    internal DateTimeOffset Before { get; }

    /// <summary>Why nothing can be due in the window, as a sentence; null where it lies in the export's life.</summary>
    internal string? WhyNothing { get; }

    internal IntervalSchedule Schedule => _schedule;

    private TimeSpan Reach => _schedule.Step > LongestRun ? _schedule.Step : LongestRun;

    /// <summary>The verdict on every complete interval of the window, in order. No request when the window has no interval.</summary>
    /// <param name="seen">Told of each run as it is read.</param>
    /// <param name="backfills">The backfills, where they have been read already.</param>
    /// <param name="exact">A backfill has just ended and is what is looked into: nothing that has ended counts as active.</param>
    internal IEnumerable<IntervalVerdict> Judge(Action<BatchExportRun>? seen = null, ActiveBackfills? backfills = null, bool exact = false)
    {
        DataInterval? first = null;
        foreach (DataInterval interval in _schedule.Within(After, Before))
        {
            first = interval;
            break;
        }

        if (first is null)
            return [];
        DateTimeOffset? asOf = exact || backfills is not null ? null : SafeTime.Plus(_scope.Session.ServerNow, ClockSlack);
        IEnumerable<BatchExportRun> listed = Runs(first.Value.Start, Before);
        HealthCheck.PauseOf(_export, _scope.Session.ServerNow, out DateTimeOffset? pausedSince, out bool isAutoPaused);
        return GapFinder.Judge(_schedule.Within(After, Before), new CoverageFacts(seen is null ? listed : Shown(listed, seen))
        {
            Backfills = () => _backfills ??= Read(backfills, asOf),
            Window = new DataInterval(first.Value.Start, Before),
            Reach = Reach,
            Crossing = Crossing,
            PausedSince = pausedSince,
            IsAutoPaused = isAutoPaused,
        });
    }

    /// <summary>Facts of a window from runs that the caller has listed, with those that cross its edges.</summary>
    internal CoverageFacts RunsAlone(IEnumerable<BatchExportRun> listed, DataInterval window) =>
        new(listed) { Window = window, Reach = Reach, Crossing = Crossing };

    private BackfillFacts Read(ActiveBackfills? known, DateTimeOffset? asOf)
    {
        ActiveBackfills backfills = known ?? ActiveBackfills.Of(_cmdlet, _scope, _export.Id, After);
        return backfills.ToFacts(_export, After, asOf);
    }

    /// <summary>
    /// Runs over everything up to their end. The server leaves them out of a list ordered by data interval; those among
    /// the export's latest runs cost nothing.
    /// </summary>
    internal static IEnumerable<BatchExportRun> FromTheBeginning(IEnumerable<BatchExportRun> runs) =>
        runs.Where(run => run is { DataIntervalStart: null, DataIntervalEnd: not null })
            .Select(run => new BatchExportRun { Id = run.Id, Status = run.Status, DataIntervalStart = LongPast, DataIntervalEnd = run.DataIntervalEnd, CreatedAt = run.CreatedAt, BackfillId = run.BackfillId });

    // Only a run of another schedule, or of a backfill with bounds of its own, can cross a boundary of this one.
    private List<BatchExportRun> Crossing(DateTimeOffset edge)
    {
        bool isChangedSince = _export.LastUpdatedAt is null || _export.LastUpdatedAt > edge;
        if (!isChangedSince && _backfills?.MayCross(edge, _schedule) != true)
            return [];
        return Runs(SafeTime.Minus(edge, Reach), SafeTime.Plus(edge, Reach)).TakeWhile(run => run.DataIntervalStart < edge)
            .Where(run => run.DataIntervalEnd > edge).ToList();
    }

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
