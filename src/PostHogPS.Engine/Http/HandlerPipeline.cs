#if NET
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Http;

namespace PostHogPS.Engine.Http;

/// <summary>
/// The handlers of a connection, linked once: SocketsHttpHandler ends connections after their lifetime by itself, so there
/// is nothing for a factory to renew, and no container to build before the first answer.
/// </summary>
internal sealed class HandlerPipeline : IDisposable
{
    private readonly HttpMessageInvoker _first;

    internal HandlerPipeline(Func<HttpMessageHandler> primary, Func<IEnumerable<DelegatingHandler>> steps) =>
        _first = new HttpMessageInvoker(new Builder(primary(), steps()).Build(), disposeHandler: true);

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation) =>
        _first.SendAsync(message, cancellation);

    public void Dispose() => _first.Dispose();

    private sealed class Builder(HttpMessageHandler primary, IEnumerable<DelegatingHandler> steps) : HttpMessageHandlerBuilder
    {
        public override string? Name { get; set; }

        public override HttpMessageHandler PrimaryHandler { get; set; } = primary;

        public override IList<DelegatingHandler> AdditionalHandlers { get; } = steps.ToList();

        public override HttpMessageHandler Build() => CreateHandlerPipeline(PrimaryHandler, AdditionalHandlers);
    }
}
#endif
