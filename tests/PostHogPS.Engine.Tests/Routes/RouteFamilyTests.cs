using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Routes;

public sealed class RouteFamilyTests
{
    private const string Old = "/api/environments/7/batch_exports/";
    private const string New = "/api/projects/7/batch_exports/";

    private static readonly string Listed = Samples.Page(Samples.ExportJson);

    [Fact]
    public async Task A_self_hosted_server_is_first_asked_in_the_documented_form()
    {
        using Bench bench = Auto(static _ => Reply.Json(Listed));

        await ListAsync(bench, 2);

        Assert.Equal([Old, Old], Paths(bench));
    }

    [Fact]
    public async Task A_deprecation_header_moves_the_connection_without_an_extra_request()
    {
        using Bench bench = Auto(static r => r.Path == Old
            ? Reply.Json(Listed, 200, "Deprecation: true", $"Link: <{New}>; rel=\"successor-version\"") : Reply.Json(Listed));

        await ListAsync(bench, 3);

        Assert.Equal([Old, New, New], Paths(bench));
    }

    [Fact]
    public async Task A_404_that_the_twin_does_not_repeat_moves_the_connection()
    {
        using Bench bench = Auto(static r => r.Path == Old ? Reply.Error(404, "not_found", "Endpoint not found.") : Reply.Json(Listed));

        await ListAsync(bench, 3);

        Assert.Equal([Old, New, New, New], Paths(bench));
    }

