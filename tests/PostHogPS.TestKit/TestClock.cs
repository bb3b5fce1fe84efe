using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;
using PostHogPS.Contracts;

namespace PostHogPS.Testing;

/// <summary>
/// One time for a command, its engine and the server. A wait is over at once and moves the time for all of them; time-outs
/// of requests end when the test says so. How fast the machine is changes nothing.
/// </summary>
public sealed class TestClock : TimeProvider, IClock
{
    // A loop that waits for nothing must fail and not hang.
    private const int LongestLoop = 2000;

    private readonly object _gate = new();
    private readonly FakeTimeProvider _time;
    private readonly List<TimeSpan> _waits = [];
    private readonly List<(DateTimeOffset At, Action Action)> _events = [];
    private readonly Dictionary<int, Action> _onWait = [];
    private readonly SortedDictionary<(DateTimeOffset At, int Order), TaskCompletionSource> _meetings = [];
    private int _workers;
    private int _order;
    private volatile Countdown? _held;

    public TestClock()
        : this(new DateTimeOffset(2026, 10, 12, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public TestClock(DateTimeOffset start) => _time = new FakeTimeProvider(start);

    /// <summary>
    /// Time for several workers: it stands still while one of them works, and goes on to the next appointment when all of
    /// them wait. So waits at the same time take no longer than the longest, as in real life.
    /// </summary>
    public static TestClock ForWorkers(int workers) => new() { _workers = workers };

    /// <summary>
    /// The same time of day at first, today: what passes now passes at any hour. No two reads give the same instant, as in real life, and it
    /// may wait for long.
    /// </summary>
    public static TestClock Start() => new(new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero) + new TimeSpan(12, 20, 0))
    {
        _time = { AutoAdvanceAmount = TimeSpan.FromMicroseconds(1) },
        MostWaits = int.MaxValue,
    };

    public DateTimeOffset UtcNow => _time.GetUtcNow();

    public TimeSpan Elapsed => UtcNow - _time.Start;

    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>When a server has been silent for too long, a test says.</summary>
    public HeldTimers Timeouts { get; } = new();

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
                return [.. _waits];
        }
    }

    private int MostWaits { get; init; } = LongestLoop;

    public override DateTimeOffset GetUtcNow() => UtcNow;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Timeouts.Create(callback, state, dueTime);

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

    /// <summary>From now on waits never end by themselves; the task ends when so many have begun.</summary>
    public Task Hold(int count = 1)
    {
        var waiting = new Countdown(count);
        _held = waiting;
        return waiting.Task;
    }

    /// <summary>Waits take no time again.</summary>
    public void Release() => _held = null;

    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = UtcNow + by;
        while (TakeEvent(end) is { } action)
            action();
        MoveTo(end);
    }

    public Task Delay(TimeSpan delay, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        Action? hook;
        lock (_gate)
        {
            if (_workers > 0)
                return MeetAsync(delay, cancellation);
            _waits.Add(delay);
            if (_waits.Count > MostWaits)
                throw new InvalidOperationException("Waited " + MostWaits + " times: this is a loop without an end.");
            _onWait.Remove(_waits.Count, out hook);
        }

        if (hook is not null)
            return HookedAsync(hook, delay, cancellation);
        if (_held is { } waiting)
        {
            waiting.Signal();
            return Task.Delay(Timeout.Infinite, cancellation);
        }

        if (delay == Timeout.InfiniteTimeSpan)
            return Task.Delay(delay, cancellation);
        Advance(delay);
        return Task.CompletedTask;
    }

    /// <summary>A worker is done: nobody waits for it any more.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _workers--;
            EndMeeting();
        }
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

    private async Task MeetAsync(TimeSpan delay, CancellationToken cancellation)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _meetings.Add((UtcNow + delay, _order++), due);
        EndMeeting();
        await using CancellationTokenRegistration stop = cancellation.Register(() => due.TrySetCanceled(cancellation));
        await due.Task.ConfigureAwait(false);
    }

    private void EndMeeting()
    {
        if (_meetings.Count == 0 || _meetings.Count < _workers)
            return;
        using SortedDictionary<(DateTimeOffset At, int Order), TaskCompletionSource>.Enumerator first = _meetings.GetEnumerator();
        first.MoveNext();
        ((DateTimeOffset At, int Order) key, TaskCompletionSource due) = first.Current;
        MoveTo(key.At);
        _meetings.Remove(key);
        due.TrySetResult();
    }

    private void MoveTo(DateTimeOffset time)
    {
        lock (_gate)
        {
            // Another wait may have moved it further.
            TimeSpan missing = time - UtcNow;
            if (missing > TimeSpan.Zero)
                _time.Advance(missing);
        }
    }

    private Action? TakeEvent(DateTimeOffset end)
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
            MoveTo(at);
            return action;
        }
    }
}
