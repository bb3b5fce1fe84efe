using System;
using System.Threading;

namespace PostHogPS.Engine;

/// <summary>
/// Cancelled when the connection's time-out is over or the caller cancels. In real time, unless the clock of the
/// connection makes timers of its own: then a test decides when a server has been silent for long enough.
/// </summary>
internal sealed class Deadline : CancellationTokenSource
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private readonly SessionCore _core;
    private readonly CancellationTokenRegistration _caller;
    private readonly ITimer? _timer;

    internal Deadline(SessionCore core, CancellationToken caller)
    {
        _core = core;
        _caller = caller.Register(static d => ((Deadline)d!).End(), this);
        _timer = (core.Settings.Clock as TimeProvider)?.CreateTimer(static d => ((Deadline)d!).End(), this, Limit, Timeout.InfiniteTimeSpan);
        if (_timer is null)
            CancelAfter(Limit);
    }

    // A timer cannot be set for longer; nobody will see the difference.
    private TimeSpan Limit => _core.Settings.Timeout < Longest ? _core.Settings.Timeout : Longest;

    /// <summary>Something came: the time-out begins again.</summary>
    internal void Restart()
    {
        if (_timer is null)
            CancelAfter(Limit);
        else
            _timer.Change(Limit, Timeout.InfiniteTimeSpan);
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
