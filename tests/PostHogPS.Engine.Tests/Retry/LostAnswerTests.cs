using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Retry;

/// <summary>What reaches the socket when answers get lost. The server counts; the client's own word is not asked.</summary>
public sealed class LostAnswerTests
{
    public static TheoryData<string> WritesThatMustNotBeSentTwice => new() { "create", "backfill", "retry", "unpause", "download", "dashboard", "rest" };

    public static TheoryData<string> WritesThatMayBeSentTwice => new() { "pause", "unpause", "cancel", "cancelBackfill", "update", "delete" };

    [Theory]
    [MemberData(nameof(WritesThatMustNotBeSentTwice))]
    public async Task A_write_is_sent_once_when_its_answer_is_lost(string write)
    {
        using var bench = new Bench(static _ => Reply.Drop);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => Once(write, bench));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Contains("may have taken effect", error.Message, StringComparison.Ordinal);
        Seen only = Assert.Single(bench.Server.Requests);
        Assert.Equal("POST", only.Method);
        Assert.NotEmpty(only.Body);
    }

    [Theory]
    [MemberData(nameof(WritesThatMustNotBeSentTwice))]
    public async Task A_write_is_sent_once_when_a_pooled_connection_turns_out_dead(string write)
    {
        // The trap: the first call leaves a connection in the pool, and the second one finds it closing under it.
        int seen = 0;
        using var bench = new Bench(_ => Interlocked.Increment(ref seen) == 1 ? Reply.Json(Samples.Page("")) : Reply.Drop);
        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => Once(write, bench));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Equal(2, bench.Server.Requests.Count);
        Assert.Equal(1, bench.Server.Requests.Count(static r => r.Method == "POST"));
    }

    [Theory]
    [MemberData(nameof(WritesThatMustNotBeSentTwice))]
    public async Task A_write_is_sent_once_when_the_server_fails(string write)
    {
        using var bench = new Bench(static _ => Reply.Error(500, "error", "A server error occurred."));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => Once(write, bench));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Equal(500, error.StatusCode);
        Assert.Contains("A server error occurred.", error.Message, StringComparison.Ordinal);
        Assert.Single(bench.Server.Requests);
    }

    /// <summary>
    /// What proxies say when they have delivered a request and got no answer in time: Varnish names a time, Cloudflare has a status
    /// of its own.
    /// </summary>
    [Theory]
    [InlineData(503, "Retry-After: 1")]
    [InlineData(503, "X-Varnish: 1")]
    [InlineData(520, "Server: cloudflare")]
    [InlineData(524, "Retry-After: 1")]
    public async Task A_write_is_sent_once_when_a_proxy_timed_out(int status, string header)
    {
        using var bench = new Bench(_ => Reply.Html(status, "<html>Backend fetch failed</html>", header));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => Once("backfill", bench));

        Assert.Equal((PostHogErrorKind.FateUnknown, status), (error.Kind, error.StatusCode));
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public void A_host_that_gets_out_of_reach_during_a_request_may_have_got_it()
    {
        var late = new System.Net.Http.HttpRequestException("An error occurred while sending the request.",
            new System.IO.IOException("Unable to read", new SocketException((int)SocketError.HostUnreachable)));
        Assert.Equal(FailureKind.ConnectionLost, SendFailure.CreateFrom(late).Kind);
        var early = new System.Net.Http.HttpRequestException(System.Net.Http.HttpRequestError.ConnectionError, "No route to host",
            new SocketException((int)SocketError.HostUnreachable));
        Assert.Equal(FailureKind.NotSent, SendFailure.CreateFrom(early).Kind);
    }

    [Theory]
    [MemberData(nameof(WritesThatMayBeSentTwice))]
    public async Task A_harmless_write_is_repeated(string write)
    {
        int seen = 0;
        using var bench = new Bench(_ => Interlocked.Increment(ref seen) == 1 ? Reply.Drop : Reply.Json(Samples.ExportJson));

        await Harmless(write, bench);

        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_read_that_breaks_off_in_its_body_is_read_again()
    {
        Reply whole = Reply.Json(Samples.Page(Samples.ExportJson));
        using var bench = new Bench(ThrottleTests.Script(whole.CutAt(^40), whole));

        Page<BatchExport> page = await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Single(page.Items);
        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_write_whose_answer_breaks_off_is_not_sent_again()
    {
        using var bench = new Bench(ThrottleTests.Script(Reply.Json("""{"backfill_id":"0199"}""", 201).CutAt(^5)));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => Once("retry", bench));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Equal(201, error.StatusCode);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_by_reads_and_writes_and_named()
    {
        // Held and not listened on: a port that was free a moment ago may be another test's by now.
        using var held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        held.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri("http://127.0.0.1:" + ((IPEndPoint)held.LocalEndPoint!).Port + "/");
        var clock = new TestClock();
        using IPostHogSession session = Bench.Open(address, clock);
        var call = new CallContext(TestContext.Current.CancellationToken);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => session.Runs.RetryAsync("7", Samples.Export, Samples.Run, call));

        Assert.Equal(PostHogErrorKind.Unreachable, error.Kind);
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, session.RequestCount);
        Assert.Equal(3, clock.Waits.Count);
        Assert.Equal(0, session.RateLimits[0].Used);
    }

    [Fact]
    public async Task An_unknown_host_is_named_as_such()
    {
        using IPostHogSession session = Bench.Open(new Uri("https://nowhere.invalid/"), new TestClock());

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => session.Identity.GetCurrentUserAsync(new CallContext(TestContext.Current.CancellationToken)));

        Assert.Equal(PostHogErrorKind.Unreachable, error.Kind);
        Assert.Contains("host name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gone_counts_as_deleted_only_after_a_repeat()
    {
        Reply gone = Reply.Error(404, "not_found", "Not found.");
        using var first = new Bench(ThrottleTests.Script(gone));
        using var repeated = new Bench(ThrottleTests.Script(Reply.Drop, gone));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => first.Session.BatchExports.DeleteAsync("7", Samples.Export, first.Call));
        await repeated.Session.BatchExports.DeleteAsync("7", Samples.Export, repeated.Call);

        Assert.Equal(PostHogErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task Already_cancelled_counts_as_done_only_after_a_repeat()
    {
        Reply over = Reply.Error(400, "invalid_input", "Cannot cancel a run that is in 'Cancelled' status");
        using var first = new Bench(ThrottleTests.Script(over));
        using var repeated = new Bench(ThrottleTests.Script(Reply.Html(504, "gateway"), over));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => first.Session.Runs.CancelAsync("7", Samples.Export, Samples.Run, first.Call));
        await repeated.Session.Runs.CancelAsync("7", Samples.Export, Samples.Run, repeated.Call);

        Assert.Equal(PostHogErrorKind.Validation, error.Kind);
    }

    private static Task Once(string write, Bench bench)
    {
        IPostHogSession session = bench.Session;
        var body = new Dictionary<string, object?> { ["name"] = "x" };
        return write switch
        {
            "create" => session.BatchExports.CreateAsync("7", body, bench.Call),
            "backfill" => session.Backfills.CreateAsync("7", Samples.Export, new BackfillBound(bench.Clock.UtcNow, null), null, bench.Call),
            "retry" => session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call),
            "unpause" => session.BatchExports.UnpauseAsync("7", Samples.Export, backfill: true, bench.Call),
            "download" => session.FileDownloads.StartAsync("7", body, bench.Call),
            "dashboard" => session.Dashboards.CreateAsync("7", body, bench.Call),
            _ => session.Rest.SendAsync("POST", "api/anything/", [], null, bench.Call),
        };
    }

    private static Task Harmless(string write, Bench bench)
    {
        IPostHogSession session = bench.Session;
        return write switch
        {
            "pause" => session.BatchExports.PauseAsync("7", Samples.Export, bench.Call),
            "unpause" => session.BatchExports.UnpauseAsync("7", Samples.Export, backfill: false, bench.Call),
            "cancel" => session.Runs.CancelAsync("7", Samples.Export, Samples.Run, bench.Call),
            "cancelBackfill" => session.Backfills.CancelAsync("7", Samples.Export, Samples.Backfill, bench.Call),
            "update" => session.BatchExports.UpdateAsync("7", Samples.Export, new Dictionary<string, object?> { ["name"] = "x" }, bench.Call),
            _ => session.BatchExports.DeleteAsync("7", Samples.Export, bench.Call),
        };
    }
}
