using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

/// <summary>The engine against the in-memory server: the same code path, only the last handler differs.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly List<EngineMessage> _messages = [];
    private IPostHogSession? _session;

    private CallContext Call => new(TestContext.Current.CancellationToken, _messages.Add, debug: true);

    public void Dispose() => _session?.Dispose();

    [Theory]
    [InlineData("A")]
    [InlineData("C")]
    public async Task Both_generations_answer(string generation)
    {
        IPostHogSession session = Open(generation);

        PostHogUser user = await session.Identity.GetCurrentUserAsync(Call);
        string project = session.CurrentProjectId!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Page<BatchExport> exports = await session.BatchExports.ListAsync("@current", null, null, null, Call);
        BatchExport export = exports.Items.First(static e => !e.Paused && e.Interval == "hour");
        Page<BatchExportRun> runs = await session.Runs.ListAsync(project, export.Id, new RunQuery(), null, Call);
        BatchExportRun run = await session.Runs.GetAsync(project, export.Id, runs.Items[0].Id, Call);
        Page<Project> projects = await session.Identity.ListProjectsAsync(null, null, Call);
        Page<Dashboard> dashboards = await session.Dashboards.ListAsync(project, new DashboardQuery(), null, Call);
        Page<BatchExportBackfill> backfills = await session.Backfills.ListAsync(project, export.Id, null, Call);

        Assert.Contains('@', user.Email);
        Assert.True(exports.Items.Count > 2);
        Assert.All(exports.Items, e => Assert.Equal(session.CurrentProjectId, e.ProjectId));
        Assert.Equal(runs.Items[0].Id, run.Id);
        Assert.Equal(export.Id, run.BatchExportId);
        Assert.Equal(session.CurrentProjectId, run.ProjectId);
        Assert.NotEmpty(projects.Items);
        Assert.NotEmpty(dashboards.Items);
        Assert.All(backfills.Items, b => Assert.Equal(session.CurrentProjectId, b.ProjectId));
        Assert.All(dashboards.Items, d => Assert.Equal(session.CurrentProjectId, d.ProjectId));
        // Eight calls of the list above, and whatever the route form costs: one at most.
        Assert.InRange(session.RequestCount, 7, 8);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("C")]
    public async Task Backfills_start_in_the_form_the_server_takes(string generation)
    {
        IPostHogSession session = Open(generation);
        await session.Identity.GetCurrentUserAsync(Call);
        Page<BatchExport> exports = await session.BatchExports.ListAsync("@current", null, null, null, Call);
        BatchExport export = exports.Items.First(static e => e.Interval == "hour");
        DateTimeOffset end = new(session.ServerNow.UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);

        string started = await session.Backfills.CreateAsync(
            "@current", export.Id, new BackfillBound(end.AddHours(-3), null), new BackfillBound(end, null), Call);

        Assert.NotEmpty(started);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("C")]
    public async Task Daily_backfills_start_with_dates_or_instants(string generation)
    {
        IPostHogSession session = Open(generation);
        await session.Identity.GetCurrentUserAsync(Call);
        Page<BatchExport> exports = await session.BatchExports.ListAsync("@current", null, null, null, Call);
        BatchExport export = exports.Items.First(static e => e.Interval == "day");
        DateTimeOffset end = new(session.ServerNow.UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);

        string started = await session.Backfills.CreateAsync(
            "@current", export.Id, new BackfillBound(end.AddDays(-3), $"{end.AddDays(-3):yyyy-MM-dd}"), new BackfillBound(end, $"{end:yyyy-MM-dd}"), Call);

        Assert.NotEmpty(started);
    }

    [Fact]
    public async Task Pausing_and_resuming_work_and_logs_are_read()
    {
        IPostHogSession session = Open("C");
        Page<BatchExport> exports = await session.BatchExports.ListAsync("@current", null, null, null, Call);
        BatchExport export = exports.Items.First(static e => !e.Paused && e.LatestRuns.Count == 10);

        await session.BatchExports.PauseAsync("@current", export.Id, Call);
        bool paused = (await session.BatchExports.GetAsync("@current", export.Id, Call)).Paused;
        await session.BatchExports.UnpauseAsync("@current", export.Id, backfill: false, Call);
        IReadOnlyList<BatchExportLogEntry> logs = (await session.Logs.FetchAsync("@current", export.Id, new LogQuery(), 20, Call)).Items;

        Assert.True(paused);
        Assert.Equal(20, logs.Count);
        Assert.All(logs, l => Assert.Equal(export.Id, l.BatchExportId));
    }

    [Fact]
    public void The_sandbox_has_a_clock_of_its_own_and_no_cloud_address()
    {
        IPostHogSession session = Open("C");

        DateTimeOffset before = session.ServerNow;
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromMinutes(10), session.ServerNow - before);
        Assert.False(session.RateLimits[0].Paced);
    }

    private IPostHogSession Open(string generation) => _session = new EngineEntry().Open(new ConnectionSettings
    {
        Sandbox = new SandboxSettings { Generation = generation },
        Clock = _clock,
    });
}
