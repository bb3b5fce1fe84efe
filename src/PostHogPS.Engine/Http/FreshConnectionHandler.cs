#if NETFRAMEWORK
using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Engine.Calls;

namespace PostHogPS.Engine.Http;

/// <summary>
/// .NET Framework can resend a request by itself when a kept-alive connection is dead. A request that must not be sent twice
/// gets a connection that has never been used and is closed afterwards. That takes a second handler, with a pool of its own.
/// </summary>
internal sealed class FreshConnectionHandler(Func<HttpMessageHandler> make) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _kept = new(make());
    private readonly Lazy<HttpMessageInvoker> _fresh = new(() => new HttpMessageInvoker(make()));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is not ApiMessage { Call.Safety: CallSafety.Once })
            return _kept.SendAsync(request, cancellationToken);
        request.Headers.ConnectionClose = true;
        return _fresh.Value.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept.Dispose();
            if (_fresh.IsValueCreated)
                _fresh.Value.Dispose();
        }

        base.Dispose(disposing);
    }
}
#endif
