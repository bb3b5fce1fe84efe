using System;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Hosting;

/// <summary>The clock that waiting cmdlets use; tests put one here that they move by hand.</summary>
internal static class ModuleClock
{
    internal static IClock Current { get; set; } = new SystemClock();

    private sealed class SystemClock : IClock
    {
        public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

        public Task Delay(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, cancellation);
    }
}
