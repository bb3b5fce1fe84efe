using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Testing;

/// <summary>
/// One time for the module, its engine and the server. A wait is over at once and moves all of them; what is to happen
/// in between happens when the wait passes it.
/// </summary>
public sealed class HandClock : TimeProvider, IClock
{
    // A loop that waits for nothing must fail and not hang.
    private const int MostWaits = 2000;

    private readonly object _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<(DateTimeOffset At, Action Action)> _events = [];
    private readonly Dictionary<int, Action> _onWait = [];
    private long _ticks;

    public HandClock(DateTimeOffset start) => _ticks = start.UtcTicks;

    public DateTimeOffset UtcNow => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
                return [.. _waits];
        }
    }

    public override DateTimeOffset GetUtcNow() => UtcNow;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Something that happens on the server's side at a time.</summary>
    public void At(DateTimeOffset time, Action action)
    {
        lock (_gate)
            _events.Add((time, action));
    }

    /// <summary>Something that happens as the n-th wait from now begins, before time moves.</summary>
    public void OnWait(int number, Action action)
    {
        lock (_gate)
            _onWait.Add(_waits.Count + number, action);
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = UtcNow + by;
        while (Due(end) is { } action)
            action();
        lock (_gate)
            _ticks = Math.Max(_ticks, end.UtcTicks);
    }

    public Task Delay(TimeSpan delay, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Action? hook;
        lock (_gate)
        {
            _waits.Add(delay);
            if (_waits.Count > MostWaits)
                throw new InvalidOperationException("Waited " + MostWaits + " times: this is a loop without an end.");
            _onWait.Remove(_waits.Count, out hook);
        }

        if (hook is not null)
            return HookedAsync(hook, delay, cancellation);
        Advance(delay);
        return Task.CompletedTask;
    }

    // Beside the pipeline: a hook may stop it, and would else wait for the thread that it runs on.
    private Task HookedAsync(Action hook, TimeSpan delay, CancellationToken cancellation) => Task.Run(
        () =>
        {
            hook();
            cancellation.ThrowIfCancellationRequested();
            Advance(delay);
        },
        CancellationToken.None);

    private Action? Due(DateTimeOffset end)
    {
        lock (_gate)
        {
            int next = -1;
            for (int i = 0; i < _events.Count; i++)
            {
                if (_events[i].At <= end && (next < 0 || _events[i].At < _events[next].At))
                    next = i;
            }

            if (next < 0)
                return null;
            (DateTimeOffset at, Action action) = _events[next];
            _events.RemoveAt(next);
            _ticks = Math.Max(_ticks, at.UtcTicks);
            return action;
        }
    }
}
