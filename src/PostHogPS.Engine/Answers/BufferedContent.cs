using System.Net.Http;
using PostHogPS.Engine.Models;

namespace PostHogPS.Engine.Answers;

/// <summary>A body that has been read completely.</summary>
internal sealed class BufferedContent : ByteArrayContent
{
    private ErrorBody? _error;
    private ErrorEnvelope? _envelope;

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

    /// <summary>The body as an error of the API; empty when it is none.</summary>
    internal ErrorBody Error => _error ??= ErrorBodyReader.Read(Body.Memory);

    /// <summary>Whether the body is an error of PostHog itself, and which.</summary>
    internal ErrorEnvelope Envelope => _envelope ??= ErrorEnvelope.Read(Body.Span);
}