    [Fact]
    public async Task A_404_of_both_costs_one_extra_request_in_the_connection_s_life()
    {
        using Bench bench = Auto(static _ => Reply.Error(404, "not_found", "Not found."));

        for (int i = 0; i < 3; i++)
            await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, 1));

        Assert.Equal(4, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_got_404_goes_to_the_twin()
    {
        using Bench bench = Auto(static r => r.Path.StartsWith("/api/environments/", StringComparison.Ordinal)
            ? Reply.Error(404, "not_found", "Endpoint not found.") : Reply.Json("""{"backfill_id":"x"}""", 201));

        Assert.Equal("x", await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call));

        Assert.Equal(["POST", "POST"], bench.Server.Requests.Select(static r => r.Method));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Answers_from_before_the_route_settle_nothing(int status)
    {
        int seen = 0;
        using Bench bench = Auto(r => ++seen == 1 ? Reply.Error(status, "permission_denied", "No.")
            : r.Path == Old ? Reply.Error(404, "not_found", "Endpoint not found.") : Reply.Json(Listed));

        await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, 1));
        await ListAsync(bench, 1);

        Assert.Equal([Old, Old, New], Paths(bench));
    }

    [Fact]
    public async Task Once_settled_a_404_is_a_404()
    {
        using Bench bench = Auto(static r => r.Path == Old ? Reply.Json(Listed) : Reply.Error(404, "not_found", "Not found."));
        await ListAsync(bench, 1);

        await Assert.ThrowsAsync<PostHogApiException>(() => bench.Session.BatchExports.GetAsync("7", Samples.Export, bench.Call));

        Assert.Equal(2, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task Parallel_first_calls_ask_the_twin_once()
    {
        using Bench bench = Auto(static r => r.Path == Old ? Reply.Error(404, "not_found", "Endpoint not found.") : Reply.Json(Listed));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ListAsync(bench, 1)));

        Assert.Equal(9, bench.Server.Requests.Count);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_the_same_origin_is_followed_with_method_and_body_and_settles_the_matter(int status)
    {
        using Bench bench = Auto(r => r.Path.StartsWith("/api/environments/", StringComparison.Ordinal)
            ? Reply.Empty(status, "Location: " + r.Target.Replace("environments", "projects", StringComparison.Ordinal))
            : Reply.Json("""{"backfill_id":"x"}""", 201));

        await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call);
        await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call);

        Assert.Equal(3, bench.Server.Requests.Count);
        Assert.All(bench.Server.Requests, static r => Assert.Equal(("POST", "{}", "after=2015-01-01T00%3A00%3A00Z"), (r.Method, r.Text, r.Query)));
        Assert.Equal("Bearer " + Bench.Key, bench.Server.Requests[1].Header("Authorization"));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Any_other_redirect_is_an_error_that_names_the_host(int status)
    {
        using var other = new SocketServer(static _ => Reply.Json("{}"));
        using var bench = new Bench(_ => Reply.Empty(status, "Location: " + other.Address + "login?next=secret"));

        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, 1));

        Assert.Equal(PostHogErrorKind.Redirect, error.Kind);
        Assert.Contains(other.Address.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("next=", error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Single(bench.Server.Requests);
    }

    [Theory]
    [InlineData(RouteFamily.Environments, Old)]
    [InlineData(RouteFamily.Projects, New)]
    public async Task A_given_form_is_kept(RouteFamily family, string path)
    {
        using var bench = new Bench(
            static _ => Reply.Error(404, "not_found", "No.", null, "Deprecation: true", $"Link: <{New}>; rel=\"successor-version\""),
            s => s.RouteFamily = family);

        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<PostHogApiException>(() => ListAsync(bench, 1));

        Assert.Equal([path, path], Paths(bench));
    }

    [Theory]
    [InlineData("http://us.posthog.com/")]
    [InlineData("http://eu.posthog.com/")]
    public async Task Cloud_is_asked_in_the_current_form_at_once(string host)
    {
        // Through a proxy, so that no test needs the internet.
        using Bench bench = Auto(static _ => Reply.Json(Listed), new Uri(host));

        await ListAsync(bench, 1);

        Assert.Equal(host.TrimEnd('/') + New, Assert.Single(Paths(bench)));
    }

    [Fact]
    public async Task Current_is_resolved_once_and_stays()
    {
        int team = 7;
        using var bench = new Bench(r => r.Path.EndsWith("/@me/", StringComparison.Ordinal)
            ? Reply.Json($$"""{"id":1,"email":"a@example.com","team":{"name":"P","id":{{team++}} } }""")
            : Reply.Json("""{"paused":true}"""));

        await bench.Session.BatchExports.PauseAsync("@current", Samples.Export, bench.Call);
        await bench.Session.BatchExports.PauseAsync("@current", Samples.Export, bench.Call);
        await bench.Session.Identity.GetCurrentUserAsync(bench.Call);

        Assert.Equal(7, bench.Session.CurrentProjectId);
        Assert.Equal(
            ["/api/users/@me/", $"/api/projects/7/batch_exports/{Samples.Export}/pause/", $"/api/projects/7/batch_exports/{Samples.Export}/pause/",
                "/api/users/@me/"],
            Paths(bench));
    }

    [Fact]
    public async Task Reads_of_current_need_no_extra_request_and_learn_the_number()
    {
        using var bench = new Bench(static _ => Reply.Json(Listed));

        await bench.Session.BatchExports.ListAsync("@current", null, null, null, bench.Call);
        await bench.Session.BatchExports.ListAsync("@current", null, null, null, bench.Call);

        Assert.Equal(["/api/projects/@current/batch_exports/", New], Paths(bench));
        Assert.Equal(7, bench.Session.CurrentProjectId);
    }

    [Fact]
    public async Task A_key_that_may_not_read_the_user_still_writes_and_is_warned()
    {
        using var bench = new Bench(static r => r.Method == "GET"
            ? Reply.Error(403, "permission_denied", "API key missing required scope 'user:read'") : Reply.Json("""{"paused":true}"""));

        await bench.Session.BatchExports.PauseAsync("@current", Samples.Export, bench.Call);

        Assert.Contains(bench.Messages, static m => m.Kind == EngineMessageKind.Warning);
        Assert.Equal($"/api/projects/@current/batch_exports/{Samples.Export}/pause/", bench.Server.Requests[^1].Path);
    }

    private static Bench Auto(Func<Seen, Reply> script, Uri? cloud = null)
    {
        var server = new SocketServer(script);
        return new Bench(server, settings =>
        {
            settings.RouteFamily = RouteFamily.Auto;
            if (cloud is null)
                return;
            settings.Proxy = server.Address;
            settings.HostUri = cloud;
        });
    }

    private static async Task ListAsync(Bench bench, int times)
    {
        for (int i = 0; i < times; i++)
            await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);
    }

    private static string[] Paths(Bench bench) => [.. bench.Server.Requests.Select(static r => r.Path)];
}
