using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Http;

/// <summary>Writes the key into the header, for this connection's origin only; the next handler takes it out again.</summary>
internal sealed class AuthenticateHandler(ConnectionKey key, Addresses addresses, ErrorFactory errors) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        if (!addresses.IsOwn(message.RequestUri!))
            throw errors.ForeignAddress(message.Call, message.RequestUri!);
        string header = key.ReadForHeader() ?? throw errors.NoUsableKey(message.Call);

        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", header);
        return base.SendAsync(message, cancellationToken);
    }
}
