using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Gaps;

/// <summary>
/// Reads the facts of one export for the judge with as few requests as possible: runs a hundred to a request, the backfills
/// once when an interval is not covered by runs, runs at an edge when the schedule has changed since.
/// </summary>
internal sealed class GapReader : ItemReader<IntervalVerdict>
{
    // No schedule of today has longer intervals than a week; clock changes add an hour.
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(8);

    // The server's time is known to the second.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(2);

    private readonly ProjectScope _scope;
    private readonly BatchExport _export;
    private readonly IntervalSchedule _schedule;
    private IntervalJudge? _judge;
    private ItemReader<BatchExportRun>? _runs;
    private IEnumerator<DataInterval>? _intervals;
    private DataInterval _window;
    private DateTimeOffset? _asOf;
    private BackfillFacts? _backfills;
    private SharedFacts? _facts;
    private IReadOnlyList<BatchExportRun> _page = [];
    private int _position;
    private bool _hasBegun;
    private bool _hasAllRuns;

    internal GapReader(ProjectScope scope, BatchExport export, DateTimeOffset after, DateTimeOffset? before)
    {
        _scope = scope;
        _export = export;
        _schedule = IntervalSchedule.CreateFrom(export);
        // The newest interval is no gap until the scheduler's start delay is over.
        Before = Earliest(SafeTime.Subtract(scope.Session.ServerNow, _schedule.StartDelay), before, export.EndAt);
        DateTimeOffset start = Latest(after, SafeTime.LongPast, export.StartAt, export.CreatedAt);
        After = start < Before ? start : Before;
        WhyNothing = start < Before ? null : "Nothing was due: " + (
            Before == export.EndAt ? $"the schedule ended on {InstantText.FormatUtc(Before)}."
            : start == export.StartAt && !(export.CreatedAt >= start) ? $"the schedule begins on {InstantText.FormatUtc(start)}."
            : start == export.CreatedAt ? $"the export was created on {InstantText.FormatUtc(start)}."
            : "no interval has ended yet.");
    }

    /// <summary>Start of the window, after start_at and creation, and never behind its end.</summary>
    internal DateTimeOffset After { get; }

    /// <summary>End of the window, before end_at.</summary>
    internal DateTimeOffset Before { get; }

    /// <summary>Why nothing can be due in the window, as a sentence; null where the export existed then.</summary>
    internal string? WhyNothing { get; }

    /// <summary>True where the window begins before the export was there, and was cut to its creation.</summary>
    /// <param name="start">The start of the window as given.</param>
    internal bool IsCutToCreation(DateTimeOffset start) => WhyNothing is null && start < After && After == _export.CreatedAt;

    /// <summary>True where the window ends before the export was there.</summary>
    internal bool IsBeforeCreation => WhyNothing is not null && Before < _export.CreatedAt && !(_export.StartAt > _export.CreatedAt);

    internal IntervalSchedule Schedule => _schedule;

    /// <summary>True where the next interval needs a request of its own, about backfills or about runs at an edge.</summary>
    internal bool NeedsMore => _intervals is not null && (Next is not null || _hasAllRuns) && _judge!.NeedOf(_intervals.Current) != CoverageNeed.Nothing;

    /// <summary>Told of each run as it is read.</summary>
    internal Action<BatchExportRun>? Seen { get; set; }

    /// <summary>The backfills, where they have been read already.</summary>
    internal ActiveBackfills? KnownBackfills { get; set; }

    /// <summary>Runs and backfills that others look at too, where they are shared.</summary>
    internal SharedFacts? Shared { get; set; }

    /// <summary>The runs and backfills of an export from an instant until now, for several readers of that window.</summary>
    internal static SharedFacts Share(ProjectScope scope, BatchExport export, DateTimeOffset after) =>
        new(scope, export, Between(new GapReader(scope, export, after, null).After, scope.Session.ServerNow));

    /// <summary>True when a backfill that has just ended is verified: nothing that has ended counts as active.</summary>
    internal bool IsExact { get; set; }

    private TimeSpan Reach => _schedule.Step > LongestRun ? _schedule.Step : LongestRun;

    /// <summary>
    /// The verdict on every complete interval of the window, in order, a batch for each page of runs. No request when the
    /// window has no interval.
    /// </summary>
    internal override async Task<IReadOnlyList<IntervalVerdict>?> ReadAsync(CallContext call)
    {
        if (!_hasBegun)
            Begin();
        if (_intervals is null)
            return null;
        var verdicts = new List<IntervalVerdict>();
        while (true)
        {
            while (!IntervalJudge.IsReady(_intervals.Current, Next) && Next is { } run)
            {
                _judge!.Add(run);
                _position++;
            }

            if (Next is null && !_hasAllRuns)
            {
                // Returns what is judged so far before the next page is requested.
                if (verdicts.Count > 0)
                    return verdicts;
                await ReadRunsAsync(call).ConfigureAwait(false);
                verdicts.Capacity = _page.Count + 1;
                continue;
            }

            // The same before a request that only this interval needs: the caller may stop before it.
            if (verdicts.Count > 0 && _judge!.NeedOf(_intervals.Current) != CoverageNeed.Nothing)
                return verdicts;
            await SupplyAsync(_intervals.Current, call).ConfigureAwait(false);
            verdicts.Add(_judge!.Judge(_intervals.Current));
            if (_intervals.MoveNext())
                continue;
            _intervals.Dispose();
            _intervals = null;
            return verdicts;
        }
    }

