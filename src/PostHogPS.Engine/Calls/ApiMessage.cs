using System.Net.Http;
using System.Net.Http.Headers;

namespace PostHogPS.Engine.Calls;

/// <summary>A request with its call, so that handlers need no table of calls.</summary>
internal sealed class ApiMessage : HttpRequestMessage
{
    private readonly byte[]? _body;
    private readonly string _userAgent;

    internal ApiMessage(CallState call, byte[]? body, string userAgent)
        : base(call.Method == "GET" ? HttpMethod.Get : new HttpMethod(call.Method), call.Address)
    {
        Call = call;
        _body = body;
        _userAgent = userAgent;
        Headers.TryAddWithoutValidation("User-Agent", userAgent);
        Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            Content = new ByteArrayContent(body);
            if (body.Length > 0)
                Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
    }

    internal CallState Call { get; }

    internal byte[]? Body => _body;

    /// <summary>A fresh message for the next attempt: some runtimes mark or dispose of the one that was sent.</summary>
    internal ApiMessage Copy() => new(Call, _body, _userAgent);
}
