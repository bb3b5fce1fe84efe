using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PostHogPS.Testing;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>Servers that no request should reach: invalid certificates, another host, and a port without a server.</summary>
internal sealed class Places : IAsyncDisposable
{
    private static readonly Socket Held = Hold();

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

    /// <summary>A port that is held and not listened on: one that was free a moment ago may be another test's by now.</summary>
    internal static Uri Nobody() => new("http://127.0.0.1:" + ((IPEndPoint)Held.LocalEndPoint!).Port + "/");

    private static Socket Hold()
    {
        var held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        held.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        await _expired.DisposeAsync().ConfigureAwait(false);
        await _foreign.DisposeAsync().ConfigureAwait(false);
        await Elsewhere.DisposeAsync().ConfigureAwait(false);
    }
}
