using System;
using System.Net;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>A proxy that never gets a request to this machine, whatever the environment's list of exceptions says.</summary>
internal sealed class ProxyBeyondLoopback(IWebProxy inner, ICredentials? credentials) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => credentials ?? inner.Credentials;
        set => throw new NotSupportedException();
    }

    // Apart, so that its assembly is loaded only where there is a proxy.
    internal static IWebProxy Given(ConnectionSettings settings) => new WebProxy(settings.Proxy) { Credentials = settings.ProxyCredential };

    /// <summary>The one given, or the system's, for addresses of any host.</summary>
    internal static IWebProxy? Of(ConnectionSettings settings)
    {
#if NET
        IWebProxy? inner = settings.Proxy is null ? System.Net.Http.HttpClient.DefaultProxy : Given(settings);
#else
        IWebProxy? inner = settings.Proxy is null ? WebRequest.DefaultWebProxy : Given(settings);
#endif
        return inner is null ? null : new ProxyBeyondLoopback(inner, settings.ProxyCredential);
    }

    public Uri? GetProxy(Uri destination) => inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => HostAddress.IsLoopback(host) || inner.IsBypassed(host);
}
