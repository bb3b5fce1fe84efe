#if !NET
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace PostHogPS.Engine.Http;

/// <summary>
/// The handlers of a connection on .NET Framework, where connections have no lifetime of their own: the factory renews the
/// chain, so that a moved server is found again.
/// </summary>
internal sealed class HandlerPipeline : IDisposable
{
    private const string Name = "PostHog";

    private readonly ServiceProvider _services;
    private HttpMessageHandler? _primary;

    internal HandlerPipeline(Func<HttpMessageHandler> primary, Func<IReadOnlyList<DelegatingHandler>> steps)
    {
        var services = new ServiceCollection();
        services.AddHttpClient(Name)
            .ConfigurePrimaryHttpMessageHandler(() => _primary = primary())
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) =>
            {
                foreach (DelegatingHandler step in steps())
                    handlers.Add(step);
            })
            .SetHandlerLifetime(PrimaryHandler.ConnectionLifetime)
            .RemoveAllLoggers();
        // The factory's loggers and meters are not used, and they slow down the first call.
        services.RemoveAll<IHttpMessageHandlerBuilderFilter>();
        _services = services.BuildServiceProvider();
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        // The factory keeps the handler and renews it after its lifetime; so it is asked for each time.
        HttpMessageHandler handler = _services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Name);
#pragma warning disable CA2000 // It owns nothing: the handler is the factory's.
        return new HttpMessageInvoker(handler, disposeHandler: false).SendAsync(message, cancellation);
#pragma warning restore CA2000
    }

    public void Dispose()
    {
        _services.Dispose();
        // The factory never ends the handler it has given out, whose idle connections would stay open.
        _primary?.Dispose();
    }
}
#endif
