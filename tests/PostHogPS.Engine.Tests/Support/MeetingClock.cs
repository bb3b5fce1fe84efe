using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Tests;

/// <summary>
/// Virtual time for several workers: it stands still while one of them works, and goes on to the next appointment when all
/// of them wait. So several waits at the same time take no longer than the longest, as in real life.
/// </summary>
internal sealed class MeetingClock(int workers) : IClock
{
    private readonly object _gate = new();
    private readonly SortedDictionary<(long At, int Order), TaskCompletionSource> _waiting = [];
    private readonly DateTimeOffset _start = new(2026, 10, 12, 12, 0, 0, TimeSpan.Zero);
    private long _elapsed;
    private int _workers = workers;
    private int _order;

    public DateTimeOffset UtcNow => _start + Elapsed;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _elapsed));

    public async Task Delay(TimeSpan delay, CancellationToken cancellation)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration stop = cancellation.Register(() => due.TrySetCanceled(cancellation));
        lock (_gate)
        {
            _waiting.Add((_elapsed + delay.Ticks, _order++), due);
            GoOn();
        }

        await due.Task;
    }

    /// <summary>A worker is done: nobody waits for it any more.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _workers--;
            GoOn();
        }
    }

    private void GoOn()
    {
        if (_waiting.Count == 0 || _waiting.Count < _workers)
            return;
        using SortedDictionary<(long At, int Order), TaskCompletionSource>.Enumerator first = _waiting.GetEnumerator();
        first.MoveNext();
        ((long At, int Order) key, TaskCompletionSource due) = first.Current;
        _elapsed = Math.Max(_elapsed, key.At);
        _waiting.Remove(key);
        due.TrySetResult();
    }
}
