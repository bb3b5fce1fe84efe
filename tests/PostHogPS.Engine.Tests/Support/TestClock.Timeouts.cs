using System;
using System.Threading;

namespace PostHogPS.Engine.Tests;

/// <summary>A server has been silent for too long when the test says so. Not on .NET Framework, which has no such clocks.</summary>
internal sealed partial class TestClock : TimeProvider
{
    public HeldTimers Timeouts { get; } = new();

    public override DateTimeOffset GetUtcNow() => UtcNow;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Timeouts.Create(callback, state, dueTime);
}
