using System;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Pacing;

/// <summary>Only PostHog's own rate limit stops more than the request that it refused, and for an hour at most.</summary>
public sealed class ForeignThrottleTests
{
    private static readonly string[] TenDays = ["Retry-After: 864000"];

    [Theory]
    [InlineData("{\"error\":\"rate limited by the firewall\"}")]
    [InlineData("<html>Too many requests</html>")]
    [InlineData("{\"code\":429,\"message\":\"slow down\"}")]
    [InlineData("")]
    public async Task A_firewalls_refusal_concerns_its_own_request(string body)
    {
        int asked = 0;
        using var bench = new Bench(_ => ++asked == 1 ? Reply.Of(429, System.Text.Encoding.UTF8.GetBytes(body), TenDays) : User());

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));
        Assert.Equal(PostHogErrorKind.Throttled, error.Kind);
        Assert.Contains("firewall", error.Message, StringComparison.Ordinal);
        Assert.All(bench.Session.RateLimits, static usage => Assert.Null(usage.BlockedUntil));

        DateTimeOffset before = bench.Clock.UtcNow;
        await bench.Session.Identity.GetCurrentUserAsync(bench.Call);
        Assert.Equal(before, bench.Clock.UtcNow);
    }

    [Fact]
    public async Task PostHogs_own_stops_the_others_for_an_hour_at_most_and_shows_it()
    {
        int asked = 0;
        using var bench = new Bench(_ => ++asked == 1 ? Throttled() : User());
        await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        DateTimeOffset before = bench.Clock.UtcNow;
        Assert.All(bench.Session.RateLimits, usage => Assert.Equal(before.AddHours(1), usage.BlockedUntil));
        await bench.Session.Identity.GetCurrentUserAsync(bench.Call);

        Assert.Equal(TimeSpan.FromHours(1), bench.Clock.UtcNow - before);
        Assert.All(bench.Session.RateLimits, static usage => Assert.Null(usage.BlockedUntil));
    }

    [Fact]
    public async Task Without_a_rate_limit_nothing_waits_for_what_another_request_was_told()
    {
        int asked = 0;
        using var bench = new Bench(_ => ++asked == 1 ? Throttled() : User(), static settings => settings.RateLimit = false);
        await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Identity.GetCurrentUserAsync(bench.Call));

        DateTimeOffset before = bench.Clock.UtcNow;
        await bench.Session.Identity.GetCurrentUserAsync(bench.Call);

        Assert.Equal(before, bench.Clock.UtcNow);
        Assert.NotNull(bench.Session.RateLimits[0].BlockedUntil);
    }

    private static Reply Throttled() => Reply.Error(429, "throttled", "Request was throttled.", null, TenDays);

    private static Reply User() => Reply.Json("{\"id\":1,\"email\":\"a@example.com\"}");
}
