using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Sandbox.Routing;

/// <summary>
/// Two sliding windows per key. Rejected requests are not counted, so repeating them does not prolong the wait.
/// </summary>
internal sealed class Throttle
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly int _burst;
    private readonly int _sustained;
    private readonly Dictionary<string, LinkedList<DateTimeOffset>> _accepted = new(StringComparer.Ordinal);

    public Throttle(int burst, int sustained)
    {
        _burst = burst;
        _sustained = sustained;
    }

    public void Admit(Caller caller, DateTimeOffset now)
    {
        // The server counts personal API keys only.
        if (caller.IsOAuth || (_burst <= 0 && _sustained <= 0))
            return;
        if (!_accepted.TryGetValue(caller.Key, out LinkedList<DateTimeOffset>? times))
            _accepted[caller.Key] = times = new LinkedList<DateTimeOffset>();
        while (times.First is { } oldest && oldest.Value <= now - Hour)
            times.RemoveFirst();

        double wait = Math.Max(Wait(times, now, Minute, _burst), Wait(times, now, Hour, _sustained));
        if (wait > 0)
            throw ApiError.Throttled(Math.Max(1, (int)Math.Ceiling(wait)));
        times.AddLast(now);
    }

    /// <summary>Seconds until the next request is allowed, or zero.</summary>
    private static double Wait(LinkedList<DateTimeOffset> times, DateTimeOffset now, TimeSpan window, int limit)
    {
        if (limit <= 0 || times.Count < limit)
            return 0;
        LinkedListNode<DateTimeOffset>? node = times.Last;
        for (int i = 1; i < limit && node is not null; i++)
            node = node.Previous;
        return node is null || node.Value <= now - window ? 0 : (node.Value + window - now).TotalSeconds;
    }
}
