using System.Collections.Generic;

namespace PostHogPS.Operations;

/// <summary>
/// Finds the intervals that no successful or running run covers, in one pass over the intervals and one over the runs.
/// The runs must come ordered by the start of their data interval; only those around the interval at hand are held, so
/// memory does not grow with the history.
/// </summary>
/// <remarks>
/// An interval is covered when covered runs together reach from its start to its end. For runs of the present schedule
/// that is "a run with the same end"; after a change of the schedule it keeps longer and shorter runs of before from
/// being exported again. An interval of which only a part is covered, or which has a run whose status this version does
/// not know, is uncovered but carries the reason why it must not simply be run again.
/// </remarks>
internal sealed class GapFinder
{
    internal const string PartlyCovered = "A part of it is covered by a run or a backfill with other bounds (of a pause, or of another schedule); running all of it again would write that part twice.";

    private readonly IEnumerator<BatchExportRun> _runs;
    private readonly List<BatchExportRun> _failed = new();
    private readonly List<BatchExportRun> _unknown = new();
    private readonly CoveredSpans _covered = new();
    private readonly CoveredSpans _completed = new();
    private BatchExportRun? _ahead;
    private bool _more;

    private GapFinder(IEnumerable<BatchExportRun> runs)
    {
        _runs = runs.GetEnumerator();
        Advance();
    }

    /// <summary>The verdict on every interval, in order.</summary>
    /// <param name="intervals">Expected intervals, in order.</param>
    /// <param name="runs">Runs ordered by the start of their data interval.</param>
    internal static IEnumerable<IntervalVerdict> Judge(IEnumerable<DataInterval> intervals, IEnumerable<BatchExportRun> runs)
    {
        var finder = new GapFinder(runs);
        try
        {
            foreach (DataInterval interval in intervals)
                yield return finder.Judge(interval);
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
            if (open is not null && (verdict.IsCovered || open.Kind != verdict.Kind || open.End != verdict.Interval.Start))
            {
                yield return open;
                open = null;
            }

            if (verdict.IsCovered)
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

        if (_covered.Covers(interval))
        {
            Forget(interval);
            return new IntervalVerdict(interval, null, null, isRunning: !_completed.Covers(interval));
        }

        BatchExportRun? newest = null;
        foreach (BatchExportRun run in _failed)
        {
            if (Touches(run, interval) && (newest is null || run.CreatedAt > newest.CreatedAt))
                newest = run;
        }

        string? hold = Hold(interval);
        Forget(interval);
        return new IntervalVerdict(interval, newest is null ? GapKind.Missing : GapKind.Of(newest), newest, hold);
    }

    private string? Hold(DataInterval interval)
    {
        if (_covered.Touches(interval))
            return PartlyCovered;
        return _unknown.Find(run => Touches(run, interval)) is { } odd
            ? $"Its run {odd.Id} has the status '{odd.Status}', which this version of the module does not know."
            : null;
    }

    private void Forget(DataInterval interval)
    {
        _failed.RemoveAll(run => run.DataIntervalEnd <= interval.End);
        _unknown.RemoveAll(run => run.DataIntervalEnd <= interval.End);
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
        else if (GapKind.IsFailure(run))
        {
            _failed.Add(run);
        }
        else if (run.State == RunStates.Unknown)
        {
            _unknown.Add(run);
        }
    }

    private void Advance()
    {
        _more = _runs.MoveNext();
        _ahead = _more ? _runs.Current : null;
    }

    private static bool Touches(BatchExportRun run, DataInterval interval) =>
        run.DataIntervalStart < interval.End && run.DataIntervalEnd > interval.Start;
}
