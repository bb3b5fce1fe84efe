using System;
using System.Collections.Generic;

namespace PostHogPS.Operations;

/// <summary>Stretches of time that runs cover together. They are added and asked for in order, so that few are held.</summary>
internal sealed class CoveredSpans
{
    private readonly Queue<DataInterval> _done = new();
    private DataInterval? _growing;

    /// <summary>Adds a stretch that begins no earlier than the one before it.</summary>
    internal void Add(DateTimeOffset start, DateTimeOffset end)
    {
        if (_growing is { } open && start <= open.End)
        {
            if (end > open.End)
                _growing = new DataInterval(open.Start, end);
            return;
        }

        if (_growing is { } done)
            _done.Enqueue(done);
        _growing = new DataInterval(start, end);
    }

    /// <summary>Whether the stretches reach over the whole interval. What lies before it is forgotten.</summary>
    internal bool Covers(DataInterval interval)
    {
        while (_done.Count > 0 && _done.Peek().End <= interval.Start)
            _done.Dequeue();
        return Covers(_growing, interval) || (_done.Count > 0 && Covers(_done.Peek(), interval));
    }

    /// <summary>Whether they reach over a part of the interval at least. To be asked after <see cref="Covers(DataInterval)"/>.</summary>
    internal bool Touches(DataInterval interval) => Touches(_growing, interval) || (_done.Count > 0 && Touches(_done.Peek(), interval));

    private static bool Touches(DataInterval? span, DataInterval interval) =>
        span is { } s && s.Start < interval.End && s.End > interval.Start;

    private static bool Covers(DataInterval? span, DataInterval interval) =>
        span is { } s && s.Start <= interval.Start && s.End >= interval.End;
}
