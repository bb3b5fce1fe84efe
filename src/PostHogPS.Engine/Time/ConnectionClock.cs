using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Time;

/// <summary>Time as one connection knows it: its own clock, and the server's as far as the Date headers tell.</summary>
internal sealed class ConnectionClock(TimeProvider time, TimeProvider? timers)
{
    private static readonly TimeSpan LeastSkew = TimeSpan.FromSeconds(3);

    private long _skew;
    private long _behind;
    private volatile bool _knowsServer;

    /// <summary>The server's time: a backfill's row is recognised by when the server wrote it.</summary>
    internal DateTimeOffset ServerNow => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _skew));

    /// <summary>True once an answer has told the server's time.</summary>
    internal bool KnowsServer => _knowsServer;

    /// <summary>
    /// The server's time, rather a second too early than too late: the server rejects a window that ends in its future.
    /// </summary>
    internal DateTimeOffset LatestPast => time.GetUtcNow() + TimeSpan.FromTicks(Math.Min(Interlocked.Read(ref _behind), Interlocked.Read(ref _skew)));

    /// <summary>Learns how far the server's clock is from ours. The header has whole seconds, so small differences mean nothing.</summary>
    internal void Learn(DateTimeOffset? date)
    {
        if (date is not { } server)
            return;
        TimeSpan skew = server - time.GetUtcNow();
        Interlocked.Exchange(ref _skew, skew.Duration() > LeastSkew ? skew.Ticks : 0);
        Interlocked.Exchange(ref _behind, skew.Ticks);
        _knowsServer = true;
    }

    /// <summary>Limits how long the server may be silent.</summary>
    internal Deadline StartDeadline(TimeSpan timeout, CancellationToken caller) => new(timeout, timers, caller);

    /// <summary>A cancellable delay on the connection's own clock.</summary>
    internal Task DelayAsync(TimeSpan delay, CancellationToken cancellation) =>
#if NET
        Task.Delay(WholeMilliseconds(delay), time, cancellation);
#else
        time.Delay(WholeMilliseconds(delay), cancellation);
#endif

    /// <summary>Rounded up: a delay is cut to whole milliseconds, and a request that comes back a moment early is refused again.</summary>
    internal static TimeSpan WholeMilliseconds(TimeSpan delay) =>
        TimeSpan.FromTicks((delay.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
}
