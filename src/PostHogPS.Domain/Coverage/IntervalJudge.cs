using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Coverage;

/// <summary>
/// Decides on coverage: whether an interval is covered, and why not. It takes the runs in the order of their data
/// intervals, and says what else it needs before it can judge; its caller reads that. Only the runs around the
/// current interval are kept, so memory does not grow with the history.
/// </summary>
/// <remarks>
/// The rules stand in docs/coverage.md. The verdict on an interval depends on the runs and backfills that touch it and on
/// nothing else: not on where the window begins or ends, nor on the command that asks.
/// </remarks>
internal sealed class IntervalJudge
{
    internal const string PartlyCovered = "Partly covered by a run with other bounds; repairing would duplicate rows.";

    private readonly CoverageWindow _window;
    private readonly List<BatchExportRun> _ended = new();
    private readonly SpanSet _covered = new();
    private readonly SpanSet _completed = new();
    private BackfillFacts? _backfills;
    private bool _hasLeft;
    private bool _hasRight;

    internal IntervalJudge(CoverageWindow window) => _window = window;

    /// <summary>True when the judge knows every run that can touch the interval, given the next run in order; null for the end of the list.</summary>
    internal static bool IsReady(DataInterval interval, BatchExportRun? next) =>
        // A run without a start decides nothing, and must not delay the runs behind it.
        next is null || next.DataIntervalStart >= interval.End;

    /// <summary>Tells it a run. They come ordered by the start of their data interval.</summary>
    internal void Add(BatchExportRun run)
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

    /// <summary>Tells it the backfills.</summary>
    internal void Add(BackfillFacts backfills) => _backfills = backfills;

    /// <summary>Tells it the runs of any status that cross an edge of the window: no list by data interval holds them.</summary>
    internal void AddCrossing(CoverageNeed edge, IEnumerable<BatchExportRun> runs)
    {
        _hasLeft |= edge == CoverageNeed.LeftEdge;
        _hasRight |= edge == CoverageNeed.RightEdge;
        foreach (BatchExportRun run in runs)
            Add(run);
    }

    /// <summary>What the interval cannot be judged without, beside the runs. Each need costs a request.</summary>
    internal CoverageNeed NeedOf(DataInterval interval)
    {
        // Most intervals are judged from the list alone.
        if (_completed.Covers(interval))
            return CoverageNeed.Nothing;
        if (_backfills is null && !_covered.Covers(interval))
            return CoverageNeed.Backfills;
        // The list holds runs that lie completely in the window. One that crosses its edge belongs to another schedule, or to a
        // backfill with bounds of its own, and may cover an interval together with listed ones.
        if (_window.Window is { } bounds)
        {
            if (!_hasLeft && interval.Start < SafeTime.Add(bounds.Start, _window.Reach))
                return CoverageNeed.LeftEdge;
            if (!_hasRight && interval.End > SafeTime.Subtract(bounds.End, _window.Reach))
                return CoverageNeed.RightEdge;
        }

        return _backfills is null && !_covered.Covers(interval) ? CoverageNeed.Backfills : CoverageNeed.Nothing;
    }

    /// <summary>The verdict on an interval that needs nothing more. Intervals come in order.</summary>
    internal IntervalVerdict Judge(DataInterval interval)
    {
        IntervalVerdict verdict =
            _completed.Covers(interval) ? Covered(interval, CoveredBy.CompletedRun)
            : _covered.Covers(interval) ? Covered(interval, CoveredBy.RunningRun)
            : JudgeByBackfills(interval, _backfills ?? BackfillFacts.None);
        Forget(interval);
        return verdict;
    }

    private IntervalVerdict JudgeByBackfills(DataInterval interval, BackfillFacts backfills)
    {
        SpanSet exported = Parts(interval, _completed);
        SpanSet running = Parts(interval, _covered);
        foreach (BatchExportRun run in backfills.FromTheBeginning)
        {
            if (run.DataIntervalStart is not { } start || run.DataIntervalEnd is not { } end || run.State is not (RunStates.Completed or RunStates.Running))
                continue;
            running.Add(start, end);
            if (run.State == RunStates.Completed)
                exported.Add(start, end);
        }

        if (exported.Covers(interval))
            return Covered(interval, CoveredBy.CompletedRun);
        SpanSet empty = Empty(interval, backfills);
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
        foreach (DataInterval active in backfills.Active)
        {
            expected.Add(active);
            running.Add(active);
        }

        return expected.Covers(interval) ? Covered(interval, CoveredBy.ActiveBackfill) : Uncovered(interval, running.Overlaps(interval));
    }

    private IntervalVerdict Uncovered(DataInterval interval, bool isPartly)
    {
        bool isPaused = interval.End > _window.PausedSince;
        // A person who pauses wants no exports: an interval in the pause is no gap, whatever failed there.
        if (isPaused && !_window.IsAutoPaused)
            return Covered(interval, CoveredBy.Pause);
        BatchExportRun? newest = null;
        foreach (BatchExportRun run in _ended)
        {
            if (GapKind.IsFailure(run) && Overlaps(run, interval) && IsNewer(run, newest))
                newest = run;
        }

        string kind = newest is not null ? GapKind.FromFailure(newest) : isPaused ? GapKind.AutoPaused : GapKind.Missing;
        return new IntervalVerdict(interval, kind, newest, FindReasonToHold(interval, isPartly));
    }

    private string? FindReasonToHold(DataInterval interval, bool isPartly)
    {
        if (isPartly)
            return PartlyCovered;
        return _ended.Find(run => run.State == RunStates.Unknown && Overlaps(run, interval)) is { } odd
            ? $"Its run {odd.Id} has the unknown status '{odd.Status}'."
            : null;
    }

    // Where the server found no rows, without what better evidence speaks of.
    private SpanSet Empty(DataInterval interval, BackfillFacts backfills)
    {
        var empty = new SpanSet();
        foreach (EmptyRange claim in backfills.Empty)
        {
            if (!claim.Range.Overlaps(interval))
                continue;
            var refuted = new SpanSet();
            IEnumerable<BatchExportRun> wide = backfills.FromTheBeginning.Where(static run => run.State is not (RunStates.Completed or RunStates.Running));
            foreach (BatchExportRun run in _ended.Concat(wide).Where(claim.IsRefutedBy))
                refuted.Add(run.DataIntervalStart!.Value, run.DataIntervalEnd!.Value);
            foreach (DataInterval part in refuted.Without(claim.Range.Intersect(interval)))
                empty.Add(part);
        }

        return empty;
    }

    private void Forget(DataInterval interval)
    {
        _covered.ForgetBefore(interval.End);
        _completed.ForgetBefore(interval.End);
        if (_ended.Count > 0)
            ForgetEndedBefore(interval.End);
    }

    // Apart from the method above, which would make an object for it at each interval.
    private void ForgetEndedBefore(DateTimeOffset end) => _ended.RemoveAll(run => run.DataIntervalEnd <= end);

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

    private static bool Overlaps(BatchExportRun run, DataInterval interval) =>
        run.DataIntervalStart < interval.End && run.DataIntervalEnd > interval.Start;
}
