using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>The machine's clock.</summary>
internal sealed class SystemClock : IClock
{
    internal static readonly IClock Instance = new SystemClock();

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    /// <inheritdoc/>
    public Task Delay(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, cancellation);
}
