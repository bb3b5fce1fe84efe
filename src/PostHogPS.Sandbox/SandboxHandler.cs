using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Sandbox;

/// <summary>Sends requests to a <see cref="SandboxHost"/> without a network.</summary>
public sealed class SandboxHandler : HttpMessageHandler
{
    public SandboxHandler(SandboxHost host) => Host = host ?? throw new ArgumentNullException(nameof(host));

    public SandboxHost Host { get; }

    /// <summary>The request as the server receives it.</summary>
    public static async Task<SandboxRequest> ReadAsync(HttpRequestMessage request)
    {
        Uri uri = request?.RequestUri is { IsAbsoluteUri: true } absolute ? absolute
            : throw new InvalidOperationException("The request has no absolute address.");
        var headers = new List<KeyValuePair<string, string>>();
        foreach (KeyValuePair<string, IEnumerable<string>> header in request.Headers)
            headers.Add(new KeyValuePair<string, string>(header.Key, string.Join(", ", header.Value)));
        byte[] body = [];
        if (request.Content is { } content)
        {
            foreach (KeyValuePair<string, IEnumerable<string>> header in content.Headers)
                headers.Add(new KeyValuePair<string, string>(header.Key, string.Join(", ", header.Value)));
            body = await content.ReadAsByteArrayAsync().ConfigureAwait(false);
        }

        return new SandboxRequest(request.Method.Method, uri, headers, body);
    }

    /// <summary>The answer as the client receives it.</summary>
    public static HttpResponseMessage Write(HttpRequestMessage request, SandboxResponse response, DateTimeOffset time)
    {
        var content = new ByteArrayContent((response ?? throw new ArgumentNullException(nameof(response))).Body);
        if (response.ContentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", response.ContentType);
        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = request, Content = content };
        message.Headers.Date = time;
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value))
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SandboxRequest read = await ReadAsync(request).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        SandboxResponse response = Host.Answer(read);
        cancellationToken.ThrowIfCancellationRequested();
        return Write(request, response, Host.Clock.GetUtcNow());
    }
}
