using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine;

/// <summary>The pooled handlers of one connection: log, retry, pace, authenticate, send. Built at the first request.</summary>
internal sealed class HttpStack : IDisposable
{
    private readonly SessionCore _core;
    private readonly Lazy<HandlerChain> _chain;
    private readonly Lazy<HttpMessageHandler> _sandbox;

    internal HttpStack(SessionCore core)
    {
        _core = core;
        _chain = new Lazy<HandlerChain>(() => new HandlerChain(Primary, Steps));
        _sandbox = new Lazy<HttpMessageHandler>(() => SandboxLink.Create(core.Settings.Sandbox!, core.Time));
    }

    /// <summary>The in-memory server: one per session, since its world lives in it.</summary>
    internal HttpMessageHandler Sandbox => _sandbox.Value;

    internal Task<HttpResponseMessage> SendAsync(ApiMessage message, CancellationToken cancellation) =>
        _chain.Value.SendAsync(message, cancellation);

    public void Dispose()
    {
        if (_chain.IsValueCreated)
            _chain.Value.Dispose();
        if (_sandbox.IsValueCreated)
            _sandbox.Value.Dispose();
    }

    // Outermost first.
    private IEnumerable<DelegatingHandler> Steps() =>
    [
        new LogHandler(_core),
        new RetryHandler(_core),
        new PaceHandler(_core),
        new AuthenticateHandler(_core),
        new SendHandler(_core),
    ];

    private HttpMessageHandler Primary() =>
        _core.Settings.Sandbox is null ? PrimaryHandler.Create(_core.Settings, _core.Addresses.Origin, decompress: true) : new Borrowed(Sandbox);

    /// <summary>Keeps a renewed chain from ending the sandbox.</summary>
    private sealed class Borrowed(HttpMessageHandler inner) : HttpMessageHandler
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
}
