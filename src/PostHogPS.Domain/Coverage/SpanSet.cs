using System;
using System.Collections.Generic;
using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>A set of time spans, merged and sorted. Past ones are dropped, so that few are held.</summary>
internal sealed class SpanSet
{
    private readonly List<DataInterval> _spans = new();

    internal void Add(DateTimeOffset start, DateTimeOffset end)
    {
        if (end <= start)
            return;
        int at = _spans.Count;
        while (at > 0 && _spans[at - 1].End >= start)
            at--;
        while (at < _spans.Count && _spans[at].Start <= end)
        {
            start = _spans[at].Start < start ? _spans[at].Start : start;
            end = _spans[at].End > end ? _spans[at].End : end;
            _spans.RemoveAt(at);
        }

        _spans.Insert(at, new DataInterval(start, end));
    }

    internal void Add(DataInterval span) => Add(span.Start, span.End);

    /// <summary>Whether the spans cover the interval completely.</summary>
    internal bool Covers(DataInterval interval)
    {
        // Called for every interval of a history: a closure would allocate each time.
        foreach (DataInterval span in _spans)
        {
            if (span.Start <= interval.Start && span.End >= interval.End)
                return true;
        }

        return false;
    }

    /// <summary>Whether they cover at least a part of the interval.</summary>
    internal bool Overlaps(DataInterval interval) => _spans.Exists(span => span.Overlaps(interval));

    internal void ForgetBefore(DateTimeOffset instant)
    {
        while (_spans.Count > 0 && _spans[0].End <= instant)
            _spans.RemoveAt(0);
    }

    /// <summary>The parts of the interval that they cover.</summary>
    internal IEnumerable<DataInterval> Within(DataInterval interval)
    {
        foreach (DataInterval span in _spans)
        {
            if (span.Overlaps(interval))
                yield return span.Intersect(interval);
        }
    }

    /// <summary>The parts of the interval that they leave out.</summary>
    internal IEnumerable<DataInterval> Without(DataInterval interval)
    {
        DateTimeOffset from = interval.Start;
        foreach (DataInterval span in Within(interval))
        {
            if (span.Start > from)
                yield return new DataInterval(from, span.Start);
            from = span.End;
        }

        if (from < interval.End)
            yield return new DataInterval(from, interval.End);
    }
}
