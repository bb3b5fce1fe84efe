using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace PostHogPS.Engine;

/// <summary>The pooled handler chain of one connection: log, retry, pace, authenticate, send. Built at the first request.</summary>
internal sealed class HttpStack : IDisposable
{
    private const string Name = "PostHog";

    private readonly SessionCore _core;
    private readonly Lazy<ServiceProvider> _services;
    private readonly Lazy<HttpMessageHandler> _sandbox;

    internal HttpStack(SessionCore core)
    {
        _core = core;
        _services = new Lazy<ServiceProvider>(Build);
        _sandbox = new Lazy<HttpMessageHandler>(() => SandboxLink.Create(core.Settings.Sandbox!, core.Time));
    }

    /// <summary>The in-memory server: one per session, since its world lives in it.</summary>
    internal HttpMessageHandler Sandbox => _sandbox.Value;

    internal Task<HttpResponseMessage> SendAsync(ApiMessage message, CancellationToken cancellation)
    {
        // The factory keeps the handler; asking each time lets it be renewed where connections have no lifetime of their own.
        HttpMessageHandler handler = _services.Value.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Name);
#pragma warning disable CA2000 // It owns nothing: the handler is the factory's.
        return new HttpMessageInvoker(handler, disposeHandler: false).SendAsync(message, cancellation);
#pragma warning restore CA2000
    }

    public void Dispose()
    {
        if (_services.IsValueCreated)
            _services.Value.Dispose();
        if (_sandbox.IsValueCreated)
            _sandbox.Value.Dispose();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddHttpClient(Name)
            .ConfigurePrimaryHttpMessageHandler(Primary)
            .AddHttpMessageHandler(() => new LogHandler(_core))
            .AddHttpMessageHandler(() => new RetryHandler(_core))
            .AddHttpMessageHandler(() => new PaceHandler(_core))
            .AddHttpMessageHandler(() => new AuthenticateHandler(_core))
            .AddHttpMessageHandler(() => new SendHandler(_core))
            .SetHandlerLifetime(PrimaryHandler.ChainLifetime)
            .RemoveAllLoggers();
        // Loggers and meters of the factory: nobody here reads them, and preparing them is felt at the first call.
        services.RemoveAll<IHttpMessageHandlerBuilderFilter>();
        return services.BuildServiceProvider();
    }

    private HttpMessageHandler Primary() =>
        _core.Settings.Sandbox is null ? PrimaryHandler.Create(_core.Settings, decompress: true) : new Borrowed(Sandbox);

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
