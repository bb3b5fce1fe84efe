using System;
using PostHogPS.Contracts;

namespace PostHogPS.Waiting;

/// <summary>
/// When to poll again: after two seconds at first, then in doubling steps up to half a minute, so that ten minutes cost
/// two dozen reads.
/// </summary>
internal sealed class PollSchedule
{
    private const double Growth = 2;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly IClock _clock;
    private readonly DateTimeOffset _started;
    private readonly TimeSpan? _timeout;
    private TimeSpan _next = First;

    internal PollSchedule(IClock clock, TimeSpan? timeout)
    {
        _clock = clock;
        _started = clock.UtcNow;
        _timeout = timeout;
    }

    internal TimeSpan Elapsed => _clock.UtcNow - _started;

    /// <summary>The remaining time, at most <paramref name="most"/>.</summary>
    internal TimeSpan AtMost(TimeSpan most)
    {
        TimeSpan remaining = _timeout is { } limit ? limit - Elapsed : most;
        return remaining <= TimeSpan.Zero ? TimeSpan.Zero : remaining < most ? remaining : most;
    }

    /// <summary>The remaining time; null for no limit.</summary>
    internal TimeSpan? Remaining => _timeout is { } limit ? limit - Elapsed : null;

    internal bool IsOver => _timeout is { } limit && Elapsed >= limit;

    /// <summary>The delay until the next read, never past the deadline.</summary>
    internal TimeSpan NextDelay()
    {
        TimeSpan delay = _next;
        _next = TimeSpan.FromTicks(Math.Min(Longest.Ticks, (long)(_next.Ticks * Growth)));
        return AtMost(delay);
    }
}
