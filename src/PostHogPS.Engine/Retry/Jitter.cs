using System;

namespace PostHogPS.Engine.Retry;

/// <summary>Chance for jitter; nothing secret depends on it.</summary>
internal static class Jitter
{
#if !NET
    private static readonly Random Source = new();
#endif

#pragma warning disable CA5394 // Spreads repeats over time; not a secret.
    internal static double Next()
    {
#if NET
        return Random.Shared.NextDouble();
#else
        lock (Source)
            return Source.NextDouble();
#endif
    }
#pragma warning restore CA5394
}
