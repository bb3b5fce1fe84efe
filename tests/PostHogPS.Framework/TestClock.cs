using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Testing;

/// <summary>The part of the tests' clock that the scenarios use: .NET Framework has no TimeProvider to build it on.</summary>
internal sealed class TestClock : IClock
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
