using System;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Http;

public sealed class AnswerTests
{
    // status, code, kind
    public static TheoryData<int, string, PostHogErrorKind> Refusals => new()
    {
        { 400, "invalid_input", PostHogErrorKind.Validation },
        { 401, "authentication_failed", PostHogErrorKind.Unauthorized },
        { 403, "permission_denied", PostHogErrorKind.Forbidden },
        { 404, "not_found", PostHogErrorKind.NotFound },
        { 405, "method_not_allowed", PostHogErrorKind.BadRequest },
        { 409, "conflict", PostHogErrorKind.Conflict },
        { 413, "too_large", PostHogErrorKind.BadRequest },
        { 415, "unsupported_media_type", PostHogErrorKind.BadRequest },
        { 429, "too_many_concurrent_backfills", PostHogErrorKind.TooManyBackfills },
        { 429, "too_many_concurrent_file_downloads", PostHogErrorKind.TooManyFileDownloads },
        { 429, "something_else", PostHogErrorKind.Throttled },
        { 501, "error", PostHogErrorKind.Server },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Kinds_follow_status_and_code(int status, string code, PostHogErrorKind kind)
    {
        using var bench = new Bench(_ => Reply.Error(status, code, "What the server said.", "destination__config", "X-Request-Id: r-1"));

        PostHogApiException error = await Failure(bench);

        Assert.Equal(kind, error.Kind);
        Assert.Equal(status, error.StatusCode);
        Assert.Equal(code, error.Code);
        Assert.Equal("What the server said.", error.Detail);
        Assert.Equal("destination__config", error.Attr);
        Assert.Equal("r-1", error.RequestId);
        Assert.Equal("GET", error.Method);
        Assert.Equal("/api/projects/7/batch_exports/", error.Path);
        Assert.Equal("127.0.0.1", error.Host);
        Assert.Contains("What the server said.", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Path!, error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        using var bench = new Bench(static _ =>
            Reply.Error(403, "permission_denied", "API key missing required scope 'batch_export:write'"));

        PostHogApiException error = await Failure(bench);

        Assert.Equal(PostHogErrorKind.MissingScope, error.Kind);
        Assert.Equal("batch_export:write", error.MissingScope);
    }

    [Theory]
    [InlineData("""{"detail":"Only a detail."}""", "Only a detail.")]
    [InlineData("""{"error":"Only an error."}""", "Only an error.")]
    [InlineData("plain text of a proxy", "plain text of a proxy")]
    [InlineData("<html><body><h1>Request too large</h1></body></html>", "Request too large")]
    [InlineData("", "400")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("{\"detail\": {\"a\": 1}}", "a")]
    public async Task Other_bodies_than_the_envelope_survive(string body, string shown)
    {
        using var bench = new Bench(_ => Reply.Of(400, System.Text.Encoding.UTF8.GetBytes(body)));

        PostHogApiException error = await Failure(bench);

        Assert.Equal(400, error.StatusCode);
        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1>", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("<html>Log in to the network</html>")]
    [InlineData("""{"count":1,"results":[{"id":"0199""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"ok\"")]
    public async Task A_success_that_is_no_list_is_an_invalid_response(string body)
    {
        using var bench = new Bench(_ => Reply.Json(body));

        PostHogApiException error = await Failure(bench);

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
        Assert.Equal(200, error.StatusCode);
        Assert.Null(error.InnerException);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"ok":true}""")]
    public async Task A_success_that_is_no_export_is_an_invalid_response(string body)
    {
        using var bench = new Bench(_ => Reply.Json(body));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.GetAsync("7", Samples.Export, bench.Call));

        Assert.Equal(PostHogErrorKind.InvalidResponse, error.Kind);
    }

    [Fact]
    public async Task Long_texts_of_proxies_are_cut()
    {
        using var bench = new Bench(static _ => Reply.Html(403, "<html>" + new string('x', 5000) + "</html>"));

        Assert.True((await Failure(bench)).Message.Length < 400);
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        using var bench = new Bench(static _ => Reply.Json("\uFEFF" + Samples.Page(Samples.ExportJson)));

        Assert.Single((await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call)).Items);
    }

    private static Task<PostHogApiException> Failure(Bench bench) => Assert.ThrowsAsync<PostHogApiException>(
        () => bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call));
}
