using System;
using System.Net;
using System.Net.Http;
#if NET
using System.Threading;
#endif
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>The handler that owns the sockets.</summary>
internal static class PrimaryHandler
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

#if NET
    /// <summary>Connections end by themselves after their lifetime, so the chain need not be renewed.</summary>
    internal static TimeSpan ChainLifetime => Timeout.InfiniteTimeSpan;

    internal static HttpMessageHandler Create(ConnectionSettings settings, bool decompress)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = decompress ? DecompressionMethods.All : DecompressionMethods.None,
            PooledConnectionLifetime = ConnectionLifetime,
            // Below the sixty seconds after which common load balancers close idle connections.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(45),
            ActivityHeadersPropagator = null,
        };
        // Ends before the time to the headers does: then it is certain that nothing was sent.
        if (settings.Timeout > TimeSpan.Zero && settings.Timeout < TimeSpan.FromDays(1))
            handler.ConnectTimeout = TimeSpan.FromTicks(settings.Timeout.Ticks * 9 / 10);
        if (settings.Proxy is not null)
            handler.Proxy = new WebProxy(settings.Proxy) { Credentials = settings.ProxyCredential };
        else if (settings.ProxyCredential is not null)
            handler.DefaultProxyCredentials = settings.ProxyCredential;
        return handler;
    }
#else
    /// <summary>Connections have no lifetime of their own here: the factory renews the chain.</summary>
    internal static TimeSpan ChainLifetime => ConnectionLifetime;

    internal static HttpMessageHandler Create(ConnectionSettings settings, bool decompress) =>
        new FreshForOnce(() => Make(settings, decompress));

    private static HttpClientHandler Make(ConnectionSettings settings, bool decompress)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = decompress ? DecompressionMethods.GZip | DecompressionMethods.Deflate : DecompressionMethods.None,
            // The framework allows two connections to a host unless told otherwise.
            MaxConnectionsPerServer = 32,
        };
        if (settings.Proxy is not null)
            handler.Proxy = new WebProxy(settings.Proxy) { Credentials = settings.ProxyCredential };
        else if (settings.ProxyCredential is not null)
            handler.DefaultProxyCredentials = settings.ProxyCredential;
        return handler;
    }
#endif
}
