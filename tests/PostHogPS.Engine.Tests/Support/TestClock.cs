using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Tests;

/// <summary>A clock on which every wait is over at once, and is remembered.</summary>
internal sealed partial class TestClock : IClock
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private long _ticks = new DateTimeOffset(2026, 10, 12, 12, 0, 0, TimeSpan.Zero).UtcTicks;

    public DateTimeOffset UtcNow => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public Task Delay(TimeSpan delay, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _waits.Enqueue(delay);
        Advance(delay);
        return Task.CompletedTask;
    }
}
