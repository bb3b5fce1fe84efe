using System;
using System.Net;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Http;

/// <summary>A proxy that is never used for this machine, whatever the environment's list of exceptions says.</summary>
internal sealed class RemoteOnlyProxy(IWebProxy inner, ICredentials? credentials) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => credentials ?? inner.Credentials;
        set => throw new NotSupportedException();
    }

    // Apart, so that its assembly is loaded only where there is a proxy.
    internal static IWebProxy FromSettings(ConnectionSettings settings) => new WebProxy(settings.Proxy) { Credentials = settings.ProxyCredential };

    /// <summary>The one given, or the system's, for addresses of any host.</summary>
    internal static IWebProxy? CreateFrom(ConnectionSettings settings)
    {
#if NET
        IWebProxy? inner = settings.Proxy is null ? System.Net.Http.HttpClient.DefaultProxy : FromSettings(settings);
#else
        IWebProxy? inner = settings.Proxy is null ? WebRequest.DefaultWebProxy : FromSettings(settings);
#endif
        return inner is null ? null : new RemoteOnlyProxy(inner, settings.ProxyCredential);
    }

    public Uri? GetProxy(Uri destination) => inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => HostAddress.IsLoopback(host) || inner.IsBypassed(host);
}
