using System;
using PostHogPS.Contracts;

namespace PostHogPS;

/// <summary>
/// A failed call. Holds no request, response or header; every text is redacted.
/// </summary>
[Serializable]
public sealed class PostHogApiException : Exception
{
    /// <summary>Makes one without details.</summary>
    public PostHogApiException() : this(PostHogErrorKind.Server, "The call failed.") { }

    /// <summary>Makes one with a text only.</summary>
    public PostHogApiException(string message) : this(PostHogErrorKind.Server, message) { }

    /// <summary>Makes one with a text and a cause.</summary>
    public PostHogApiException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Makes one of a kind. Causes are not chained: an inner HTTP exception could carry what must not be shown.</summary>
    public PostHogApiException(PostHogErrorKind kind, string message) : base(message) => Kind = kind;

    /// <summary>The same failure with a text that says more.</summary>
    internal PostHogApiException Rephrased(string message) => new(Kind, message)
    {
        StatusCode = StatusCode,
        Code = Code,
        Detail = Detail,
        Attr = Attr,
        MissingScope = MissingScope,
        RequestId = RequestId,
        Method = Method,
        Path = Path,
        Host = Host,
        RetryAfter = RetryAfter,
    };

    /// <summary>Kind; the error id is <c>PostHog.</c> and its name.</summary>
    public PostHogErrorKind Kind { get; set; }

    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The server's machine code.</summary>
    public string? Code { get; set; }

    /// <summary>The server's text; shown, never branched on.</summary>
    public string? Detail { get; set; }

    /// <summary>The field the server names; nested ones joined by two underscores.</summary>
    public string? Attr { get; set; }

    /// <summary>Scope the key lacks, where the server names it.</summary>
    public string? MissingScope { get; set; }

    /// <summary>Id that PostHog's support can look up.</summary>
    public string? RequestId { get; set; }

    /// <summary>HTTP method.</summary>
    public string? Method { get; set; }

    /// <summary>Path without query.</summary>
    public string? Path { get; set; }

    /// <summary>Host that was asked.</summary>
    public string? Host { get; set; }

    /// <summary>How long the server asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; set; }
}
