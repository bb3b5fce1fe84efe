using System;
using System.Collections.Concurrent;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Pacing;

/// <summary>The budgets of this process, by key and host. Keys are known by their hash only.</summary>
internal static class BudgetRegistry
{
    private static readonly ConcurrentDictionary<(string KeyHash, string Host, TimeProvider Time, bool ForQueries), Budget> Known = new();

    internal static Budget Get(ConnectionKey key, Uri host, TimeProvider time, bool forQueries = false)
    {
        // Every sandbox is a world of its own, with limits of its own.
        if (key.IsSandbox)
            return new Budget(time, paced: false, forQueries);
        string origin = host.GetLeftPart(UriPartial.Authority);
        return Known.GetOrAdd((key.Hash, origin, time, forQueries), id => new Budget(id.Time, paced: Cloud.IsCloudHost(host), id.ForQueries));
    }
}
