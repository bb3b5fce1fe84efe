using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing.Faults;

/// <summary>The faults that are planned. Each one counts the requests that it matches.</summary>
public sealed class FaultPlan
{
    private readonly object _gate = new();
    private readonly List<Entry> _entries = [];

    public Fault Add(Fault fault)
    {
        lock (_gate)
            _entries.Add(new Entry(fault ?? throw new ArgumentNullException(nameof(fault))));
        return fault;
    }

    /// <summary>Adds a fault that needs no more than these settings.</summary>
    public Fault Add(FaultKind kind, string? method = null, string? path = null, int nth = 1, int times = 1, bool afterProcessing = false) =>
        Add(new Fault { Kind = kind, Method = method, Path = path, Nth = nth, Times = times, AfterProcessing = afterProcessing });

    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    /// <summary>Counts the request and returns the faults that apply to it.</summary>
    internal IReadOnlyList<Fault> CountRequest(SandboxRequest request)
    {
        var hit = new List<Fault>();
        lock (_gate)
        {
            foreach (Entry entry in _entries)
            {
                Fault fault = entry.Fault;
                if (!Matches(fault, request))
                    continue;
                entry.Hits++;
                if (entry.Hits >= fault.Nth && (fault.Times == 0 || entry.Hits < fault.Nth + fault.Times))
                    hit.Add(fault);
            }
        }

        return hit;
    }

    internal static bool Like(string text, string pattern)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1)
            return text.Contains(pattern, StringComparison.Ordinal);
        int at = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0)
                continue;
            int found = text.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (found < 0 || (i == 0 && found != 0))
                return false;
            at = found + parts[i].Length;
        }

        string last = parts[parts.Length - 1];
        return last.Length == 0 || text.EndsWith(last, StringComparison.Ordinal);
    }

    private static bool Matches(Fault fault, SandboxRequest request) =>
        (fault.Method is null || string.Equals(fault.Method, request.Method, StringComparison.OrdinalIgnoreCase))
        && (fault.Path is null || Like(request.PathAndQuery, fault.Path));

    private sealed class Entry
    {
        public Entry(Fault fault) => Fault = fault;

        public Fault Fault { get; }

        public int Hits { get; set; }
    }
}
