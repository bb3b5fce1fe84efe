using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

/// <summary>The address that a prompt shows is the one that is sent, and never outside of the base path.</summary>
public sealed class RestAddressTests
{
    private static readonly KeyValuePair<string, string>[] Query = [new("q", "1 2"), new("next", "https://elsewhere.example/")];

    [Theory]
    [InlineData("", "/api/x/", "/api/x/?q=1%202&next=https%3A%2F%2Felsewhere.example%2F")]
    [InlineData("", "api/x y/\u00e4/?a=b", "/api/x%20y/%C3%A4/?a=b&q=1%202&next=https%3A%2F%2Felsewhere.example%2F")]
    [InlineData("ph/", "/api/x/", "/ph/api/x/?q=1%202&next=https%3A%2F%2Felsewhere.example%2F")]
    [InlineData("ph/", "/ph/api/x/", "/ph/api/x/?q=1%202&next=https%3A%2F%2Felsewhere.example%2F")]
    public async Task What_is_shown_is_what_arrives(string below, string path, string shown)
    {
        using var bench = new Bench(static _ => Reply.Json("{}"), s => s.HostUri = new Uri(s.HostUri, below));

        Assert.Equal(shown, bench.Session.Rest.AddressOf(path, Query));
        await bench.Session.Rest.SendAsync("GET", path, Query, null, bench.Call);

        Assert.Equal(shown, Assert.Single(bench.Server.Requests).Target);
    }

    [Theory]
    [InlineData("/ph/../other/")]
    [InlineData("api/../../other/")]
    [InlineData("api/%2e%2e/%2e%2e/other/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("https://elsewhere.example/api/")]
    [InlineData("\\\\elsewhere.example\\api")]
    public async Task What_leaves_the_base_path_is_not_sent(string path)
    {
        using var bench = new Bench(static _ => Reply.Json("{}"), s => s.HostUri = new Uri(s.HostUri, "ph/"));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.Rest.SendAsync("GET", path, [], null, bench.Call));

        Assert.Equal(PostHogErrorKind.BadRequest, error.Kind);
        Assert.Throws<PostHogApiException>(() => bench.Session.Rest.AddressOf(path, []));
        Assert.Empty(bench.Server.Requests);
    }
}
