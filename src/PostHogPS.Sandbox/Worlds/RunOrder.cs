using System;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The order runs are listed in; the id settles ties, so that paging is stable.</summary>
internal static class RunOrder
{
    public static DateTimeOffset Key(Run run, bool byInterval) => byInterval ? run.Start ?? DateTimeOffset.MinValue : run.Created;

    public static int Compare(Run a, Run b, bool byInterval)
    {
        int order = Key(a, byInterval).CompareTo(Key(b, byInterval));
        return order != 0 ? order : string.CompareOrdinal(a.Id.ToString("N"), b.Id.ToString("N"));
    }
}
