using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Coverage;

/// <summary>
/// The one judge of coverage: which intervals are covered, and why the others are not. One pass over the intervals and one
/// over the runs, which come ordered by the start of their data interval; only those around the interval at hand are held,
/// so memory does not grow with the history.
/// </summary>
/// <remarks>
/// The rules stand in docs/coverage.md. The verdict on an interval depends on the runs and backfills that touch it and on
/// nothing else: not on where the window begins or ends, nor on the command that asks.
/// </remarks>
internal sealed class GapFinder
{
    internal const string PartlyCovered = "A part of it is covered by a run or a backfill with other bounds (of a pause, or of another schedule); running all of it again would write that part twice.";

    private readonly CoverageFacts _facts;
    private readonly IEnumerator<BatchExportRun> _runs;
    private readonly List<BatchExportRun> _ended = new();
    private readonly SpanSet _covered = new();
    private readonly SpanSet _completed = new();
    private BackfillFacts? _backfills;
    private bool _hasLeft;
    private bool _hasRight;
    private BatchExportRun? _ahead;
    private bool _more;

    private GapFinder(CoverageFacts facts)
    {
        _facts = facts;
        _runs = facts.Runs.GetEnumerator();
        Advance();
    }

    /// <summary>The verdict on every interval, in order, from runs alone.</summary>
    /// <param name="intervals">Expected intervals, in order.</param>
    /// <param name="runs">Runs ordered by the start of their data interval.</param>
    internal static IEnumerable<IntervalVerdict> Judge(IEnumerable<DataInterval> intervals, IEnumerable<BatchExportRun> runs) => Judge(intervals, new CoverageFacts(runs));

    /// <summary>The verdict on every interval, in order.</summary>
    internal static IEnumerable<IntervalVerdict> Judge(IEnumerable<DataInterval> intervals, CoverageFacts facts)
    {
        var finder = new GapFinder(facts);
        try
        {
            foreach (DataInterval interval in intervals)
            {
                yield return finder.Judge(interval);
                finder.Forget(interval);
            }
        }
        finally
        {
            finder._runs.Dispose();
        }
    }

    /// <summary>Consecutive uncovered intervals of one kind, merged.</summary>
    internal static IEnumerable<BatchExportGap> Merge(IEnumerable<IntervalVerdict> verdicts)
    {
        BatchExportGap? open = null;
        foreach (IntervalVerdict verdict in verdicts)
        {
            if (open is not null && (!verdict.IsUncovered || open.Kind != verdict.Kind || open.End != verdict.Interval.Start))
            {
                yield return open;
                open = null;
            }

            if (!verdict.IsUncovered)
                continue;
            if (open is null)
            {
                open = new BatchExportGap { Start = verdict.Interval.Start, Kind = verdict.Kind!, RunId = verdict.IsOwnRun ? verdict.Run!.Id : null };
            }
            else
            {
                open.RunId = null;
            }

            open.End = verdict.Interval.End;
            open.Intervals++;
            open.LastError = verdict.Run?.LatestError ?? open.LastError;
        }

        if (open is not null)
            yield return open;
    }

    private IntervalVerdict Judge(DataInterval interval)
    {
        // One without a start says nothing, and must not hold up those behind it.
        while (_more && !(_ahead!.DataIntervalStart >= interval.End))
        {
            Take(_ahead);
            Advance();
        }

        if (_completed.Covers(interval))
            return Covered(interval, CoveredBy.CompletedRun);
        // Most intervals are judged above, from the list alone.
        if (!_covered.Covers(interval))
            ReadBackfills();
        ReadEdges(interval);
        if (_completed.Covers(interval))
            return Covered(interval, CoveredBy.CompletedRun);
        if (_covered.Covers(interval))
            return Covered(interval, CoveredBy.RunningRun);
        return JudgeByBackfills(interval);
    }

    private IntervalVerdict JudgeByBackfills(DataInterval interval)
    {
        SpanSet exported = Parts(interval, _completed);
        SpanSet running = Parts(interval, _covered);
        foreach (BatchExportRun run in ReadBackfills().FromTheBeginning)
        {
            if (run.DataIntervalStart is not { } start || run.DataIntervalEnd is not { } end || run.State is not (RunStates.Completed or RunStates.Running))
                continue;
            running.Add(start, end);
            if (run.State == RunStates.Completed)
                exported.Add(start, end);
        }

        if (exported.Covers(interval))
            return Covered(interval, CoveredBy.CompletedRun);
        SpanSet empty = Empty(interval);
        SpanSet settled = Parts(interval, exported);
        foreach (DataInterval part in empty.Within(interval))
            settled.Add(part);
        if (settled.Covers(interval))
            return Covered(interval, CoveredBy.NoRows);
        SpanSet expected = Parts(interval, running);
        foreach (DataInterval part in empty.Within(interval))
            expected.Add(part);
        if (expected.Covers(interval))
            return Covered(interval, CoveredBy.RunningRun);
        foreach (DataInterval active in ReadBackfills().Active)
        {
            expected.Add(active);
            running.Add(active);
        }

        return expected.Covers(interval) ? Covered(interval, CoveredBy.ActiveBackfill) : Uncovered(interval, running.Touches(interval));
    }

