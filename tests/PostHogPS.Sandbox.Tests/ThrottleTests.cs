using System;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class ThrottleTests
{
    [Fact]
    public async Task The_481st_request_of_a_minute_is_refused_and_the_window_slides()
    {
        var client = new Client();
        for (int i = 0; i < 480; i++)
        {
            Assert.Equal(200, (await client.Get("/api/projects/101/")).Status);
            client.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Answer refused = await client.Get("/api/projects/101/");
        Assert.Equal((429, "throttled"), (refused.Status, refused.Code));
        Assert.Equal("throttled_error", refused.Json["type"]!.GetValue<string>());
        Assert.Equal("12", refused.Header("Retry-After"));
        Assert.Equal("Request was throttled. Expected available in 12 seconds.", refused.Detail);

        client.Time.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(200, (await client.Get("/api/projects/101/")).Status);
    }

    [Fact]
    public async Task One_second_is_singular() =>
        Assert.Equal("Request was throttled. Expected available in 1 second.", await DetailAfter(TimeSpan.FromSeconds(59.5)));

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(60)]
    public async Task Who_waits_as_long_as_told_is_let_in_at_any_speed_of_the_sandbox(double speed)
    {
        var client = new Client(o => (o.BurstLimit, o.Speed) = (2, speed));
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        Answer refused = await client.Get(Client.Web);
        Assert.Equal((429, "60"), (refused.Status, refused.Header("Retry-After")));

        client.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(200, (await client.Get(Client.Web)).Status);
    }

    [Fact]
    public async Task Refused_requests_do_not_count_and_every_key_has_its_own_budget()
    {
        var client = new Client(o => o.BurstLimit = 2);
        client.Key = "phx_invalid";
        for (int i = 0; i < 5; i++)
            Assert.Equal(401, (await client.Get(Client.Web)).Status);
        client.Key = "phx_scopes=user:read";
        for (int i = 0; i < 5; i++)
            Assert.Equal(403, (await client.Get(Client.Web)).Status);
        client.Key = "phx_a";
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        for (int i = 0; i < 5; i++)
            Assert.Equal("60", (await client.Get(Client.Web)).Header("Retry-After"));
        client.Key = "phx_b";
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        client.Key = "pha_oauth";
        for (int i = 0; i < 5; i++)
            Assert.Equal(200, (await client.Get(Client.Web)).Status);
    }

    [Fact]
    public async Task The_longer_wait_of_both_windows_wins()
    {
        var client = new Client(o => (o.BurstLimit, o.SustainedLimit) = (2, 3));
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        Assert.Equal("60", (await client.Get(Client.Web)).Header("Retry-After"));
        client.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
        Assert.Equal("3480", (await client.Get(Client.Web)).Header("Retry-After"));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        var client = new Client(o => (o.BurstLimit, o.SustainedLimit) = (0, 0));
        for (int i = 0; i < 600; i++)
            Assert.Equal(200, (await client.Get("/api/projects/101/")).Status);
    }

    private static async Task<string?> DetailAfter(TimeSpan time)
    {
        var client = new Client(o => o.BurstLimit = 1);
        await client.Get(Client.Web);
        client.Time.Advance(time);
        return (await client.Get(Client.Web)).Detail;
    }
}
