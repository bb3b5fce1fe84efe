using System;
using System.Collections.Generic;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Pacing;

/// <summary>The budgets of this process, by key and host. Keys are known by their hash only.</summary>
internal static class BudgetRegistry
{
    // A few entries, searched one by one: a dictionary with such keys would be compiled before the first answer.
    private static readonly List<Entry> Known = [];

    internal static Budget Get(ConnectionKey key, Uri host, TimeProvider time, bool forQueries = false)
    {
        // Every sandbox has limits of its own.
        if (key.IsSandbox)
            return new Budget(time, paced: false, forQueries);
        string origin = host.GetLeftPart(UriPartial.Authority);
        lock (Known)
        {
            foreach (Entry entry in Known)
            {
                if (entry.KeyHash == key.Hash && entry.Host == origin && entry.Time == time && entry.ForQueries == forQueries)
                    return entry.Budget;
            }

            var budget = new Budget(time, paced: Cloud.IsCloudHost(host), forQueries);
            Known.Add(new Entry(key.Hash, origin, time, forQueries, budget));
            return budget;
        }
    }

    private sealed class Entry(string keyHash, string host, TimeProvider time, bool forQueries, Budget budget)
    {
        internal string KeyHash => keyHash;

        internal string Host => host;

        internal TimeProvider Time => time;

        internal bool ForQueries => forQueries;

        internal Budget Budget => budget;
    }
}
