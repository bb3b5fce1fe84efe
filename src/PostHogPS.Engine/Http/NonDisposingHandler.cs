using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Http;

/// <summary>Passes requests on to a handler that somebody else disposes of: a renewed pipeline must not end the sandbox.</summary>
internal sealed class NonDisposingHandler(HttpMessageHandler inner) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _invoker = new(inner, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _invoker.Dispose();
        base.Dispose(disposing);
    }
}
