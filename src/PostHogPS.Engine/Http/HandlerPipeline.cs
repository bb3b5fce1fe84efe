#if NET
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Http;

/// <summary>
/// The handlers of a connection, linked once: SocketsHttpHandler ends connections after their lifetime by itself, so there
/// is nothing for a factory to renew, and neither a container nor another assembly to load before the first answer.
/// </summary>
internal sealed class HandlerPipeline : IDisposable
{
    private readonly HttpMessageInvoker _first;

    /// <param name="primary">Makes the handler that owns the sockets.</param>
    /// <param name="steps">Makes the handlers before it, outermost first.</param>
    internal HandlerPipeline(Func<HttpMessageHandler> primary, Func<IReadOnlyList<DelegatingHandler>> steps)
    {
        IReadOnlyList<DelegatingHandler> handlers = steps();
        for (int i = 1; i < handlers.Count; i++)
            handlers[i - 1].InnerHandler = handlers[i];
        handlers[handlers.Count - 1].InnerHandler = primary();
        _first = new HttpMessageInvoker(handlers[0], disposeHandler: true);
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation) =>
        _first.SendAsync(message, cancellation);

    public void Dispose() => _first.Dispose();
}
#endif
