using System;
using System.Collections.Generic;
using System.Threading;

namespace PostHogPS.Engine.Pacing;

/// <summary>
/// What one key may send to one host, over all connections and runspaces of the process. Requests are recorded when their
/// answer has come: that is never earlier than the server recorded them, so the windows need no margin.
/// </summary>
internal sealed class Budget(TimeProvider time, bool paced, bool forQueries = false) : IDisposable
{
    /// <summary>Queries that PostHog runs at once for a key.</summary>
    private const int QueryPlaces = 3;

    /// <summary>What an organization has that PostHog has not moved to the larger limits yet.</summary>
    private const int SmallQueryHour = 120;

    private static readonly TimeSpan LongestBlock = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly RateWindow[] _windows = forQueries
        ? [new("QueryBurst", 240, TimeSpan.FromMinutes(1)), new("QuerySustained", 2400, TimeSpan.FromHours(1))]
        : [new("Burst", 480, TimeSpan.FromMinutes(1)), new("Sustained", 4800, TimeSpan.FromHours(1))];

    private readonly SlowStart _start = new();
    private readonly Lazy<SemaphoreSlim>? _places = forQueries ? new(() => new SemaphoreSlim(QueryPlaces, QueryPlaces)) : null;

    private bool _paced = paced;
    private bool _used;
    private int _inFlight;
    private long _refused;
    private long _blockedAt;
    private TimeSpan _blockedFor;

    /// <summary>The places of running queries; null where any number may run.</summary>
    internal SemaphoreSlim? Places => _places?.Value;

    /// <summary>Takes a place, or answers what to wait for before asking again.</summary>
    internal Reservation Reserve(bool mayPace)
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
                return Reservation.After(wait);
            // Queries have places of their own, and run for minutes.
            if (mayPace && !forQueries && _start.WaitForRoom() is { } freed)
                return Reservation.When(freed);
            _inFlight++;
            _used = true;
            return Reservation.Of(mayPace ? _start.Enter() : SlowStart.Outside);
        }
    }

    /// <summary>Gives the place back. Refused requests do not count on the server, so they do not count here.</summary>
    internal void Release(Reservation place, bool counted)
    {
        lock (_gate)
        {
            _inFlight--;
            _start.Leave(place.Round, counted);
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
            _start.Begin();
            LearnFrom(wait);
            wait = wait < LongestBlock ? wait : LongestBlock;
            long now = time.GetTimestamp();
            if (wait <= Blocked(now))
                return;
            _blockedAt = now;
            _blockedFor = wait;
        }
    }

    /// <summary>
    /// PostHog does not say which of two hourly limits applies to queries: a wait that the minute does not explain, long before the larger
    /// one is used up, comes from the smaller one.
    /// </summary>
    private void LearnFrom(TimeSpan wait)
    {
        RateWindow burst = _windows[0], hour = _windows[1];
        if (forQueries && wait > burst.Length && hour.Count(time.GetTimestamp(), time) < hour.Limit / 2)
            hour.Learn(SmallQueryHour);
    }

    public void Dispose()
    {
        if (_places is { IsValueCreated: true })
            _places.Value.Dispose();
    }

    /// <summary>Usage of its windows; empty where no query was ever sent.</summary>
    internal IReadOnlyList<RateLimitUsage> Usage(bool mayPace)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            TimeSpan blocked = Blocked(now);
            var usage = new List<RateLimitUsage>(_windows.Length);
            if (forQueries && !_used)
                return usage;
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
