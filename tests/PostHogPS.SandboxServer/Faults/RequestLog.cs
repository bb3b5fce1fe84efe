using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing.Faults;

/// <summary>One request the server saw.</summary>
public sealed class ReceivedRequest
{
    internal ReceivedRequest(SandboxRequest request, DateTimeOffset time)
    {
        Request = request;
        Time = time;
    }

    public SandboxRequest Request { get; }

    /// <summary>Sandbox time of arrival.</summary>
    public DateTimeOffset Time { get; }

    public string Method => Request.Method;

    public string PathAndQuery => Request.PathAndQuery;

    public string Body => Request.BodyText;

    /// <summary>The action was carried out, whatever became of the answer.</summary>
    public bool Processed { get; internal set; }

    /// <summary>The status sent; null when no answer went out.</summary>
    public int? Status { get; internal set; }

    public IReadOnlyList<Fault> Faults { get; internal set; } = [];

    public override string ToString() =>
        Method + " " + PathAndQuery + " -> " + (Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing");
}

/// <summary>Everything the server saw, in order of arrival.</summary>
public sealed class RequestLog
{
    private readonly object _gate = new();
    private readonly List<ReceivedRequest> _all = [];

    /// <summary>Raised before a request is worked on, on the thread that will do it.</summary>
    public event EventHandler<ReceivedRequest>? Arrived;

    public int Count
    {
        get
        {
            lock (_gate)
                return _all.Count;
        }
    }

    public IReadOnlyList<ReceivedRequest> All
    {
        get
        {
            lock (_gate)
                return _all.ToArray();
        }
    }

    public void Clear()
    {
        lock (_gate)
            _all.Clear();
    }

    /// <summary>Those of a method whose path and query match a pattern as in <see cref="Fault.Path"/>.</summary>
    public IReadOnlyList<ReceivedRequest> Find(string? method, string pattern)
    {
        var found = new List<ReceivedRequest>();
        foreach (ReceivedRequest entry in All)
        {
            if ((method is null || string.Equals(method, entry.Method, StringComparison.OrdinalIgnoreCase)) && FaultPlan.Like(entry.PathAndQuery, pattern))
                found.Add(entry);
        }

        return found;
    }

    internal ReceivedRequest Add(SandboxRequest request, DateTimeOffset time)
    {
        var entry = new ReceivedRequest(request, time);
        lock (_gate)
            _all.Add(entry);
        Arrived?.Invoke(this, entry);
        return entry;
    }
}
