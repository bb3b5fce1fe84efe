using System.Collections.Generic;

namespace PostHogPS.Coverage;

/// <summary>Makes gaps of verdicts as they come: consecutive uncovered intervals of one kind are one gap.</summary>
internal sealed class GapMerger
{
    private BatchExportGap? _open;

    /// <summary>The gaps that have ended.</summary>
    internal IEnumerable<BatchExportGap> Add(IEnumerable<IntervalVerdict> verdicts)
    {
        foreach (IntervalVerdict verdict in verdicts)
        {
            if (_open is not null && (!verdict.IsUncovered || _open.Kind != verdict.Kind || _open.End != verdict.Interval.Start))
            {
                yield return _open;
                _open = null;
            }

            if (!verdict.IsUncovered)
                continue;
            if (_open is null)
                _open = new BatchExportGap { Start = verdict.Interval.Start, Kind = verdict.Kind!, RunId = verdict.IsOwnRun ? verdict.Run!.Id : null };
            else
                _open.RunId = null;
            _open.End = verdict.Interval.End;
            _open.Intervals++;
            _open.LastError = verdict.Run?.LatestError ?? _open.LastError;
        }
    }

    /// <summary>The gap that reaches to the end, if there is one.</summary>
    internal BatchExportGap? End()
    {
        BatchExportGap? last = _open;
        _open = null;
        return last;
    }
}
