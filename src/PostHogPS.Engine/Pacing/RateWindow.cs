using System;
using System.Collections.Generic;

namespace PostHogPS.Engine.Pacing;

/// <summary>One sliding window of the server (docs/server.md#rate-limits): a log of the requests it accepted.</summary>
internal sealed class RateWindow(string name, int limit, TimeSpan length)
{
    private int _limit = limit;
    private readonly Queue<long> _accepted = new();

    internal string Name => name;

    /// <summary>What the server accepts in the window, as far as it is known.</summary>
    internal int Limit => _limit;

    internal TimeSpan Length => length;

    internal void Learn(int limit) => _limit = limit;

    internal void Add(long now, TimeProvider time)
    {
        // Where nothing is paced, nothing else removes old entries.
        Count(now, time);
        _accepted.Enqueue(now);
    }

    internal int Count(long now, TimeProvider time)
    {
        while (_accepted.Count > 0 && time.GetElapsedTime(_accepted.Peek(), now) >= length)
            _accepted.Dequeue();
        return _accepted.Count;
    }

    /// <summary>How long until there is room; zero when there is.</summary>
    internal TimeSpan WaitFor(int inFlight, long now, TimeProvider time)
    {
        if (Count(now, time) + inFlight < _limit)
            return TimeSpan.Zero;
        // Nothing recorded yet: requests in flight use the complete limit.
        return _accepted.Count == 0 ? TimeSpan.FromSeconds(0.25) : length - time.GetElapsedTime(_accepted.Peek(), now);
    }
}
