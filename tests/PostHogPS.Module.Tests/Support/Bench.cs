using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Security;
using System.Threading.Tasks;
using PostHogPS.Hosting;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Module.Tests.Support;

/// <summary>How to set up a <see cref="Bench"/>.</summary>
internal sealed class BenchOptions
{
    internal SandboxServerOptions Server { get; init; } = new();

    /// <summary>Switches of Connect-PostHog; null does not connect.</summary>
    internal string? Connect { get; init; } = "-ProjectId 101 -RouteFamily Projects -RateLimit None";

    /// <summary>The key, which a test finds nowhere.</summary>
    internal string Key { get; init; } = Bench.PlantedKey;

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    internal TimeSpan ServerAhead { get; init; }

    internal int Width { get; init; } = 140;
}

/// <summary>A server on a real socket, and a shell with the module connected to it. Waits take no time.</summary>
internal sealed class Bench : IAsyncDisposable
{
    /// <summary>Recognisable in any text, and good for everything.</summary>
    internal const string PlantedKey = "phx_PlantedKey7f3a91c2e5b84d60";

    /// <summary>A secret of a destination, in the same form.</summary>
    internal const string PlantedSecret = "PlantedSecret-c0ffee-4711";

    private Bench(SandboxServer server, Shell shell, TestClock clock)
    {
        Server = server;
        Shell = shell;
        Clock = clock;
    }

    internal SandboxServer Server { get; }

    internal Shell Shell { get; }

    internal TestClock Clock { get; }

    internal FaultPlan Faults => Server.Faults;

    /// <summary>The one it began with.</summary>
    internal PostHogConnection Connection => (PostHogConnection)Shell.Run("Get-PHConnection default").Clean().Single.BaseObject;

    /// <summary>What the server received, but for what a test forgot before.</summary>
    internal RequestLog Requests => Server.Requests;

    internal static async Task<Bench> StartAsync(BenchOptions? options = null)
    {
        options ??= new BenchOptions();
        var clock = TestClock.Start();
        options.Server.Sandbox.Time = new ShiftedTime(clock, options.ServerAhead);
        options.Server.Sandbox.BackfillRowDelay = TimeSpan.Zero;
        // As behind a gateway that validates: a body where the endpoint takes none is refused.
        options.Server.Sandbox.StrictBodies = true;
        options.Server.Sandbox.BurstLimit = options.Server.Sandbox.SustainedLimit = 0;
        SandboxServer server = await SandboxServer.StartAsync(options.Server).ConfigureAwait(false);
        Shell shell = Shell.Open(new ShellOptions { Width = options.Width });
        ModuleClock.Use(shell.Runspace, clock);
        shell.Set("key", Secret(options.Key));
        shell.Set("secret", Secret(PlantedSecret));
        shell.Set("server", server.Address.AbsoluteUri);
        shell.Set("clock", clock);
        shell.Set("timeout", TimeSpan.FromSeconds(100));
        shell.Set("folder", Path.Combine(Path.GetTempPath(), "posthogps-" + Guid.NewGuid().ToString("N")));
        var bench = new Bench(server, shell, clock);
        if (options.Connect is { } switches)
            bench.Connect(switches);
        return bench;
    }

    internal static SecureString Secret(string text) => new NetworkCredential("", text).SecurePassword;

    internal void Connect(string switches, bool validate = false) =>
        Run("Connect-PostHog -ApiKey $key -HostUri $server " + switches + (validate ? "" : " -SkipValidation")).Clean();

    internal ShellResult Run(string script) => Shell.Run(script);

    /// <summary>Runs a line that must work, then forgets what the server has seen.</summary>
    internal void Prepare(string script)
    {
        if (script.Length > 0)
            Run("$null = . { " + script + " }").Clean();
        Requests.Clear();
    }

    /// <summary>A task that ends when so many requests that a fault of this path would hit have arrived.</summary>
    internal Task ArrivalOf(string? method, string path, int count = 1)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Arrived += (_, _) =>
        {
            if (Requests.Find(method, path).Count >= count)
                arrived.TrySetResult();
        };
        if (Requests.Find(method, path).Count >= count)
            arrived.TrySetResult();
        return arrived.Task;
    }

    /// <summary>Makes the connection talk to another address, with the objects that were read from the first one.</summary>
    internal void MoveTo(Uri address)
    {
        PostHogConnection connection = Connection;
        connection.Settings.HostUri = address;
        FieldInfo session = typeof(PostHogConnection).GetField("_session", BindingFlags.Instance | BindingFlags.NonPublic)!;
        (session.GetValue(connection) as IDisposable)?.Dispose();
        session.SetValue(connection, null);
        Shell.Set("server", address.AbsoluteUri);
    }

    internal IReadOnlyList<ReceivedRequest> Writes() => [.. Requests.All.Where(r => r.Method != "GET")];

    public async ValueTask DisposeAsync()
    {
        string folder = (string)Shell.Get("folder")!;
        Shell.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await Server.DisposeAsync().ConfigureAwait(false);
    }
}
