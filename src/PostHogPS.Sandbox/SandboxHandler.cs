using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Faults;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Sandbox;

/// <summary>Speaks to a <see cref="SandboxHost"/> as if it were on the network, without a network.</summary>
public sealed class SandboxHandler : HttpMessageHandler
{
    public SandboxHandler(SandboxHost host) => Host = host ?? throw new ArgumentNullException(nameof(host));

    public SandboxHost Host { get; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SandboxOutcome outcome = await Host.ProcessAsync(await Read(request).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return outcome.Response is { } response ? Write(request, response) : throw Failure(outcome.Failure);
    }

    private static async Task<SandboxRequest> Read(HttpRequestMessage request)
    {
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

        Uri uri = request.RequestUri is { IsAbsoluteUri: true } absolute ? absolute : throw new InvalidOperationException("The request has no absolute address.");
        return new SandboxRequest(request.Method.Method, uri, headers, body);
    }

    private HttpResponseMessage Write(HttpRequestMessage request, SandboxResponse response)
    {
        bool faulty = response.CutAfter is not null || response.DeclaredLength is not null || response.Drip is not null;
        HttpContent content = faulty
            ? new StreamContent(new FaultyStream(response, Host.Clock.Source))
            : new ByteArrayContent(response.Body);
        if (response.ContentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", response.ContentType);
        if (response.DeclaredLength is { } length)
            content.Headers.ContentLength = length;
        var message = new HttpResponseMessage((HttpStatusCode)response.Status) { RequestMessage = request, Content = content };
        message.Headers.Date = Host.Clock.GetUtcNow();
        foreach (KeyValuePair<string, string> header in response.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value))
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }

    private static HttpRequestException Failure(NetworkFailure failure)
    {
        const string Message = "An error occurred while sending the request.";
        return failure switch
        {
            NetworkFailure.Refuse => Make("Connection refused", "ConnectionError", new SocketException((int)SocketError.ConnectionRefused)),
            NetworkFailure.NoSuchHost => Make("No such host is known.", "NameResolutionError", new SocketException((int)SocketError.HostNotFound)),
            NetworkFailure.BadCertificate => Make(
                "The SSL connection could not be established, see inner exception.",
                "SecureConnectionError",
                new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot", new CryptographicException())),
            NetworkFailure.Reset => Make(Message, "Unknown", new IOException(
                "Unable to read data from the transport connection: Connection reset by peer.",
                new SocketException((int)SocketError.ConnectionReset))),
            _ => Make(Message, "ResponseEnded", new IOException("The response ended prematurely. (ResponseEnded)")),
        };
    }

#if NETFRAMEWORK
    // The older framework says the same with a WebException inside.
    private static HttpRequestException Make(string message, string error, Exception inner) =>
        new("An error occurred while sending the request.", new WebException(message, inner, StatusOf(error), null));

    private static WebExceptionStatus StatusOf(string error) => error switch
    {
        "ConnectionError" => WebExceptionStatus.ConnectFailure,
        "NameResolutionError" => WebExceptionStatus.NameResolutionFailure,
        "SecureConnectionError" => WebExceptionStatus.TrustFailure,
        "ResponseEnded" => WebExceptionStatus.ConnectionClosed,
        _ => WebExceptionStatus.ReceiveFailure,
    };
#else
    private static HttpRequestException Make(string message, string error, Exception inner) =>
        new(Enum.Parse<HttpRequestError>(error), message, inner);
#endif
}
