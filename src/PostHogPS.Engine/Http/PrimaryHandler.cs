using System;
using System.Net;
using System.Net.Http;
using PostHogPS.Connections;
using PostHogPS.Contracts;
#if NET
using PostHogPS.Engine.Retry;
#endif

namespace PostHogPS.Engine.Http;

/// <summary>The handler that owns the sockets.</summary>
/// <remarks><c>host</c> is the only host the handler is for, or null for one that is told by each request.</remarks>
internal static class PrimaryHandler
{
    /// <summary>How long a connection may be used: a name that moved to another address is found again.</summary>
    internal static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

#if NET
    internal static HttpMessageHandler Create(ConnectionSettings settings, Uri? host, bool decompress)
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
            // An answer that is not read to its end is given up: waiting for the rest of it would hold Ctrl+C for two seconds.
            ResponseDrainTimeout = TimeSpan.Zero,
            SslOptions = { RemoteCertificateValidationCallback = CertificateCheck.Check },
        };
        // Ends before the time to the headers does: then it is certain that nothing was sent.
        if (settings.Timeout > TimeSpan.Zero && settings.Timeout < TimeSpan.FromDays(1))
            handler.ConnectTimeout = TimeSpan.FromTicks(settings.Timeout.Ticks * 9 / 10);
        UseProxy(handler, settings, host);
        return handler;
    }
#else
    internal static HttpMessageHandler Create(ConnectionSettings settings, Uri? host, bool decompress) =>
        new FreshConnectionHandler(() => Make(settings, host, decompress));

    private static HttpClientHandler Make(ConnectionSettings settings, Uri? host, bool decompress)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = decompress ? DecompressionMethods.GZip | DecompressionMethods.Deflate : DecompressionMethods.None,
            // The framework allows two connections to a host unless told otherwise.
            MaxConnectionsPerServer = 32,
        };
        UseProxy(handler, settings, host);
        return handler;
    }
#endif

#if NET
    private static void UseProxy(SocketsHttpHandler handler, ConnectionSettings settings, Uri? host)
#else
    private static void UseProxy(HttpClientHandler handler, ConnectionSettings settings, Uri? host)
#endif
    {
        // http is allowed to this machine only: through a proxy the key would leave it, in the clear.
        if (host is not null && HostAddress.IsLoopback(host))
            handler.UseProxy = false;
        else if (host is null)
            handler.Proxy = RemoteOnlyProxy.CreateFrom(settings);
        else if (settings.Proxy is not null)
            handler.Proxy = RemoteOnlyProxy.FromSettings(settings);
        else if (settings.ProxyCredential is not null)
            handler.DefaultProxyCredentials = settings.ProxyCredential;
    }
}
