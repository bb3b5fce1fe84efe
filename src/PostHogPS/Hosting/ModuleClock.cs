using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Hosting;

/// <summary>The clock that waiting cmdlets use; tests put one here that they move by hand.</summary>
internal static class ModuleClock
{
    private static readonly IClock Real = new SystemClock();

    internal static IClock Current { get; set; } = Real;

    /// <summary>Real time again.</summary>
    internal static void Reset() => Current = Real;

    /// <summary>What the engine is to use; null for its own, which needs no adapter.</summary>
    internal static IClock? ForEngine => ReferenceEquals(Current, Real) ? null : Current;

    private sealed class SystemClock : IClock
    {
        public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

        public Task Delay(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, cancellation);
    }
}