    internal override void End() => _runs?.End();

    private BatchExportRun? Next => _position < _page.Count ? _page[_position] : null;

    private void Begin()
    {
        _hasBegun = true;
        IEnumerator<DataInterval> intervals = _schedule.Within(After, Before).GetEnumerator();
        if (!intervals.MoveNext())
            return;
        _intervals = intervals;
        _window = new DataInterval(intervals.Current.Start, Before);
        DateTimeOffset? pausedSince = PauseTime.FindStart(_export, out bool isAutoPaused);
        _judge = new IntervalJudge(new CoverageWindow { Window = _window, Reach = Reach, PausedSince = pausedSince, IsAutoPaused = isAutoPaused });
        RunQuery query = Between(_window.Start, Before);
        DateTimeOffset now = SafeTime.Add(_scope.Session.ServerNow, ClockSlack);
        _asOf = IsExact || KnownBackfills is not null ? null : now;
        ItemReader<BatchExportRun>? part = Shared?.TryRead(query, now);
        // What asks for more runs than are shared looks at backfills of its own.
        _facts = part is null ? null : Shared;
        _runs = part ?? ExportLists.Runs(_scope, _export.Id, query, Activity, interval: _schedule.Step);
    }

    private async Task ReadRunsAsync(CallContext call)
    {
        _position = 0;
        IReadOnlyList<BatchExportRun>? page = await _runs!.ReadAsync(call).ConfigureAwait(false);
        _hasAllRuns = page is null;
        _page = page ?? [];
        if (Seen is not null)
        {
            foreach (BatchExportRun run in _page)
                Seen(run);
        }
    }

    private async Task SupplyAsync(DataInterval interval, CallContext call)
    {
        while (_judge!.NeedOf(interval) is var need and not CoverageNeed.Nothing)
        {
            if (need == CoverageNeed.Backfills)
                _judge.Add(_backfills = await ReadBackfillsAsync(call).ConfigureAwait(false));
            else
                _judge.AddCrossing(need, await CrossingAsync(need == CoverageNeed.LeftEdge ? _window.Start : _window.End, call).ConfigureAwait(false));
        }
    }

    /// <summary>How many intervals of a window are covered by runs that the caller has listed, and by those that cross its edges.</summary>
    internal async Task<(long Covered, long All)> CountCoveredAsync(IReadOnlyList<BatchExportRun> listed, DataInterval window, CallContext call)
    {
        var judge = new IntervalJudge(new CoverageWindow { Window = window, Reach = Reach });
        judge.Add(BackfillFacts.None);
        long covered = 0, all = 0;
        int position = 0;
        foreach (DataInterval interval in _schedule.Within(window.Start, window.End))
        {
            for (; position < listed.Count && !IntervalJudge.IsReady(interval, listed[position]); position++)
                judge.Add(listed[position]);
            while (judge.NeedOf(interval) is var edge and not CoverageNeed.Nothing)
                judge.AddCrossing(edge, await CrossingAsync(edge == CoverageNeed.LeftEdge ? window.Start : window.End, call).ConfigureAwait(false));
            all++;
            covered += judge.Judge(interval).IsCovered ? 1 : 0;
        }

        return (covered, all);
    }

    private async Task<BackfillFacts> ReadBackfillsAsync(CallContext call)
    {
        if (_facts is not null)
            return await _facts.ReadBackfillFactsAsync(After, call).ConfigureAwait(false);
        ActiveBackfills backfills = KnownBackfills ?? await ActiveBackfills.ReadAsync(_scope, _export.Id, After, call).ConfigureAwait(false);
        return await backfills.ToFactsAsync(call, _export, After, _asOf, _schedule).ConfigureAwait(false);
    }

    // Only a run of another schedule, or of a backfill with bounds of its own, can cross a boundary of this one.
    private async Task<IReadOnlyList<BatchExportRun>> CrossingAsync(DateTimeOffset edge, CallContext call)
    {
        bool isChangedSince = _export.LastUpdatedAt is null || _export.LastUpdatedAt > edge;
        if (!isChangedSince && _backfills?.MayCross(edge, _schedule) != true)
            return [];
        var crossing = new List<BatchExportRun>();
        await ExportLists.RunPages(_scope, _export.Id, Between(SafeTime.Subtract(edge, Reach), SafeTime.Add(edge, Reach)), Activity).ReadWhileAsync(
            run =>
            {
                if (!(run.DataIntervalStart < edge))
                    return false;
                if (run.DataIntervalEnd > edge)
                    crossing.Add(run);
                return true;
            },
            call).ConfigureAwait(false);
        return crossing;
    }

    private string Activity => $"Reading runs of {_export.Name}";

    private static RunQuery Between(DateTimeOffset start, DateTimeOffset end) => new() { ByDataInterval = true, Ascending = true, After = start, Before = end };

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
