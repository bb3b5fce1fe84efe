using System;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Sandbox.Http;

/// <summary>One spelling of a wait for both frameworks.</summary>
internal static class TimeDelays
{
    public static Task Wait(this TimeProvider time, TimeSpan delay, CancellationToken cancellation) =>
#if NETFRAMEWORK
        TimeProviderTaskExtensions.Delay(time, delay, cancellation);
#else
        Task.Delay(delay, time, cancellation);
#endif
}
