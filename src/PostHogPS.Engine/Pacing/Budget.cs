using System;
using System.Collections.Generic;

namespace PostHogPS.Engine.Pacing;

/// <summary>
/// What one key may send to one host, over all connections and runspaces of the process. Requests are recorded when their
/// answer has come: that is never earlier than the server recorded them, so the windows need no margin.
/// </summary>
internal sealed class Budget(TimeProvider time, bool paced)
{
    private static readonly TimeSpan LongestBlock = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly RateWindow[] _windows =
    [
        new("Burst", 480, TimeSpan.FromMinutes(1)),
        new("Sustained", 4800, TimeSpan.FromHours(1)),
    ];

    private bool _paced = paced;
    private int _inFlight;
    private long _refused;
    private long _blockedAt;
    private TimeSpan _blockedFor;

    /// <summary>Takes a place and answers zero, or answers how long to wait before asking again.</summary>
    internal TimeSpan Reserve(bool mayPace)
    {
        lock (_gate)
        {
            // With -RateLimit None a call waits for its own 429 only.
            long now = time.GetTimestamp();
            TimeSpan wait = mayPace ? Blocked(now) : TimeSpan.Zero;
            if (mayPace && _paced)
            {
                foreach (RateWindow window in _windows)
                {
                    TimeSpan one = window.WaitFor(_inFlight, now, time);
                    wait = one > wait ? one : wait;
                }
            }

            if (wait > TimeSpan.Zero)
                return wait;
            _inFlight++;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Gives the place back. Refused requests do not count on the server, so they do not count here.</summary>
    internal void Release(bool counted)
    {
        lock (_gate)
        {
            _inFlight--;
            if (!counted)
                return;
            long now = time.GetTimestamp();
            foreach (RateWindow window in _windows)
                window.Add(now, time);
        }
    }

    /// <summary>
    /// PostHog refused one: nobody sends before <paramref name="wait"/> is over, and from now on requests are paced. Its longest
    /// window is an hour; a longer wait is not of its making, and must not stop the process for days.
    /// </summary>
    internal void Refuse(TimeSpan wait)
    {
        lock (_gate)
        {
            _refused++;
            _paced = true;
            wait = wait < LongestBlock ? wait : LongestBlock;
            long now = time.GetTimestamp();
            if (wait <= Blocked(now))
                return;
            _blockedAt = now;
            _blockedFor = wait;
        }
    }

    internal IReadOnlyList<RateLimitUsage> Usage(bool mayPace)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            TimeSpan blocked = Blocked(now);
            var usage = new List<RateLimitUsage>(_windows.Length);
            foreach (RateWindow window in _windows)
            {
                int used = window.Count(now, time) + _inFlight;
                usage.Add(new RateLimitUsage
                {
                    Window = window.Name,
                    Length = window.Length,
                    Limit = window.Limit,
                    Used = used,
                    Remaining = Math.Max(0, window.Limit - used),
                    Refused = _refused,
                    Paced = mayPace && _paced,
                    BlockedUntil = blocked > TimeSpan.Zero ? time.GetUtcNow() + blocked : null,
                });
            }

            return usage;
        }
    }

    private TimeSpan Blocked(long now)
    {
        if (_blockedFor == TimeSpan.Zero)
            return TimeSpan.Zero;
        TimeSpan left = _blockedFor - time.GetElapsedTime(_blockedAt, now);
        if (left > TimeSpan.Zero)
            return left;
        _blockedFor = TimeSpan.Zero;
        return TimeSpan.Zero;
    }
}
