using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Module.Tests.Faults;

/// <summary>
/// The machine's clock, except that a wait takes no time: the clock is moved ahead instead. The sandbox behind the
/// server runs on it too, so that client and server agree on what time it is.
/// </summary>
internal sealed class VirtualClock : TimeProvider, IClock
{
    private long _ahead;
    private int _waits;
    private volatile Meeting? _held;

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow + Waited;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long everybody has waited altogether.</summary>
    internal TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    /// <summary>How often somebody has waited.</summary>
    internal int Waits => Volatile.Read(ref _waits);

    public override DateTimeOffset GetUtcNow() => UtcNow;

    public override long GetTimestamp() => UtcNow.UtcTicks;

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
        Interlocked.Add(ref _ahead, delay.Ticks);
        return Task.CompletedTask;
    }

    /// <summary>Lets time pass. Public, since lines of PowerShell call it as $clock.Advance().</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

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
