using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Engine;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Domain.Tests.Support;

/// <summary>A PostHog in memory, a connection to it, and one clock for both: a wait is over at once and moves the server.</summary>
internal sealed class World : IDisposable
{
    private static readonly EngineEntry Engine = new();

    internal World(string generation = "C")
    {
        Clock = new TestClock(new DateTimeOffset(2026, 10, 14, 12, 20, 0, TimeSpan.Zero));
        var settings = new ConnectionSettings
        {
            HostUri = new Uri("https://sandbox.posthog.example/"),
            Clock = Clock,
            Sandbox = new SandboxSettings { Seed = 1, Speed = 1, Generation = generation },
        };
        Connection = new PostHogConnection("test", settings, "101", Clock, static opened => Engine.Open(opened)) { IsDefault = true };
        Scope = new ProjectScope(Connection, "101");
    }

    internal TestClock Clock { get; }

    internal PostHogConnection Connection { get; }

    internal ProjectScope Scope { get; }

    internal List<EngineMessage> Messages { get; } = [];

    internal IEnumerable<string> Warnings => Messages.Where(m => m.Kind == EngineMessageKind.Warning).Select(m => m.Text);

    internal IEnumerable<Exception> Errors => Messages.Where(m => m.Kind == EngineMessageKind.Error).Select(m => m.Error!);

    internal IEnumerable<T> Results<T>() => Messages.Where(m => m.Kind == EngineMessageKind.Result).Select(m => m.Item).OfType<T>();

    /// <summary>What was sent, as "GET /api/...".</summary>
    internal IEnumerable<string> Requests =>
        Messages.Where(m => m.Kind == EngineMessageKind.Verbose && m.Text.Contains("/api/", StringComparison.Ordinal)).Select(m => m.Text);

    internal IEnumerable<string> Writes => Requests.Where(r => !r.StartsWith("GET", StringComparison.Ordinal));

    internal CallContext Call(CancellationToken? cancellation = null, Func<Task>? flush = null) =>
        new(Report, debug: false, Clock, cancellation ?? TestContext.Current.CancellationToken, flush);

    internal async Task<BatchExport> ExportAsync(string name)
    {
        Page<BatchExport> page = await Scope.Session.BatchExports.ListAsync(Scope.Project, null, null, null, Call());
        BatchExport export = Scope.Stamp(page.Items.Single(e => e.Name == name));
        Messages.Clear();
        return export;
    }

    public void Dispose() => Connection.Close();

    private void Report(EngineMessage message)
    {
        lock (Messages)
            Messages.Add(message);
    }
}
