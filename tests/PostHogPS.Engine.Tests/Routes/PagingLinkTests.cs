using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Routes;

public sealed class PagingLinkTests
{
    private const string List = "https://ph.example/api/projects/7/batch_exports/";

    [Theory]
    [InlineData(List + "?limit=1&offset=1", "/api/projects/7/batch_exports/?limit=1&offset=1")]
    [InlineData("http://ph.example/api/projects/7/batch_exports/?offset=1", "/api/projects/7/batch_exports/?offset=1")]
    [InlineData("http://web:8000/api/projects/7/batch_exports/?offset=1", "/api/projects/7/batch_exports/?offset=1")]
    [InlineData("https://evil.example/api/projects/7/batch_exports/?offset=1", "/api/projects/7/batch_exports/?offset=1")]
    [InlineData("/api/projects/7/batch_exports/?cursor=abc%3D", "/api/projects/7/batch_exports/?cursor=abc%3D")]
    [InlineData("?cursor=abc", "/api/projects/7/batch_exports/?cursor=abc")]
    [InlineData("https://ph.example/api/environments/7/batch_exports/?offset=1", "/api/environments/7/batch_exports/?offset=1")]
    [InlineData("https://evil.example/steal?x=1", null)]
    [InlineData("https://ph.example.evil.example/other", null)]
    [InlineData("https://user:pw@ph.example/api/projects/7/batch_exports/", null)]
    [InlineData("ftp://ph.example/api/projects/7/batch_exports/", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://ph.example/api/projects/7/other/?x=1", "/api/projects/7/other/?x=1")]
    public void Follows_to_the_own_origin_only(string link, string? expected) =>
        Assert.Equal(expected, PagingLink.Resolve(new Addresses(new Uri("https://ph.example/"), false), new Uri(List), link));

    [Theory]
    [InlineData("https://ph.example/api/projects/7/batch_exports/?offset=1", "/ph/api/projects/7/batch_exports/?offset=1")]
    [InlineData("http://web:8000/api/projects/7/batch_exports/?offset=1", "/ph/api/projects/7/batch_exports/?offset=1")]
    [InlineData("https://ph.example/ph/api/projects/7/batch_exports/?offset=1", "/ph/api/projects/7/batch_exports/?offset=1")]
    [InlineData("https://ph.example/other/api/", null)]
    public void Puts_the_path_back_that_a_proxy_took_off(string link, string? expected) => Assert.Equal(
        expected,
        PagingLink.Resolve(
            new Addresses(new Uri("https://ph.example/ph"), false), new Uri("https://ph.example/ph/api/projects/7/batch_exports/"), link));

    [Fact]
    public async Task The_next_page_comes_from_the_own_host_whatever_the_link_says()
    {
        using var bench = new Bench(static r => r.Query.Length == 0
            ? Reply.Json(Samples.Page(Samples.ExportJson, "\"http://internal:8000/api/projects/7/batch_exports/?limit=1&offset=1\""))
            : Reply.Json(Samples.Page("")));

        Page<BatchExport> first = await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);
        Page<BatchExport> second = await bench.Session.BatchExports.ListAsync("7", null, null, first.Next, bench.Call);

        Assert.Null(second.Next);
        Assert.Equal(["GET /api/projects/7/batch_exports/", "GET /api/projects/7/batch_exports/?limit=1&offset=1"], bench.Server.Lines);
    }

    [Fact]
    public async Task A_link_to_another_place_is_an_error_and_gets_no_request()
    {
        using var other = new SocketServer(static _ => Reply.Json("{}"));
        using var bench = new Bench(_ => Reply.Json(Samples.Page(Samples.ExportJson, "\"" + other.Address + "api/steal/\"")));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("https://elsewhere.example/api/x/")]
    [InlineData("//elsewhere.example/api/x/")]
    [InlineData("\\\\elsewhere.example\\x")]
    [InlineData("http://127.0.0.1:1/api/x/")]
    [InlineData("")]
    public async Task Raw_calls_take_relative_paths_only(string path)
    {
        using var bench = new Bench(static _ => Reply.Json("{}"));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.Rest.SendAsync("GET", path, [], null, bench.Call));

        Assert.Equal(PostHogErrorKind.BadRequest, error.Kind);
        Assert.Empty(bench.Server.Requests);
    }

    [Theory]
    [InlineData("api/projects/@current/x/", "/api/projects/@current/x/?a=b%20c")]
    [InlineData("/api/x/?z=1", "/api/x/?z=1&a=b%20c")]
    [InlineData("/api/x/?u=https://elsewhere.example/", "/api/x/?u=https://elsewhere.example/&a=b%20c")]
    public async Task Raw_calls_keep_path_and_query(string path, string expected)
    {
        using var bench = new Bench(static _ => Reply.Json("""{"next":null,"results":[1,{"b":2,"a":1.5}]}"""));

        RestAnswer answer = await bench.Session.Rest.SendAsync(
            "get", path, [new KeyValuePair<string, string>("a", "b c")], null, bench.Call);

        Assert.Equal("GET " + expected, Assert.Single(bench.Server.Lines));
        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Next);
        var page = Assert.IsAssignableFrom<IDictionary<string, object?>>(answer.Value);
        Assert.Equal(1L, ((object?[])page["results"]!)[0]);
    }

    [Fact]
    public async Task Raw_calls_page_too()
    {
        using var bench = new Bench(static r => r.Query.Length == 0
            ? Reply.Json("""{"next":"http://internal/api/things/?cursor=x","results":[]}""") : Reply.Json("""{"next":null,"results":[]}"""));

        RestAnswer first = await bench.Session.Rest.SendAsync("GET", "api/things/", [], null, bench.Call);
        RestAnswer second = await bench.Session.Rest.SendAsync("GET", first.Next!, [], null, bench.Call);

        Assert.Equal("/api/things/?cursor=x", first.Next);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Raw_answers_that_are_no_json_come_as_text()
    {
        using var bench = new Bench(static r => r.Method == "DELETE" ? Reply.Empty(204) : Reply.Html(200, "<p>hi</p>"));

        RestAnswer html = await bench.Session.Rest.SendAsync("GET", "api/x/", [], null, bench.Call);
        RestAnswer none = await bench.Session.Rest.SendAsync("DELETE", "api/x/", [], null, bench.Call);
        await bench.Session.Rest.SendAsync("POST", "api/x/", [], new RestBody { Json = """{ "as": "written" }""" }, bench.Call);
        await bench.Session.Rest.SendAsync("PUT", "api/x/", [], new RestBody { Value = new Dictionary<string, object?> { ["n"] = 1 } }, bench.Call);

        Assert.Equal("<p>hi</p>", html.Text);
        Assert.Null(html.Value);
        Assert.Equal((204, ""), (none.Status, none.Text));
        Assert.Equal("""{ "as": "written" }""", bench.Server.Requests[2].Text);
        Assert.Equal("""{"n":1}""", bench.Server.Requests[3].Text);
    }
}
