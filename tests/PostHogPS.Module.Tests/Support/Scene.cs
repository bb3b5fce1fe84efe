using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using PostHogPS.Hosting;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// A PostHog on a socket, a shell with the module connected to it, and one clock for both. The clock belongs to the
/// scene's own shells, so that scenes run side by side.
/// </summary>
internal sealed class Scene : IDisposable
{
    internal static readonly DateTimeOffset Noon = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);

    private const string OurKey = "phx_ours";
    private readonly List<Shell> _shells = [];
    private readonly HttpClient _others = new();

    private Scene(DateTimeOffset start, Action<SandboxOptions> shape)
    {
        Clock = new TestClock(start);
        var options = new SandboxServerOptions();
        options.Sandbox.Time = Clock;
        shape(options.Sandbox);
        Server = SandboxServer.StartAsync(options).GetAwaiter().GetResult();
        _others.DefaultRequestHeaders.Authorization = new("Bearer", "phx_others");
        Shell = NewShell();
    }

    internal TestClock Clock { get; }

    internal SandboxServer Server { get; }

    internal Shell Shell { get; }

    internal DateTimeOffset Now => Clock.UtcNow;

    /// <summary>What the module asked, without what the test itself did to the server.</summary>
    internal IReadOnlyList<ReceivedRequest> Requests => [.. Server.Requests.All.Where(r => r.Request.Header("Authorization") == "Bearer " + OurKey)];

    internal IReadOnlyList<ReceivedRequest> Writes => [.. Requests.Where(r => r.Method != "GET")];

    /// <summary>Writes that took effect, as "path body".</summary>
    internal IReadOnlyList<string> Done => [.. Writes.Where(r => r.Processed).Select(r => r.PathAndQuery + " " + r.Body)];

    internal static Scene Of(params SandboxExport[] exports) => Of(Noon, exports);

    internal static Scene Of(DateTimeOffset start, params SandboxExport[] exports) => Of(start, _ => { }, exports);

    internal static Scene Of(DateTimeOffset start, Action<SandboxOptions> shape, params SandboxExport[] exports) => new(start, options =>
    {
        var project = new SandboxProject { Id = 101, Name = "Webshop" };
        foreach (SandboxExport export in exports)
            project.Exports.Add(export);
        options.Projects.Add(project);
        shape(options);
    });

    internal static Scene OfProjects(IEnumerable<SandboxProject> projects) => new(Noon, options =>
    {
        foreach (SandboxProject project in projects)
            options.Projects.Add(project);
    });

    /// <summary>Another shell on the same server, as on another person's desk.</summary>
    internal Shell NewShell()
    {
        Shell shell = Shell.Open();
        ModuleClock.Use(shell.Runspace, Clock);
        shell.Set("key", Secure(OurKey));
        shell.Set("server", Server.Address.ToString());
        shell.Run("Connect-PostHog -HostUri $server -ApiKey $key -ProjectId 101 -RouteFamily Projects -SkipValidation").Clean();
        _shells.Add(shell);
        return shell;
    }

    internal ShellResult Run(string script, params object?[] arguments) => Shell.Run(script, arguments);

    /// <summary>Runs a repair and gives its results.</summary>
    internal IReadOnlyList<BatchExportRepairResult> Repair(string arguments) => Run("Repair-PHBatchExport " + arguments).Clean().As<BatchExportRepairResult>();

    /// <summary>Something that somebody else does on the server.</summary>
    internal void Other(HttpMethod method, string path, string body = "{}")
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, "api/projects/101/batch_exports/" + path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = _others.Send(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Ctrl+C while the server has got the n-th request of a kind and not answered it.</summary>
    internal ShellResult StopAt(string script, string method, string pattern, int number)
    {
        using var started = new ManualResetEventSlim();
        RunningPipeline? running = null;
        int seen = 0;
        Server.Requests.Arrived += OnArrived;
        running = Shell.Start(script);
        started.Set();
        ShellResult result = running.Wait();
        Server.Requests.Arrived -= OnArrived;
        running.Dispose();
        return result;

        void OnArrived(object? sender, ReceivedRequest request)
        {
            if (request.Method != method || !request.PathAndQuery.Contains(pattern, StringComparison.Ordinal) || Interlocked.Increment(ref seen) != number)
                return;
            started.Wait();
            running!.Stop();
        }
    }

    /// <summary>Ctrl+C as the n-th wait begins.</summary>
    internal ShellResult StopInWait(string script, int number)
    {
        using var started = new ManualResetEventSlim();
        RunningPipeline? running = null;
        Clock.OnWait(number, () =>
        {
            started.Wait();
            running!.Stop();
        });
        running = Shell.Start(script);
        started.Set();
        ShellResult result = running.Wait();
        running.Dispose();
        return result;
    }

    /// <summary>Every interval of the export that was completed, with the number of completed runs.</summary>
    internal IReadOnlyDictionary<(DateTimeOffset? Start, DateTimeOffset? End), int> Completed(SandboxExport export)
    {
        using Shell shell = Shell.Open();
        ModuleClock.Use(shell.Runspace, Clock);
        shell.Set("key", Secure("phx_auditor"));
        shell.Set("server", Server.Address.ToString());
        shell.Run("Connect-PostHog -HostUri $server -ApiKey $key -ProjectId 101 -RouteFamily Projects -SkipValidation").Clean();
        return shell.Run("Get-PHBatchExportRun $args[0] -After 2020-01-01 -State Completed", export.Id).Clean().As<BatchExportRun>()
            .GroupBy(run => (run.DataIntervalStart, run.DataIntervalEnd)).ToDictionary(g => g.Key, g => g.Count());
    }

    /// <summary>The worst sin: rows written twice.</summary>
    internal void NothingTwice(params SandboxExport[] exports)
    {
        foreach (SandboxExport export in exports)
            Assert.DoesNotContain(Completed(export), interval => interval.Value > 1);
    }

    public void Dispose()
    {
        foreach (Shell shell in _shells)
        {
            shell.Run("Disconnect-PostHog");
            shell.Dispose();
        }

        _others.Dispose();
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static System.Security.SecureString Secure(string text)
    {
        var secret = new System.Security.SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }
}
