using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Tests;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// Starts at the machine's time and stands still, except that a wait takes no time and moves it ahead: how fast the machine
/// is changes nothing. The sandbox behind the server runs on it too, so that both sides agree on what time it is.
/// </summary>
internal sealed class VirtualClock : TimeProvider, IClock
{
    // No two looks at the clock give the same instant, as in real life.
    private const long Look = TimeSpan.TicksPerMicrosecond;

    private long _now = DateTimeOffset.UtcNow.UtcTicks;
    private int _waits;
    private volatile Meeting? _held;

    public DateTimeOffset UtcNow => new(Interlocked.Add(ref _now, Look), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How often somebody has waited.</summary>
    internal int Waits => Volatile.Read(ref _waits);

    /// <summary>When a server has been silent for too long, a test says.</summary>
    internal HeldTimers Timeouts { get; } = new();

    public override DateTimeOffset GetUtcNow() => UtcNow;

    public override long GetTimestamp() => UtcNow.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Timeouts.Create(callback, state, dueTime);

    public Task Delay(TimeSpan delay, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        Interlocked.Increment(ref _waits);
        if (_held is { } waiting)
        {
            waiting.Arrive();
            return Task.Delay(Timeout.Infinite, cancellation);
        }

        if (delay == Timeout.InfiniteTimeSpan)
            return Task.Delay(delay, cancellation);
        Advance(delay);
        return Task.CompletedTask;
    }

    /// <summary>Lets time pass. Public, since lines of PowerShell call it as $clock.Advance().</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);

    /// <summary>From now on waits never end by themselves; the task ends when so many have begun.</summary>
    internal Task Hold(int count = 1)
    {
        var waiting = new Meeting(count);
        _held = waiting;
        return waiting.Task;
    }

    /// <summary>Waits take no time again.</summary>
    internal void Release() => _held = null;
}
