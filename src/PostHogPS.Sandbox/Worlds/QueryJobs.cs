using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>An asynchronous query.</summary>
internal sealed class QueryJob
{
    public required string Id { get; init; }

    public required long ProjectId { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Ends { get; init; }

    /// <summary>Rows that it will have read.</summary>
    public long Rows { get; init; }

    /// <summary>Its complete answer, when it ends well.</summary>
    public JsonObject? Result { get; init; }

    /// <summary>Why it fails.</summary>
    public string? Error { get; init; }

    /// <summary>A failure that a user can act on.</summary>
    public bool IsUsersFault { get; init; }
}

/// <summary>The asynchronous queries of the last minutes, and the answers that are kept.</summary>
internal sealed class QueryJobs(World world)
{
    /// <summary>How long the state of a query is kept after its start.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, (DateTimeOffset At, JsonObject Answer)> _cache = new(StringComparer.Ordinal);
    private readonly List<QueryJob> _jobs = [];

    public int CountRunning(long project) => _jobs.Count(j => j.ProjectId == project && j.Ends > world.Now);

    public void Add(QueryJob job)
    {
        _jobs.RemoveAll(j => j.Id == job.Id || j.Started + Kept < world.Now);
        _jobs.Add(job);
    }

    public QueryJob? Find(long project, string id) => _jobs.Find(j => j.Id == id && j.ProjectId == project && j.Started + Kept >= world.Now);

    public bool Remove(long project, string id) => _jobs.RemoveAll(j => j.Id == id && j.ProjectId == project) > 0;

    /// <summary>An answer that is fresh enough, and when it was computed.</summary>
    public (DateTimeOffset At, JsonObject Answer)? Cached(string key) =>
        _cache.TryGetValue(key, out (DateTimeOffset At, JsonObject Answer) found) && found.At + Fresh > world.Now ? found : null;

    public void Keep(string key, JsonObject answer) => _cache[key] = (world.Now, answer);

    public static DateTimeOffset FreshUntil(DateTimeOffset at) => at + Fresh;
}
