using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Sandbox;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing.Faults;

/// <summary>Sends requests to a <see cref="FaultySandbox"/> without a network, and fails as the handler of a real network does.</summary>
public sealed class FaultyHandler : HttpMessageHandler
{
    private readonly FaultySandbox _sandbox;

    public FaultyHandler(FaultySandbox sandbox) => _sandbox = sandbox;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SandboxRequest read = await SandboxHandler.ReadAsync(request).ConfigureAwait(false);
        SandboxOutcome outcome = await _sandbox.ProcessAsync(read, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return outcome.Response is { } response ? Write(request, response, outcome) : throw Failure(outcome.Failure);
    }

    private HttpResponseMessage Write(HttpRequestMessage request, SandboxResponse response, SandboxOutcome outcome)
    {
        HttpResponseMessage message = SandboxHandler.Write(request, response, _sandbox.Clock.GetUtcNow());
        if (!outcome.IsDamaged)
            return message;
        var content = new StreamContent(new FaultyStream(outcome, _sandbox.Clock.Source));
        foreach (KeyValuePair<string, IEnumerable<string>> header in message.Content.Headers)
            content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        // The default content is gone, and with it the length of its body.
        content.Headers.ContentLength = outcome.DeclaredLength;
        message.Content = content;
        return message;
    }

    private static HttpRequestException Failure(NetworkFailure failure)
    {
        const string Message = "An error occurred while sending the request.";
        return failure switch
        {
            NetworkFailure.Refuse => new(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)),
            NetworkFailure.NoSuchHost => new(HttpRequestError.NameResolutionError, "No such host is known.",
                new SocketException((int)SocketError.HostNotFound)),
            NetworkFailure.BadCertificate => new(
                HttpRequestError.SecureConnectionError,
                "The SSL connection could not be established, see inner exception.",
                new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot",
                    new CryptographicException())),
            NetworkFailure.Reset => new(HttpRequestError.Unknown, Message, new IOException(
                "Unable to read data from the transport connection: Connection reset by peer.",
                new SocketException((int)SocketError.ConnectionReset))),
            _ => new(HttpRequestError.ResponseEnded, Message, new IOException("The response ended prematurely. (ResponseEnded)")),
        };
    }
}
