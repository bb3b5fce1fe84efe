using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>Time, so that tests need not sleep.</summary>
public interface IClock
{
    /// <summary>Now, of this machine: the server's time is <see cref="IPostHogSession.ServerNow"/>.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Ends after a delay, or as cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    Task Delay(TimeSpan delay, CancellationToken cancellation);
}
