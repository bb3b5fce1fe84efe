using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/query/</c>: HogQL (docs/server.md#queries).</summary>
public interface IQueriesApi
{
    /// <summary>
    /// Runs a query, or starts it when its refresh mode is asynchronous. Not sent again once it may have arrived
    /// (docs/retries.md#queries).
    /// </summary>
    Task<QueryAnswer> RunAsync(string project, QueryRequest request, CallContext call);

    /// <summary>GET the state of an asynchronous query. A query that failed is an answer, not an error.</summary>
    Task<QueryAnswer> GetAsync(string project, string id, CallContext call);

    /// <summary>
    /// DELETE: ends a query at the server, where it would keep one of the project's few places. A query that has ended is no error.
    /// </summary>
    Task CancelAsync(string project, string id, CallContext call);
}

/// <summary>A query and how to run it.</summary>
public sealed class QueryRequest
{
    /// <summary>HogQL, with <c>{name}</c> where a value belongs.</summary>
    public string Query { get; set; } = "";

    /// <summary>The values, as plain ones.</summary>
    public IDictionary<string, object?> Values { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Property filters and dates for <c>{filters}</c>, as the server takes them.</summary>
    public IDictionary<string, object?>? Filters { get; set; }

    /// <summary>How the server reads the query, such as in which time zone; null for the usual way.</summary>
    public IDictionary<string, object?>? Modifiers { get; set; }

    /// <summary>blocking, force_blocking, async or force_async.</summary>
    public string Refresh { get; set; } = "blocking";

    /// <summary>Shown in PostHog's query log.</summary>
    public string? Name { get; set; }

    /// <summary>The id by which the query is polled and cancelled: chosen here, since a query whose answer is lost must be cancelled too.</summary>
    public string? Id { get; set; }
}

/// <summary>What PostHog says about a query: its result, or how far it is.</summary>
public sealed class QueryAnswer
{
    /// <summary>Columns, as the server names them.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>ClickHouse types of the columns; fewer than columns where the server does not say.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>Rows of plain values, in the order of the columns.</summary>
    public IReadOnlyList<object?[]> Rows { get; set; } = [];

    /// <summary>True when the server cut the rows because the query has no LIMIT.</summary>
    public bool HasMore { get; set; }

    /// <summary>When the result was computed, where it comes from the server's cache.</summary>
    public DateTimeOffset? CachedAt { get; set; }

    /// <summary>The id of an asynchronous query.</summary>
    public string? Id { get; set; }

    /// <summary>False while it runs.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Whether it ended without a result; <see cref="Error"/> may say why.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Why, where the server says so.</summary>
    public string? Error { get; set; }

    /// <summary>Rows read so far; null where the server does not say.</summary>
    public long? RowsRead { get; set; }

    /// <summary>Rows that will be read, as the server estimates; null where it does not say.</summary>
    public long? RowsTotal { get; set; }

    /// <summary>The complete answer, as plain values.</summary>
    public object? Raw { get; set; }
}
