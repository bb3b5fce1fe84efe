using System;
using System.Net;
using System.Net.Http;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>The handler that owns the sockets.</summary>
internal static class PrimaryHandler
{
    /// <summary>How long a connection may be used: a name that moved to another address is found again.</summary>
    internal static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

#if NET
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
            SslOptions = { RemoteCertificateValidationCallback = CertificateCheck.Check },
        };
        // Ends before the time to the headers does: then it is certain that nothing was sent.
        if (settings.Timeout > TimeSpan.Zero && settings.Timeout < TimeSpan.FromDays(1))
            handler.ConnectTimeout = TimeSpan.FromTicks(settings.Timeout.Ticks * 9 / 10);
        if (settings.Proxy is not null)
            handler.Proxy = Proxy(settings);
        else if (settings.ProxyCredential is not null)
            handler.DefaultProxyCredentials = settings.ProxyCredential;
        return handler;
    }
#else
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
            handler.Proxy = Proxy(settings);
        else if (settings.ProxyCredential is not null)
            handler.DefaultProxyCredentials = settings.ProxyCredential;
        return handler;
    }
#endif

    // Apart, so that its assembly is loaded only where there is a proxy.
    private static WebProxy Proxy(ConnectionSettings settings) => new(settings.Proxy) { Credentials = settings.ProxyCredential };
}
