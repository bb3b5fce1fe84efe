using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Retry;

public sealed class ThrottleTests
{
    private static Reply Page => Reply.Json(Samples.Page(Samples.ExportJson));

    [Fact]
    public async Task A_throttled_call_waits_the_whole_retry_after_and_says_so()
    {
        using var bench = new Bench(Script(Throttled("37"), Page));

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal(2, bench.Server.Requests.Count);
        Assert.Contains(TimeSpan.FromSeconds(37), bench.Clock.Waits);
        Assert.Equal([TimeSpan.FromSeconds(37)], bench.Announced);
    }

    [Fact]
    public async Task Retry_after_may_be_a_date()
    {
        var clock = new TestClock();
        string date = clock.UtcNow.AddSeconds(90).ToString("R");
        using var bench = new Bench(Script(Throttled(date), Page), clock: clock);

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal([TimeSpan.FromSeconds(90)], bench.Announced);
    }

    [Fact]
    public async Task A_date_is_read_by_the_clock_of_the_server_that_wrote_it()
    {
        var clock = new TestClock();
        DateTimeOffset server = clock.UtcNow.AddMinutes(-20);
        using var bench = new Bench(
            Script(Reply.Error(429, "throttled", "No.", null, $"Date: {server:R}", $"Retry-After: {server.AddSeconds(90):R}"), Page), clock: clock);

        await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal([TimeSpan.FromSeconds(90)], bench.Announced);
    }

    [Fact]
    public async Task A_throttled_write_is_sent_again_because_it_was_refused_before_it_was_processed()
    {
        using var bench = new Bench(Script(Throttled("1"), Reply.Json("""{"backfill_id":"x"}""", 201)));

        Assert.Equal("x", await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call));

        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_business_limit_is_never_repeated()
    {
        using var bench = new Bench(Script(Reply.Error(429, "too_many_concurrent_backfills", "This team already has 2 running.")));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Backfills.CreateAsync(
            "7", Samples.Export, new BackfillBound(bench.Clock.UtcNow, null), new BackfillBound(bench.Clock.UtcNow, null), bench.Call));

        Assert.Equal(PostHogErrorKind.TooManyBackfills, error.Kind);
        Assert.Single(bench.Server.Requests);
        Assert.Equal(0, bench.Session.RateLimits[0].Refused);
    }

    [Fact]
    public async Task A_wait_longer_than_allowed_is_an_error_that_names_it()
    {
        using var bench = new Bench(Script(Throttled("120")), static s => s.MaxWait = TimeSpan.FromSeconds(60));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(PostHogErrorKind.Throttled, error.Kind);
        Assert.Equal(TimeSpan.FromMinutes(2), error.RetryAfter);
        Assert.Equal("throttled", error.Code);
        Assert.Empty(bench.Announced);
    }

    [Fact]
    public async Task A_wait_ends_when_the_caller_cancels()
    {
        using var stop = new CancellationTokenSource();
        using var bench = new Bench(new SocketServer(Script(Throttled("3600"))), static s => s.Clock = null);
        var call = new CallContext(stop.Token, message =>
        {
            if (message.Kind == EngineMessageKind.Waiting)
                stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Session.BatchExports.ListAsync("7", null, null, null, call));
    }

    [Fact]
    public async Task Unavailable_with_retry_after_is_waited_for_even_by_writes()
    {
        using var bench = new Bench(Script(
            Reply.Error(503, "database_unavailable", "Try again.", null, "Retry-After: 1"), Reply.Json("""{"backfill_id":"x"}""", 201)));

        await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call);

        Assert.Equal([TimeSpan.FromSeconds(1)], bench.Announced);
    }

    [Fact]
    public async Task Reads_meet_server_errors_three_times()
    {
        using var bench = new Bench(Script(Reply.Html(502, "<html>Bad gateway</html>")));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(4, bench.Server.Requests.Count);
        Assert.Equal(PostHogErrorKind.Server, error.Kind);
        Assert.Equal(502, error.StatusCode);
        Assert.Contains("Bad gateway", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<html>", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, bench.Announced.Count);
        Assert.True(bench.Announced.Zip(bench.Announced.Skip(1)).All(static p => p.Second > p.First));
    }

    internal static Func<Seen, Reply> Script(params Reply[] replies)
    {
        int at = -1;
        return _ => replies[Math.Min(Interlocked.Increment(ref at), replies.Length - 1)];
    }

    private static Reply Throttled(string after) =>
        Reply.Error(429, "throttled", "Request was throttled.", null, "Retry-After: " + after);
}
