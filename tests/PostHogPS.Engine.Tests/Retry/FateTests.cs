using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests.Retry;

/// <summary>
/// The one rule of calls that must not be sent twice: every end that is not a clear refusal leaves their fate unknown, and
/// none is sent again.
/// </summary>
public sealed class FateTests
{
    private const int Limit = 1024 * 1024;

    private const string Own = """{"type":"invalid_request","code":"some_word","detail":"No.","attr":null}""";

    private static readonly Dictionary<string, (Reply Reply, PostHogErrorKind Kind)> Ends = new()
    {
        // Nobody answered in full.
        ["closed"] = (Reply.Drop, PostHogErrorKind.FateUnknown),
        ["reset"] = (Reply.Reset, PostHogErrorKind.FateUnknown),
        ["hung"] = (Reply.Hang, PostHogErrorKind.FateUnknown),
        ["cut in the headers"] = (Reply.Json("{}", 201).CutAt(12), PostHogErrorKind.FateUnknown),
        ["cut in the body"] = (Reply.Json(Samples.ExportJson, 201).CutAt(^5), PostHogErrorKind.FateUnknown),
        ["no HTTP"] = (new Reply { Raw = "hello\r\n\r\n"u8.ToArray(), Closes = true }, PostHogErrorKind.FateUnknown),
        ["gzip that is none"] = (Reply.Json("not gzip", 201, "Content-Encoding: gzip"), PostHogErrorKind.FateUnknown),

        // More than is ever read.
        ["201 without an end"] = (Reply.Endless(201, 4 * Limit), PostHogErrorKind.FateUnknown),
        ["400 without an end"] = (Reply.Endless(400, 4 * Limit), PostHogErrorKind.FateUnknown),
        ["503 without an end"] = (Reply.Endless(503, 4 * Limit), PostHogErrorKind.FateUnknown),
        ["201 that unpacks to too much"] = (Packed(201), PostHogErrorKind.FateUnknown),
        ["400 that unpacks to too much"] = (Packed(400), PostHogErrorKind.FateUnknown),

        // A success that nobody can read.
        ["201 without a body"] = (Reply.Empty(201), PostHogErrorKind.FateUnknown),
        ["204"] = (Reply.Empty(204), PostHogErrorKind.FateUnknown),
        ["200 HTML"] = (Reply.Html(200, "<html>login</html>"), PostHogErrorKind.FateUnknown),
        ["201 broken JSON"] = (Reply.Json("{\"id\":", 201), PostHogErrorKind.FateUnknown),
        ["201 null"] = (Reply.Json("null", 201), PostHogErrorKind.FateUnknown),
        ["201 a list"] = (Reply.Json("[]", 201), PostHogErrorKind.FateUnknown),
        ["201 without an id"] = (Reply.Json("{}", 201), PostHogErrorKind.FateUnknown),
        ["201 with an id that is none"] = (Reply.Json("{\"id\":{\"a\":[1]}}", 201), PostHogErrorKind.FateUnknown),

        // Redirects: 307 and 308 ask for the same request elsewhere, the others say that something was done.
        ["300"] = (Reply.Empty(300, "Location: /x"), PostHogErrorKind.FateUnknown),
        ["301"] = (Reply.Empty(301, "Location: https://elsewhere.example/x"), PostHogErrorKind.FateUnknown),
        ["302"] = (Reply.Empty(302, "Location: /login"), PostHogErrorKind.FateUnknown),
        ["303"] = (Reply.Empty(303, "Location: /api/projects/7/x/1/"), PostHogErrorKind.FateUnknown),
        ["303 without a place"] = (Reply.Empty(303), PostHogErrorKind.FateUnknown),
        ["304"] = (Reply.Empty(304), PostHogErrorKind.FateUnknown),
        ["307 elsewhere"] = (Reply.Empty(307, "Location: https://elsewhere.example/x"), PostHogErrorKind.Redirect),
        ["308 elsewhere"] = (Reply.Empty(308, "Location: https://elsewhere.example/x"), PostHogErrorKind.Redirect),

        // 4xx in the words of somebody on the way.
        ["400 HTML"] = (Reply.Html(400, "<h1>Bad request</h1>"), PostHogErrorKind.FateUnknown),
        ["403 HTML"] = (Reply.Html(403, "<h1>Blocked</h1>"), PostHogErrorKind.FateUnknown),
        ["404 text"] = (Reply.Html(404, "default backend - 404"), PostHogErrorKind.FateUnknown),
        ["405 JSON of AWS"] = (Reply.Json("""{"message":"Method not allowed"}""", 405), PostHogErrorKind.FateUnknown),
        ["407"] = (Reply.Html(407, "proxy"), PostHogErrorKind.FateUnknown),
        ["408"] = (Reply.Empty(408), PostHogErrorKind.FateUnknown),
        ["408 in PostHog's form"] = (Reply.Json(Own, 408), PostHogErrorKind.FateUnknown),
        ["413"] = (Reply.Html(413, "<h1>413 Request Entity Too Large</h1>"), PostHogErrorKind.FateUnknown),
        ["421"] = (Reply.Empty(421), PostHogErrorKind.FateUnknown),
        ["429 of a firewall"] = (Reply.Html(429, "slow down", "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["429 JSON of Cloudflare"] = (Reply.Json("""{"type":"https://developers.cloudflare.com/x","title":"Error 1015","status":429,"detail":"Rate limited"}""",
            429, "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["499"] = (Reply.Empty(499), PostHogErrorKind.FateUnknown),

        // 5xx, all but PostHog's own refusal before work.
        ["500"] = (Reply.Error(500, "error", "A server error occurred."), PostHogErrorKind.FateUnknown),
        ["501"] = (Reply.Html(501, "x"), PostHogErrorKind.FateUnknown),
        ["505"] = (Reply.Html(505, "x"), PostHogErrorKind.FateUnknown),
        ["502 nginx"] = (Reply.Html(502, "<h1>502 Bad Gateway</h1>"), PostHogErrorKind.FateUnknown),
        ["503 Envoy"] = (Reply.Json("""{"code":503,"message":"upstream connect error"}""", 503, "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["503 Envoy, plain"] = (Reply.Html(503, "upstream connect error or disconnect/reset before headers", "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["503 AWS"] = (Reply.Json("""{"message":"Service Unavailable"}""", 503, "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["503 Varnish"] = (Reply.Html(503, "<h1>Error 503 Backend fetch failed</h1>", "Retry-After: 5"), PostHogErrorKind.FateUnknown),
        ["503 Cloudflare"] = (Reply.Json("""{"type":"https://developers.cloudflare.com/x","title":"Origin unavailable","status":503,"detail":"x","retry_after":1}""", 503, "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["503 with another code"] = (Reply.Error(503, "overloaded", "x", null, "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["503 with the code alone"] = (Reply.Json("""{"code":"database_unavailable"}""", 503, "Retry-After: 1"), PostHogErrorKind.FateUnknown),
        ["503 with another type"] = (Reply.Json("""{"type":"gateway","code":"database_unavailable","detail":"x"}""", 503, "Retry-After: 1"),
            PostHogErrorKind.FateUnknown),
        ["504"] = (Reply.Html(504, "x"), PostHogErrorKind.FateUnknown),
        ["524"] = (Reply.Html(524, "x"), PostHogErrorKind.FateUnknown),

        // Clear refusals: PostHog's own words.
        ["400 of PostHog"] = (Reply.Error(400, "invalid_input", "No."), PostHogErrorKind.Validation),
        ["401 of PostHog"] = (Reply.Error(401, "not_authenticated", "No."), PostHogErrorKind.Unauthorized),
        ["403 of PostHog"] = (Reply.Error(403, "permission_denied", "No."), PostHogErrorKind.Forbidden),
        ["404 of PostHog"] = (Reply.Error(404, "not_found", "Not found."), PostHogErrorKind.NotFound),
        ["404 in short"] = (Reply.Json("""{"detail":"Not found."}""", 404), PostHogErrorKind.NotFound),
        ["409 of PostHog"] = (Reply.Error(409, "conflict", "No."), PostHogErrorKind.Conflict),
        ["415 of PostHog"] = (Reply.Error(415, "unsupported_media_type", "No."), PostHogErrorKind.BadRequest),
        ["429 of PostHog, too long"] = (Reply.Error(429, "throttled", "No.", null, "Retry-After: 36000"), PostHogErrorKind.Throttled),
        ["429 of PostHog, business"] = (Reply.Error(429, "too_many_concurrent_backfills", "No."), PostHogErrorKind.TooManyBackfills),
    };

    public static TheoryData<string> Names => [.. Ends.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_end_that_is_no_clear_refusal_leaves_the_fate_unknown(string end)
    {
        (Reply reply, PostHogErrorKind kind) = Ends[end];
        var clock = new TestClock();
        using var bench = new Bench(_ => Late(reply, clock), static s => s.MostBytes = Limit, clock);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.BatchExports.CreateAsync("7", new Dictionary<string, object?> { ["name"] = "x" }, bench.Call));

        Assert.Equal(kind, error.Kind);
        Assert.Single(bench.Server.Requests);
        Assert.Equal(kind == PostHogErrorKind.FateUnknown, error.Message.Contains("may have taken effect", StringComparison.Ordinal));
    }

    /// <summary>The same ends of what may be sent twice are what they are: nothing of it is unknown.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_read_is_never_of_unknown_fate(string end)
    {
        Reply reply = Ends[end].Reply;
        var clock = new TestClock();
        using var bench = new Bench(_ => Late(reply, clock), static s => s.MostBytes = Limit, clock);
        try
        {
            await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);
        }
        catch (PostHogApiException error)
        {
            Assert.NotEqual(PostHogErrorKind.FateUnknown, error.Kind);
        }
    }

    /// <summary>Nothing got past the proxy, so nothing is unknown; a 407 that came as the answer can be anybody's.</summary>
    [Theory]
    [InlineData(407, 1)]
    [InlineData(502, 4)]
    [InlineData(403, 4)]
    public async Task A_tunnel_that_a_proxy_refuses_is_clear(int status, int asked)
    {
        using var proxy = new SocketServer(_ => Reply.Html(status, "no"));
        using IPostHogSession session = Bench.Open(new Uri("https://posthog.invalid/"), new TestClock(), s => s.Proxy = proxy.Address);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => session.BatchExports.CreateAsync(
            "7", new Dictionary<string, object?> { ["name"] = "x" }, new CallContext(TestContext.Current.CancellationToken)));

        Assert.Equal(PostHogErrorKind.Unreachable, error.Kind);
        Assert.Equal(asked, proxy.Requests.Count);
        Assert.All(proxy.Requests, request => Assert.Equal("CONNECT", request.Method));
    }

    /// <summary>.NET names the proxy in its text, and a port can hold any number.</summary>
    [Theory]
    [InlineData("http://proxy:4070/", 407, true)]
    [InlineData("http://proxy:8080/", 407, true)]
    [InlineData("http://proxy:4070/", 502, false)]
    [InlineData("http://10.0.40.7:1407/", 403, false)]
    public void A_port_is_no_status(string proxy, int status, bool signIn)
    {
        var error = new HttpRequestException(HttpRequestError.ProxyTunnelError,
            $"The proxy tunnel request to proxy '{proxy}' failed with status code '{status}'.\"");

        Assert.Equal(signIn ? FailureKind.ProxyRefused : FailureKind.NotSent, SendFailure.CreateFrom(error).Kind);
    }

    [Fact]
    public async Task The_words_of_a_gateway_do_not_send_a_start_to_the_older_route()
    {
        using var bench = new Bench(static _ => Reply.Html(404, "default backend - 404"));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.Backfills.CreateAsync("7", Samples.Export, new BackfillBound(bench.Clock.UtcNow, null), null, bench.Call));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task The_words_of_a_gateway_do_not_send_a_create_to_the_twin_route()
    {
        using var bench = new Bench(static _ => Reply.Html(404, "default backend - 404"), s => s.RouteFamily = RouteFamily.Auto);

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(
            () => bench.Session.Dashboards.CreateAsync("7", new Dictionary<string, object?> { ["name"] = "x" }, bench.Call));

        Assert.Equal(PostHogErrorKind.FateUnknown, error.Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task PostHogs_own_refusals_are_waited_for()
    {
        using var bench = new Bench(ThrottleTests.Script(
            Reply.Error(503, "database_unavailable", "Later.", null, "Retry-After: 1"),
            Reply.Error(429, "throttled", "Later.", null, "Retry-After: 2"),
            Reply.Json(Samples.ExportJson, 201)));

        await bench.Session.BatchExports.CreateAsync("7", new Dictionary<string, object?> { ["name"] = "x" }, bench.Call);

        Assert.Equal(3, bench.Server.Requests.Count);
        Assert.Equal([1, 2], bench.Announced.Select(wait => wait.TotalSeconds));
    }

    private static Reply Packed(int status) =>
        Reply.Of(status, Http.AnswerLimitTests.Pack("gzip", 20 * Limit), "Content-Type: application/json", "Content-Encoding: gzip");

    // Nobody waits for what never comes: its time-out is over as soon as the request is there.
    private static Reply Late(Reply reply, TestClock clock)
    {
        if (reply.Hangs)
            clock.Timeouts.Expire();
        return reply;
    }
}
