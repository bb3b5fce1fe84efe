using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Faults that a message handler can show.</summary>
public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_hits_the_nth_match_as_often_as_asked()
    {
        var client = Free();
        client.Host.Faults.Add(FaultKind.Html, "GET", "*/batch_exports/*", nth: 2, times: 2);
        int[] statuses = new int[5];
        for (int i = 0; i < 5; i++)
            statuses[i] = (await client.Get(Client.Web)).Status;
        Assert.Equal(new[] { 200, 502, 502, 200, 200 }, statuses);
        Assert.Equal(200, (await client.Get("/api/projects/101/")).Status);
    }

    [Theory]
    [InlineData("/api/projects/101/*", true)]
    [InlineData("*/batch_exports/?x=1", true)]
    [InlineData("batch_exports", true)]
    [InlineData("*/dashboards/*", false)]
    [InlineData("/batch_exports/*", false)]
    public async Task Patterns_stand_for_the_whole_path_and_query(string pattern, bool hit)
    {
        var client = Free();
        client.Host.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 503, Path = pattern, Times = 0 });
        Assert.Equal(hit ? 503 : 200, (await client.Get(Client.Web + "?x=1")).Status);
    }

    [Fact]
    public async Task Statuses_carry_bodies_and_headers()
    {
        var client = Free();
        client.Host.Faults.Add(new Fault { Kind = FaultKind.Unavailable, RetryAfter = "7" });
        client.Host.Faults.Add(new Fault { Kind = FaultKind.Throttled, RetryAfter = "Wed, 14 Oct 2026 09:21:00 GMT", Nth = 2 });
        client.Host.Faults.Add(new Fault { Kind = FaultKind.TooManyBackfills, Nth = 3 });
        client.Host.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 418, Body = "tea", ContentType = "text/plain", Nth = 4 });
        client.Host.Faults.Add(new Fault { Kind = FaultKind.Redirect, Nth = 5 });
        client.Host.Faults.Add(new Fault { Kind = FaultKind.EmptyBody, Nth = 6 });
        Answer unavailable = await client.Get(Client.Web);
        Assert.Equal((503, "7", "database_unavailable"), (unavailable.Status, unavailable.Header("Retry-After"), unavailable.Code));
        Answer throttled = await client.Get(Client.Web);
        Assert.Equal((429, "Wed, 14 Oct 2026 09:21:00 GMT"), (throttled.Status, throttled.Header("Retry-After")));
        Answer busy = await client.Get(Client.Web);
        Assert.Equal((429, "too_many_concurrent_backfills", null), (busy.Status, busy.Code, busy.Header("Retry-After")));
        Answer tea = await client.Get(Client.Web);
        Assert.Equal((418, "tea"), (tea.Status, tea.Text));
        Assert.Equal("https://login.example/sign-in", (await client.Get(Client.Web)).Message.Headers.Location!.AbsoluteUri);
        Assert.Equal((200, ""), ((await client.Get(Client.Web)).Status, ""));
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
    }

    [Fact]
    public async Task A_redirect_to_the_twin_keeps_path_and_query()
    {
        var client = Free();
        client.Host.Faults.Add(new Fault { Kind = FaultKind.RedirectToTwin, Path = "/api/environments/*", Times = 0 });
        Answer answer = await client.Get("/api/environments/101/batch_exports/?limit=3");
        Assert.Equal((307, "https://us.posthog.com/api/projects/101/batch_exports/?limit=3"), (answer.Status, answer.Message.Headers.Location!.AbsoluteUri));
        Assert.Equal(200, (await client.Get(Client.Web)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_answer_may_have_been_processed_or_not(bool processed)
    {
        var client = Free();
        string path = await client.Path("events-to-s3");
        client.Host.Faults.Add(FaultKind.Drop, "POST", afterProcessing: processed);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Post(path + "pause/"));
        Assert.Equal(processed, (await client.Get(path)).Json["paused"]!.GetValue<bool>());
        ReceivedRequest entry = Assert.Single(client.Host.Requests.Find("POST", "*/pause/"));
        Assert.Equal((processed, null, "{}"), (entry.Processed, entry.Status, entry.Body));
    }

    [Theory]
    [InlineData(FaultKind.Refuse, typeof(SocketException))]
    [InlineData(FaultKind.NoSuchHost, typeof(SocketException))]
    [InlineData(FaultKind.BadCertificate, typeof(AuthenticationException))]
    [InlineData(FaultKind.Reset, typeof(IOException))]
    [InlineData(FaultKind.Drop, typeof(IOException))]
    public async Task Failures_look_as_those_of_the_real_handler(FaultKind kind, Type inner)
    {
        var client = Free();
        client.Host.Faults.Add(kind);
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.Get(Client.Web));
        Assert.IsType(inner, failure.InnerException);
        Assert.False(client.Host.Requests.All[0].Processed);
    }

    [Fact]
    public async Task A_hanging_server_lets_go_when_the_caller_does()
    {
        var host = new FaultySandbox(new SandboxOptions());
        host.Faults.Add(FaultKind.Hang);
        using var http = new HttpClient(new FaultyHandler(host));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.GetAsync(new Uri("https://us.posthog.com/api/users/@me/"), stop.Token));
    }

    [Fact]
    public async Task A_delay_is_real_time_whatever_the_speed()
    {
        var client = new Client(o => o.Speed = 1000);
        client.Host.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(3) });
        Task<Answer> slow = client.Get(Client.Web);
        client.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(slow.IsCompleted);
        client.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(200, (await slow).Status);
    }

    [Fact]
    public async Task Bodies_can_be_cut_short_in_three_ways()
    {
        var client = Free();
        client.Host.Faults.Add(FaultKind.TruncatedJson);
        client.Host.Faults.Add(FaultKind.CutBody, nth: 2);
        client.Host.Faults.Add(FaultKind.WrongLength, nth: 3);
        using var http = new HttpClient(new FaultyHandler(client.Host)) { BaseAddress = new Uri(Client.Base) };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer phx_x");
        string half = await http.GetStringAsync(Client.Web, Token);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(half));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(Client.Web, Token));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(Client.Web, Token));
    }

    [Theory]
    [InlineData(FaultKind.ForeignNext, "https://internal.example/api/projects/101/batch_exports/?limit=2&offset=2")]
    [InlineData(FaultKind.HttpNext, "http://us.posthog.com/api/projects/101/batch_exports/?limit=2&offset=2")]
    public async Task Links_can_point_elsewhere(FaultKind kind, string next)
    {
        var client = Free();
        client.Host.Faults.Add(kind);
        Assert.Equal(next, (await client.Get(Client.Web + "?limit=2")).Json["next"]!.GetValue<string>());
    }

    [Fact]
    public async Task Answers_of_servers_to_come()
    {
        var client = new Client(o => (o.BurstLimit, o.Generation) = (0, "C"));
        string runs = await client.Path("events-to-s3") + "runs/";
        using var http = new HttpClient(new FaultyHandler(client.Host)) { BaseAddress = new Uri(Client.Base) };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer phx_x");
        async Task<JsonObject> With(FaultKind kind)
        {
            client.Host.Faults.Clear();
            client.Host.Faults.Add(kind);
            return (JsonObject)JsonNode.Parse(await http.GetStringAsync(runs, Token))!["results"]![0]!;
        }

        Assert.Equal("FromTheFuture", (await With(FaultKind.UnknownEnum))["status"]!.GetValue<string>());
        Assert.NotNull((await With(FaultKind.ExtraKeys))["brand_new_key"]);
        JsonObject nulls = await With(FaultKind.Nulls);
        Assert.True(nulls.ContainsKey("records_completed") && nulls["records_completed"] is null);
        Assert.NotNull(nulls["id"]);
        Assert.False((await With(FaultKind.AbsentKeys)).ContainsKey("records_completed"));
        Assert.Equal(5_000_000_000, (await With(FaultKind.BigCounts))["records_completed"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_log_tells_what_the_server_saw()
    {
        var client = Free();
        await client.Get(Client.Web + "?limit=1");
        await client.Post(Client.Web, new JsonObject { ["name"] = "x" });
        Assert.Equal(
            new[] { "GET /api/projects/101/batch_exports/?limit=1 -> 200", "POST /api/projects/101/batch_exports/ -> 400" },
            client.Host.Requests.All.Select(r => r.ToString()));
        Assert.Equal("""{"name":"x"}""", client.Host.Requests.All[1].Body);
        Assert.Equal(new[] { true, false }, client.Host.Requests.All.Select(r => r.Processed));
    }

    /// <summary>A client whose answers may be wrong: faults are not for the judge.</summary>
    private static Client Free() => Client.Unjudged();
}
