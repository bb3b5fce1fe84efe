using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine;

/// <summary>Writes the key into the header, for this connection's origin only, and takes it out again afterwards.</summary>
internal sealed class AuthenticateHandler(SessionCore core) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        if (!core.Addresses.IsOwn(message.RequestUri!))
            throw core.Errors.ForeignAddress(message.Call, message.RequestUri!);
        string key = core.Key.ReadForHeader() ?? throw core.Errors.NoUsableKey(message.Call);

        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            return await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The message hangs on the response; nothing that outlives this call may hold the key.
            message.Headers.Authorization = null;
        }
    }
}
