using System;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogPS.Sandbox.Time;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Testing;

/// <summary>A sandbox that listens on loopback.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxServer(WebApplication app, FaultySandbox sandbox, SandboxEndpoint endpoint, X509Certificate2? certificate, ConnectionCount connections)
    {
        _app = app;
        endpoint.Dripped = () => Dripped?.Invoke(this, EventArgs.Empty);
        endpoint.Answered = exchange => Answered?.Invoke(this, exchange);
        Connections = connections;
        Sandbox = sandbox;
        Certificate = certificate;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Raised before an answer goes out, on the thread that sends it.</summary>
    public event EventHandler<Exchange>? Answered;

    /// <summary>Raised when the first piece of a slow answer has gone out.</summary>
    public event EventHandler? Dripped;

    /// <summary>Where it listens, for example http://127.0.0.1:12345/.</summary>
    public Uri Address { get; }

    public FaultySandbox Sandbox { get; }

    public RequestLog Requests => Sandbox.Requests;

    public FaultPlan Faults => Sandbox.Faults;

    public SandboxClock Clock => Sandbox.Clock;

    public ConnectionCount Connections { get; }

    /// <summary>What a client has to trust in order to connect; null without TLS.</summary>
    public X509Certificate2? Certificate { get; }

    public static async Task<SandboxServer> StartAsync(SandboxServerOptions? options = null)
    {
        options ??= new SandboxServerOptions();
        var sandbox = new FaultySandbox(options.Sandbox);
        X509Certificate2? certificate = options.Tls == TlsMode.None ? null : Certificates.Make(options.Tls);

        var connections = new ConnectionCount();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                // One connection carries one request at a time, so a dropped connection is a dropped request.
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection => connections.CountAsync(next, connection));
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });

        WebApplication app = builder.Build();
        var endpoint = new SandboxEndpoint(sandbox);
        app.Run(endpoint.ServeAsync);
        await app.StartAsync().ConfigureAwait(false);
        return new SandboxServer(app, sandbox, endpoint, certificate, connections);
    }

    /// <summary>Ends when the process is asked to.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        // A request that hangs on purpose must not hold up the end.
        using var hurry = new System.Threading.CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(hurry.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        Certificate?.Dispose();
    }
}
