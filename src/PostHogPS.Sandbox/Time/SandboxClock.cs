using System;
using System.Threading;

namespace PostHogPS.Sandbox.Time;

/// <summary>
/// The sandbox's own time: it starts at the instant of the clock it was given and runs <c>speed</c> times as fast.
/// Timers are scaled too, so a client that waits on this clock waits sandbox seconds.
/// </summary>
public sealed class SandboxClock : TimeProvider
{
    private readonly TimeProvider _source;
    private readonly double _speed;
    private readonly DateTimeOffset _start;
    private readonly long _stamp;
    private long _skipped;

    public SandboxClock(TimeProvider source, double speed)
    {
        if (!(speed > 0) || double.IsInfinity(speed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be a positive number.");
        _source = source ?? throw new ArgumentNullException(nameof(source));
        _speed = speed;
        // PostHog stores microseconds; a finer start would give times that change when they are written and parsed.
        DateTimeOffset now = source.GetUtcNow();
        _start = new DateTimeOffset(now.Ticks - (now.Ticks % 10), TimeSpan.Zero);
        _stamp = source.GetTimestamp();
    }

    /// <summary>The instant at which the sandbox was created.</summary>
    public DateTimeOffset Start => _start;

    /// <summary>The clock underneath.</summary>
    public TimeProvider Source => _source;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _source.LocalTimeZone;

    /// <summary>Jumps ahead. Timers that already run keep their old due time.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _skipped, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => GetTime(_speed);

    /// <summary>
    /// The time by which rate limits count. A client waits on the clock underneath for as long as it is told: by the time of a
    /// sandbox that is slower it would be refused again and again.
    /// </summary>
    public DateTimeOffset GetRateTime() => GetTime(Math.Max(1, _speed));

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _source.CreateTimer(callback, state, Scale(dueTime), Scale(period));

    private DateTimeOffset GetTime(double speed) =>
        _start.AddTicks((long)(_source.GetElapsedTime(_stamp).Ticks * speed) + Interlocked.Read(ref _skipped));

    private TimeSpan Scale(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? time : TimeSpan.FromTicks((long)Math.Min(time.Ticks / _speed, TimeSpan.FromDays(49).Ticks));
}
