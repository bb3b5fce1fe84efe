using System;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogPS.Sandbox.Time;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Testing;

/// <summary>A sandbox that listens on loopback.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    // What Kestrel takes from a host, built once for all servers: a host of its own, which reads files of settings and watches their folders,
    // costs more than most tests.
    private static readonly IServiceProvider Services = CreateServices();

    private readonly KestrelServer _server;

    private SandboxServer(KestrelServer server, FaultySandbox sandbox, SandboxEndpoint endpoint, X509Certificate2? certificate, ConnectionCount connections)
    {
        _server = server;
        endpoint.Dripped = () => Dripped?.Invoke(this, EventArgs.Empty);
        endpoint.Answered = exchange => Answered?.Invoke(this, exchange);
        Connections = connections;
        Sandbox = sandbox;
        Certificate = certificate;
        Address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
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
        if (options.PerRequest > TimeSpan.Zero)
            sandbox.Requests.Arrived += (_, _) => sandbox.Clock.Advance(options.PerRequest);
        X509Certificate2? certificate = options.Tls == TlsMode.None ? null : Certificates.Make(options.Tls);

        var connections = new ConnectionCount();
        var kestrel = new KestrelServerOptions { ApplicationServices = Services, AddServerHeader = false };
        kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            // One connection carries one request at a time, so a dropped connection is a dropped request.
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => connections.CountAsync(next, connection));
            if (certificate is not null)
                listen.UseHttps(certificate);
        });

        var server = new KestrelServer(Options.Create(kestrel), Services.GetRequiredService<IConnectionListenerFactory>(), NullLoggerFactory.Instance);
        var endpoint = new SandboxEndpoint(sandbox);
        await server.StartAsync(new Application(endpoint), CancellationToken.None).ConfigureAwait(false);
        return new SandboxServer(server, sandbox, endpoint, certificate, connections);
    }

    public async ValueTask DisposeAsync()
    {
        // A request that hangs on purpose must not hold up the end.
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _server.StopAsync(hurry.Token).ConfigureAwait(false);
        _server.Dispose();
        Certificate?.Dispose();
    }

    private static IServiceProvider CreateServices()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        return builder.Build().Services;
    }

    /// <summary>Hands requests to the sandbox.</summary>
    private sealed class Application(SandboxEndpoint endpoint) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => endpoint.ServeAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing of it outlives the request.
        }
    }
}
