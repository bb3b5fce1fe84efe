using System;
using System.Threading;

namespace PostHogPS.Engine.Time;

/// <summary>
/// Cancelled when the connection's time-out is over or the caller cancels. In real time, unless the clock of the
/// connection makes timers of its own: then a test decides when a server has been silent for long enough.
/// </summary>
internal sealed class Deadline : CancellationTokenSource
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private readonly TimeSpan _timeout;
    private readonly CancellationTokenRegistration _caller;
    private readonly ITimer? _timer;

    internal Deadline(TimeSpan timeout, TimeProvider? timers, CancellationToken caller)
    {
        // The longest time that a timer takes.
        _timeout = timeout < Longest ? timeout : Longest;
        _caller = caller.Register(static d => ((Deadline)d!).End(), this);
        _timer = timers?.CreateTimer(static d => ((Deadline)d!).End(), this, _timeout, Timeout.InfiniteTimeSpan);
        if (_timer is null)
            CancelAfter(_timeout);
    }

    /// <summary>Something came: the time-out begins again.</summary>
    internal void Restart()
    {
        if (_timer is null)
            CancelAfter(_timeout);
        else
            _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer?.Dispose();
            _caller.Dispose();
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        try
        {
            Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer came in the same moment.
            return;
        }
    }
}
