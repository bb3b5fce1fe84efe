using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Pacing;

public sealed class PacingTests
{
    private static Reply Listed => Reply.Json(Samples.Page(""));

    [Fact]
    public async Task Cloud_is_paced_before_it_has_to_refuse()
    {
        var clock = new TestClock();
        using var proxy = new SocketServer(static _ => Listed);
        using var bench = new Bench(proxy, s =>
        {
            s.Proxy = proxy.Address;
            s.HostUri = new Uri("http://us.posthog.com/");
        }, clock);

        for (int i = 0; i < 485; i++)
            await ListAsync(bench, bench.Session);

        Assert.Equal([TimeSpan.FromMinutes(1)], bench.Announced);
        Assert.Equal(485, proxy.Requests.Count);
        Assert.True(bench.Session.RateLimits[0].Paced);
        Assert.Equal(485, bench.Session.RateLimits[1].Used);
    }

    [Fact]
    public async Task Pacing_can_be_turned_off()
    {
        using var proxy = new SocketServer(static _ => Listed);
        using var bench = new Bench(proxy, s =>
        {
            s.Proxy = proxy.Address;
            s.HostUri = new Uri("http://eu.posthog.com/");
            s.RateLimit = false;
        });

        for (int i = 0; i < 485; i++)
            await ListAsync(bench, bench.Session);

        Assert.Empty(bench.Announced);
        Assert.False(bench.Session.RateLimits[0].Paced);
    }

    [Fact]
    public async Task Two_sessions_with_one_key_share_a_budget_and_another_key_has_its_own()
    {
        var clock = new TestClock();
        using var bench = new Bench(static _ => Listed, clock: clock);
        using IPostHogSession same = Bench.Open(bench.Server.Address, clock);
        using IPostHogSession other = Bench.Open(bench.Server.Address, clock, static s => s.ApiKey = Bench.Secure("phx_AnotherKeyOfTests"));

        await ListAsync(bench, bench.Session);
        await ListAsync(bench, same);
        await ListAsync(bench, other);

        Assert.Equal([2, 2, 1], new[] { bench.Session, same, other }.Select(static s => s.RateLimits[0].Used));
    }

    [Fact]
    public async Task A_refusal_makes_the_other_sessions_of_the_key_wait_too()
    {
        int seen = 0;
        var clock = new TestClock();
        using var bench = new Bench(
            _ => Interlocked.Increment(ref seen) == 1 ? Reply.Error(429, "throttled", "No.", null, "Retry-After: 30") : Listed,
            static s => s.MaxWait = TimeSpan.FromSeconds(1), clock);
        using IPostHogSession other = Bench.Open(bench.Server.Address, clock);
        await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, bench.Session));

        await ListAsync(bench, other);

        Assert.Equal([TimeSpan.FromSeconds(30)], bench.Announced);
        Assert.Equal(1, other.RateLimits[0].Refused);
        Assert.Equal(1, other.RateLimits[0].Used);
    }

    [Fact]
    public async Task After_a_refusal_the_second_waits_until_the_first_is_accepted()
    {
        int seen = 0;
        using var answer = new ManualResetEventSlim();
        using var bench = new Bench(
            _ =>
            {
                if (Interlocked.Increment(ref seen) == 1)
                    return Reply.Error(429, "throttled", "No.", null, "Retry-After: 30");
                answer.Wait(TimeSpan.FromMinutes(5));
                return Listed;
            },
            static s => s.MaxWait = TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, bench.Session));
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();

        Task first = ListAsync(bench, bench.Session);
        Task second = ListAsync(bench, bench.Session);
        Task stopped = bench.Session.BatchExports.ListAsync("7", null, null, null, bench.With(stop.Token));
        // What is on its way counts as used.
        Assert.Equal(1, bench.Session.RateLimits[0].Used);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);

        answer.Set();
        await first;
        await second;
        Assert.Equal(2, bench.Session.RateLimits[0].Used);
        Assert.Equal(3, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_pause_longer_than_allowed_is_an_error_and_nothing_is_sent()
    {
        using var bench = new Bench(
            static _ => Reply.Error(429, "throttled", "No.", null, "Retry-After: 30"), static s => s.MaxWait = TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, bench.Session));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, bench.Session));

        Assert.Equal(PostHogErrorKind.Throttled, error.Kind);
        Assert.Equal(TimeSpan.FromSeconds(30), error.RetryAfter);
        Assert.Single(bench.Server.Requests);
    }

    private static Task<Page<BatchExport>> ListAsync(Bench bench, IPostHogSession session) =>
        session.BatchExports.ListAsync("7", null, null, null, bench.Call);
}