    private IntervalVerdict Uncovered(DataInterval interval, bool isPartly)
    {
        bool isPaused = interval.End > _facts.PausedSince;
        // A person who pauses wants nothing exported: what lies in the pause is no gap, whatever failed there.
        if (isPaused && !_facts.IsAutoPaused)
            return Covered(interval, CoveredBy.Pause);
        BatchExportRun? newest = null;
        foreach (BatchExportRun run in _ended)
        {
            if (GapKind.IsFailure(run) && Touches(run, interval) && IsNewer(run, newest))
                newest = run;
        }

        string kind = newest is not null ? GapKind.Of(newest) : isPaused ? GapKind.AutoPaused : GapKind.Missing;
        return new IntervalVerdict(interval, kind, newest, Hold(interval, isPartly));
    }

    private string? Hold(DataInterval interval, bool isPartly)
    {
        if (isPartly)
            return PartlyCovered;
        return _ended.Find(run => run.State == RunStates.Unknown && Touches(run, interval)) is { } odd
            ? $"Its run {odd.Id} has the status '{odd.Status}', which this version of the module does not know."
            : null;
    }

    // Where the server found no rows, without what better evidence speaks of.
    private SpanSet Empty(DataInterval interval)
    {
        var empty = new SpanSet();
        foreach (EmptyRange claim in ReadBackfills().Empty)
        {
            if (!claim.Range.Touches(interval))
                continue;
            var refuted = new SpanSet();
            IEnumerable<BatchExportRun> wide = ReadBackfills().FromTheBeginning.Where(static run => run.State is not (RunStates.Completed or RunStates.Running));
            foreach (BatchExportRun run in _ended.Concat(wide).Where(claim.IsRefutedBy))
                refuted.Add(run.DataIntervalStart!.Value, run.DataIntervalEnd!.Value);
            foreach (DataInterval part in refuted.Without(claim.Range.Cut(interval)))
                empty.Add(part);
        }

        return empty;
    }

    private BackfillFacts ReadBackfills() => _backfills ??= _facts.Backfills();

    // The list holds runs that lie in the window as a whole. One that crosses its edge belongs to another schedule, or to a
    // backfill with bounds of its own, and may cover an interval together with listed ones.
    private void ReadEdges(DataInterval interval)
    {
        if (_facts.Window is not { } window)
            return;
        if (!_hasLeft && interval.Start < SafeTime.Plus(window.Start, _facts.Reach))
        {
            _hasLeft = true;
            Take(_facts.Crossing(window.Start));
        }

        if (!_hasRight && interval.End > SafeTime.Minus(window.End, _facts.Reach))
        {
            _hasRight = true;
            Take(_facts.Crossing(window.End));
        }
    }

    private void Forget(DataInterval interval)
    {
        _covered.ForgetBefore(interval.End);
        _completed.ForgetBefore(interval.End);
        if (_ended.Count > 0)
            _ended.RemoveAll(run => run.DataIntervalEnd <= interval.End);
    }

    private void Take(IEnumerable<BatchExportRun> runs)
    {
        foreach (BatchExportRun run in runs)
            Take(run);
    }

    private void Take(BatchExportRun run)
    {
        if (run.DataIntervalStart is not { } start || run.DataIntervalEnd is not { } end)
            return;
        if (run.State is RunStates.Completed or RunStates.Running)
        {
            _covered.Add(start, end);
            if (run.State == RunStates.Completed)
                _completed.Add(start, end);
        }
        else
        {
            _ended.Add(run);
        }
    }

    private void Advance()
    {
        _more = _runs.MoveNext();
        _ahead = _more ? _runs.Current : null;
    }

    private static IntervalVerdict Covered(DataInterval interval, CoveredBy by) => new(interval, null, null, coveredBy: by);

    private static SpanSet Parts(DataInterval interval, SpanSet of)
    {
        var parts = new SpanSet();
        foreach (DataInterval part in of.Within(interval))
            parts.Add(part);
        return parts;
    }

    // The order in which two of the same moment were read must not decide.
    private static bool IsNewer(BatchExportRun run, BatchExportRun? than) =>
        than is null || Nullable.Compare(run.CreatedAt, than.CreatedAt) is var order && (order > 0 || (order == 0 && run.Id.CompareTo(than.Id) > 0));

    private static bool Touches(BatchExportRun run, DataInterval interval) =>
        run.DataIntervalStart < interval.End && run.DataIntervalEnd > interval.Start;
}
