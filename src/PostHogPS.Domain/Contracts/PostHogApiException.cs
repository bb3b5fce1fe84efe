using System;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>
/// A failed call. Holds no request, response or header; every text is redacted.
/// </summary>
[Serializable]
public sealed class PostHogApiException : Exception
{
    private string? _code;
    private string? _detail;
    private string? _attr;
    private string? _requestId;

    /// <summary>Makes one without details.</summary>
    public PostHogApiException() : this(PostHogErrorKind.Server, "The call failed.") { }

    /// <summary>Makes one with a text only.</summary>
    public PostHogApiException(string message) : this(PostHogErrorKind.Server, message) { }

    /// <summary>Makes one with a text and a cause.</summary>
    public PostHogApiException(string message, Exception innerException) : base(MessageText.Clean(message), innerException) { }

    /// <summary>Makes one of a kind. Causes are not chained: an inner HTTP exception could carry what must not be shown.</summary>
    public PostHogApiException(PostHogErrorKind kind, string message) : base(MessageText.Clean(message)) => Kind = kind;

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
    public string? Code { get => _code; set => _code = Cleaned(value); }

    /// <summary>The server's text; shown, never branched on.</summary>
    public string? Detail { get => _detail; set => _detail = Cleaned(value); }

    /// <summary>The field the server names; nested ones joined by two underscores.</summary>
    public string? Attr { get => _attr; set => _attr = Cleaned(value); }

    /// <summary>Scope the key lacks, where the server names it.</summary>
    public string? MissingScope { get; set; }

    /// <summary>Id that PostHog's support can look up.</summary>
    public string? RequestId { get => _requestId; set => _requestId = Cleaned(value); }

    /// <summary>HTTP method.</summary>
    public string? Method { get; set; }

    /// <summary>Path without query.</summary>
    public string? Path { get; set; }

    /// <summary>Host that was asked.</summary>
    public string? Host { get; set; }

    /// <summary>How long the server asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The server has no such address at all; another 404 means that nothing has the id.</summary>
    internal bool IsUnknownAddress => Detail?.IndexOf("Endpoint not found", StringComparison.OrdinalIgnoreCase) >= 0;

    // What a server says may steer a terminal, and these are shown.
    private static string? Cleaned(string? text) => text is null ? null : MessageText.Clean(text);
}
