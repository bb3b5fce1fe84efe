using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Testing;

/// <summary>
/// The time-outs of a test's clock. None of them is ever over by itself, however slow the machine is: the test says when.
/// </summary>
public sealed class HeldTimers
{
    private readonly object _gate = new();
    private readonly HashSet<Held> _running = [];
    private int _started;
    private int _expireAt;

    /// <summary>Raised when a time-out has begun or has ended.</summary>
    public event Action? Changed;

    /// <summary>How many run just now.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
                return _running.Count;
        }
    }

    public ITimer Create(TimerCallback callback, object? state, TimeSpan due)
    {
        var timer = new Held(this, callback, state);
        timer.Change(due, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>All that run are over.</summary>
    public void Expire()
    {
        Held[] over;
        lock (_gate)
        {
            over = [.. _running];
            _running.Clear();
        }

        foreach (Held timer in over)
            timer.Fire();
    }

    /// <summary>The n-th to begin from now on is over at once.</summary>
    public void ExpireAt(int number)
    {
        lock (_gate)
            _expireAt = _started + number;
    }

    private void Set(Held timer, bool runs)
    {
        bool over = false;
        lock (_gate)
        {
            _running.Remove(timer);
            if (runs)
            {
                over = ++_started == _expireAt;
                if (!over)
                    _running.Add(timer);
            }
        }

        if (over)
            timer.Fire();
        Changed?.Invoke();
    }

    private sealed class Held(HeldTimers owner, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Set(this, dueTime != Timeout.InfiniteTimeSpan);
            return true;
        }

        public void Dispose() => owner.Set(this, runs: false);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        internal void Fire() => callback(state);
    }
}
