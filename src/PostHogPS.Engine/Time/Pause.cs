using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine;

/// <summary>A cancellable wait on the connection's clock.</summary>
internal static class Pause
{
    internal static Task ForAsync(TimeProvider time, TimeSpan wait, CancellationToken cancellation) =>
#if NET
        Task.Delay(wait, time, cancellation);
#else
        time.Delay(wait, cancellation);
#endif
}
