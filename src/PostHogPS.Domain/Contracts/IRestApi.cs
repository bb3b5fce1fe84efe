using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>Any endpoint of the API, with the connection's auth, pacing, retry rules and redaction.</summary>
public interface IRestApi
{
    /// <summary>Path and query as they are sent. Sends nothing.</summary>
    string AddressOf(string path, IReadOnlyList<KeyValuePair<string, string>> query);

    /// <summary>
    /// Sends one request. <paramref name="path"/> is relative to the host, or a paging link of an earlier answer.
    /// GET, HEAD, PUT, PATCH and DELETE follow the left column of the retry table, POST the right one.
    /// </summary>
    Task<RestAnswer> SendAsync(string method, string path, IReadOnlyList<KeyValuePair<string, string>> query, RestBody? body, CallContext call);
}

/// <summary>What to send: plain values, or JSON text as the caller wrote it.</summary>
public sealed class RestBody
{
    /// <summary>JSON text; takes precedence over <see cref="Value"/>.</summary>
    public string? Json { get; set; }

    /// <summary>Plain text, numbers, booleans, null, lists and dictionaries.</summary>
    public object? Value { get; set; }
}

/// <summary>What came back.</summary>
public sealed class RestAnswer
{
    /// <summary>HTTP status.</summary>
    public int Status { get; set; }

    /// <summary>The body as text.</summary>
    public string Text { get; set; } = "";

    /// <summary>The body as plain values (dictionaries keep the order of the server); null when it is empty or not JSON.</summary>
    public object? Value { get; set; }

    /// <summary>Path and query of the next page when the body is a page that has one, already checked against the connection's origin.</summary>
    public string? Next { get; set; }

    /// <summary>Makes the error for a list that breaks the rules of paging.</summary>
    internal Func<string, PostHogApiException>? Reject { get; set; }
}
