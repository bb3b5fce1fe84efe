using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine;

/// <summary>A cancellable wait on the connection's clock.</summary>
internal static class Pause
{
    internal static Task ForAsync(TimeProvider time, TimeSpan wait, CancellationToken cancellation) =>
#if NET
        Task.Delay(Whole(wait), time, cancellation);
#else
        time.Delay(Whole(wait), cancellation);
#endif

    /// <summary>The wait in whole milliseconds, rounded up: a delay is cut to them, and a request that comes back a moment early is refused again.</summary>
    internal static TimeSpan Whole(TimeSpan wait) => TimeSpan.FromTicks((wait.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
}
