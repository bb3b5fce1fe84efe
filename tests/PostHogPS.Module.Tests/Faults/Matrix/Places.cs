using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PostHogPS.Testing;

namespace PostHogPS.Module.Tests.Faults;

/// <summary>Servers that no request should reach: certificates that do not hold, another host, and nobody.</summary>
internal sealed class Places : IAsyncDisposable
{
    private readonly SandboxServer _expired;
    private readonly SandboxServer _foreign;

    private Places(SandboxServer expired, SandboxServer foreign, SandboxServer elsewhere)
    {
        _expired = expired;
        _foreign = foreign;
        Elsewhere = elsewhere;
    }

    /// <summary>Where redirects lead.</summary>
    internal SandboxServer Elsewhere { get; }

    /// <summary>By another name than the server's, as an attacker would have it.</summary>
    internal string ElsewhereAddress => $"http://localhost:{Elsewhere.Address.Port}/sign-in";

    internal static async Task<Places> StartAsync() => new(
        await SandboxServer.StartAsync(new SandboxServerOptions { Tls = TlsMode.Expired }).ConfigureAwait(false),
        await SandboxServer.StartAsync(new SandboxServerOptions { Tls = TlsMode.WrongHost }).ConfigureAwait(false),
        await SandboxServer.StartAsync().ConfigureAwait(false));

    internal SandboxServer? Of(FaultSource source) => source switch
    {
        FaultSource.ExpiredCertificate => _expired,
        FaultSource.WrongHostName => _foreign,
        _ => null,
    };

    /// <summary>A port that was free a moment ago.</summary>
    internal static Uri Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri("http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port + "/");
    }

    public async ValueTask DisposeAsync()
    {
        await _expired.DisposeAsync().ConfigureAwait(false);
        await _foreign.DisposeAsync().ConfigureAwait(false);
        await Elsewhere.DisposeAsync().ConfigureAwait(false);
    }
}
