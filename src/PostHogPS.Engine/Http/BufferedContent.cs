using System.Net.Http;

namespace PostHogPS.Engine;

/// <summary>A body that has arrived whole.</summary>
internal sealed class BufferedContent : ByteArrayContent
{
    private ErrorBody? _error;
    private Refusal? _refusal;

    internal BufferedContent(Body body, HttpContent original)
        : base(body.Array, 0, body.Length)
    {
        Body = body;
        foreach (System.Collections.Generic.KeyValuePair<string, System.Collections.Generic.IEnumerable<string>> header in original.Headers)
        {
            if (header.Key != "Content-Length")
                Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    internal Body Body { get; }

    internal string Text => Body.Text;

    /// <summary>The body as an error of the API; empty when it is none.</summary>
    internal ErrorBody Error => _error ??= ErrorReading.Read(Body.Memory);

    internal string? ErrorCode() => Error.Code;

    /// <summary>Whether the body is PostHog's own refusal, and which.</summary>
    internal Refusal Refusal => _refusal ??= Refusal.Read(Body.Span);
}
