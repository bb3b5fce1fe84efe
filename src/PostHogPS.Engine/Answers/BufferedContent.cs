using System.Net.Http;
using System.Net.Http.Headers;
using PostHogPS.Engine.Models;

namespace PostHogPS.Engine.Answers;

/// <summary>A body that has been read completely.</summary>
internal sealed class BufferedContent : ByteArrayContent
{
    private ErrorBody? _error;
    private ErrorEnvelope? _envelope;

    internal BufferedContent(Body body, HttpContentHeaders received)
        : base(body.Array, 0, body.Length)
    {
        Body = body;
        Received = received;
    }

    /// <summary>The headers that came with it. Not copied: nobody but a reader of debug messages looks at them.</summary>
    internal HttpContentHeaders Received { get; }

    internal Body Body { get; }

    /// <summary>The body as an error of the API; empty when it is none.</summary>
    internal ErrorBody Error => _error ??= ErrorBodyReader.Read(Body.Memory);

    /// <summary>Whether the body is an error of PostHog itself, and which.</summary>
    internal ErrorEnvelope Envelope => _envelope ??= ErrorEnvelope.Read(Body.Span);
}
