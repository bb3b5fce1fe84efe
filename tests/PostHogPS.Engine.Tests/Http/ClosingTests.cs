using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Http;

/// <summary>A session that is closed while its calls run, as Disconnect-PostHog in another runspace does.</summary>
public sealed class ClosingTests
{
    private static readonly Dictionary<string, object?> Named = new() { ["name"] = "x" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_at_the_server_ends_first()
    {
        using var arrived = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        using var bench = new Bench(_ =>
        {
            arrived.Set();
            answer.Wait(TimeSpan.FromMinutes(20), Stop);
            return Reply.Json(Samples.ExportJson, 201);
        });
        Task<BatchExport> create = Task.Run(() => bench.Session.BatchExports.CreateAsync("7", Named, bench.Call), Stop);
        Assert.True(arrived.Wait(TimeSpan.FromMinutes(20), Stop));

        bench.Session.Dispose();
        answer.Set();

        Assert.Equal(Samples.Export, (await create).Id);
        await IsClosed(bench);
    }

    [Fact]
    public async Task What_is_at_the_server_and_gets_no_answer_is_of_unknown_fate()
    {
        using var arrived = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        using var bench = new Bench(_ =>
        {
            arrived.Set();
            answer.Wait(TimeSpan.FromMinutes(20), Stop);
            return Reply.Reset;
        });
        Task<BatchExport> create = Task.Run(() => bench.Session.BatchExports.CreateAsync("7", Named, bench.Call), Stop);
        Assert.True(arrived.Wait(TimeSpan.FromMinutes(20), Stop));

        bench.Session.Dispose();
        answer.Set();

        Assert.Equal(PostHogErrorKind.FateUnknown, (await Assert.ThrowsAsync<PostHogApiException>(() => create)).Kind);
        Assert.Single(bench.Server.Requests);
    }

    /// <summary>A refusal of PostHog's asks to wait an hour: nothing has happened, and nobody is left to wait for.</summary>
    [Theory]
    [InlineData("create")]
    [InlineData("list")]
    public async Task A_wait_ends(string what)
    {
        using var waiting = new ManualResetEventSlim();
        using var server = new SocketServer(static _ => Reply.Error(429, "throttled", "Later.", null, "Retry-After: 3000"));
        using IPostHogSession session = Bench.Open(server.Address, null);
        var call = new CallContext(TestContext.Current.CancellationToken, message =>
        {
            if (message.Kind == EngineMessageKind.Waiting)
                waiting.Set();
        });
        Task work = Task.Run(() => what == "create" ? session.BatchExports.CreateAsync("7", Named, call)
            : (Task)session.BatchExports.ListAsync("7", null, null, null, call), Stop);
        Assert.True(waiting.Wait(TimeSpan.FromMinutes(20), Stop));

        session.Dispose();

        Assert.Equal(PostHogErrorKind.Disconnected, (await Assert.ThrowsAsync<PostHogApiException>(() => work)).Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_read_that_would_be_repeated_is_not()
    {
        using var arrived = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        using var bench = new Bench(_ =>
        {
            arrived.Set();
            answer.Wait(TimeSpan.FromMinutes(20), Stop);
            return Reply.Html(502, "x");
        });
        Task<Page<BatchExport>> list = Task.Run(() => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call), Stop);
        Assert.True(arrived.Wait(TimeSpan.FromMinutes(20), Stop));

        bench.Session.Dispose();
        answer.Set();

        Assert.Equal(PostHogErrorKind.Disconnected, (await Assert.ThrowsAsync<PostHogApiException>(() => list)).Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task Every_call_afterwards_says_so()
    {
        using var bench = new Bench(static _ => Reply.Json("{}"));
        bench.Session.Dispose();
        bench.Session.Dispose();

        await IsClosed(bench);

        Assert.Equal("[redacted]", bench.Session.Redact("anything"));
        Assert.Empty(bench.Server.Requests);
    }

    private static async Task IsClosed(Bench bench)
    {
        IPostHogSession session = bench.Session;
        int before = bench.Server.Requests.Count;
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => session.BatchExports.ListAsync("7", null, null, null, bench.Call),
            () => session.BatchExports.GetAsync("7", Samples.Export, bench.Call),
            () => session.BatchExports.PauseAsync("7", Samples.Export, bench.Call),
            () => session.BatchExports.CreateAsync("7", Named, bench.Call),
            () => session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call),
            () => session.Backfills.CreateAsync("7", Samples.Export, new BackfillBound(bench.Clock.UtcNow, null), null, bench.Call),
            () => session.Rest.SendAsync("GET", "api/x/", [], null, bench.Call),
            () => session.FileDownloads.CopyToAsync("7", Samples.Export, null, 0, null, (_, _, _) => { }, System.IO.Stream.Null, bench.Call),
        })
        {
            PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(call);
            Assert.Equal(PostHogErrorKind.Disconnected, error.Kind);
        }

        Assert.Equal(before, bench.Server.Requests.Count);
    }
}
