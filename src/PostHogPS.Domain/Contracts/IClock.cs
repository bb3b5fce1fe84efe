using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>Time, so that tests need not sleep.</summary>
public interface IClock
{
    /// <summary>Now.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Waits.</summary>
    Task Delay(TimeSpan delay, CancellationToken cancellation);
}
