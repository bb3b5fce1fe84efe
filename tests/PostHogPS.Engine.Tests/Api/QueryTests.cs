using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class QueryTests
{
    private const string Answer = """{"results":[[1,"a"]],"columns":["n","e"],"types":[["n","UInt64"],["e","String"]],"hasMore":true,"is_cached":true,"last_refresh":"2026-10-01T12:00:00Z"}""";

    [Fact]
    public async Task An_answer_is_read()
    {
        using var bench = new Bench(static _ => Reply.Json(Answer));
        QueryAnswer answer = await RunAsync(bench);
        Assert.Equal(["n", "e"], answer.Columns);
        Assert.Equal(["UInt64", "String"], answer.Types);
        Assert.Equal([1L, "a"], Assert.Single(answer.Rows));
        Assert.True(answer.HasMore && answer.IsComplete);
        Assert.Equal(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), answer.CachedAt);
    }

    [Fact]
    public async Task Modifiers_are_a_part_of_the_query_and_left_out_without_any()
    {
        using var bench = new Bench(static _ => Reply.Json(Answer));
        await bench.Session.Queries.RunAsync("101",
            new QueryRequest { Query = "select 1", Modifiers = new Dictionary<string, object?> { ["convertToProjectTimezone"] = false } },
            new CallContext(TestContext.Current.CancellationToken));
        await RunAsync(bench);
        Assert.Contains("\"modifiers\":{\"convertToProjectTimezone\":false}", bench.Server.Requests[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("modifiers", bench.Server.Requests[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(402, "quota_limit_exceeded", PostHogErrorKind.QuotaExceeded)]
    [InlineData(429, "throttled", PostHogErrorKind.TooManyQueries)]
    [InlineData(504, "error", PostHogErrorKind.QueryTimeout)]
    [InlineData(512, "error", PostHogErrorKind.QueryTooSlow)]
    [InlineData(513, "error", PostHogErrorKind.QueryOutOfMemory)]
    [InlineData(400, "invalid_input", PostHogErrorKind.Validation)]
    public async Task Each_refusal_has_its_error_and_is_not_repeated(int status, string code, PostHogErrorKind kind)
    {
        using var bench = new Bench(_ => Reply.Json("{\"type\":\"server_error\",\"code\":\"" + code + "\",\"detail\":\"No.\",\"attr\":null}", status));
        PostHogApiException error = await Assert.ThrowsAsync<PostHogApiException>(() => RunAsync(bench));
        Assert.Equal(kind, error.Kind);
        Assert.Single(bench.Server.Requests);
        Assert.Empty(bench.Announced);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task The_fault_of_a_gateway_is_none_of_the_query_and_is_not_repeated(int status)
    {
        using var bench = new Bench(_ => Reply.Json("<html>gateway</html>", status));
        Assert.Equal(PostHogErrorKind.Server, (await Assert.ThrowsAsync<PostHogApiException>(() => RunAsync(bench))).Kind);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task The_smaller_hourly_limit_is_learnt_from_the_first_refusal_and_other_calls_go_on()
    {
        int sent = 0;
        using var bench = new Bench(seen =>
        {
            if (!seen.Path.Contains("/query/", StringComparison.Ordinal))
                return Reply.Json(Samples.Page(""));
            Reply refused = Reply.Json("""{"type":"throttled_error","code":"throttled","detail":"Wait.","attr":null}""", 429, "Retry-After: 1800");
            return ++sent == 3 ? refused : Reply.Json(Answer);
        });
        await RunAsync(bench);
        Assert.Equal(2400, bench.Session.RateLimits.Single(l => l.Window == "QuerySustained").Limit);
        await RunAsync(bench);
        await RunAsync(bench);
        Assert.Equal([TimeSpan.FromMinutes(30)], bench.Announced);
        RateLimitUsage hour = bench.Session.RateLimits.Single(l => l.Window == "QuerySustained");
        Assert.Equal((120, 3), (hour.Limit, hour.Used));
        RateLimitUsage common = bench.Session.RateLimits.Single(l => l.Window == "Sustained");
        Assert.Equal((0, 0L, null), (common.Used, common.Refused, common.BlockedUntil));
        await bench.Session.BatchExports.ListAsync("1", null, null, null, bench.Call);
        Assert.Single(bench.Announced);
    }

    [Fact]
    public async Task Three_run_at_once()
    {
        using var gate = new ManualResetEventSlim();
        using var arrived = new SemaphoreSlim(0);
        using var bench = new Bench(_ =>
        {
            arrived.Release();
            gate.Wait(TestContext.Current.CancellationToken);
            return Reply.Json(Answer);
        });
        Task<QueryAnswer>[] all = [.. Enumerable.Range(0, 5).Select(_ => Task.Run(() => RunAsync(bench)))];
        for (int i = 0; i < 3; i++)
            await arrived.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, bench.Server.Requests.Count);
        gate.Set();
        await Task.WhenAll(all);
        Assert.Equal(5, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task States_are_read_with_their_progress_their_result_and_their_failure()
    {
        string body = "";
        int status = 202;
        using var bench = new Bench(_ => Reply.Json(body, status));
        Task<QueryAnswer> Get() => bench.Session.Queries.GetAsync("1", "q", bench.Call);

        body = """{"query_status":{"id":"q","team_id":1,"complete":false,"error":false,"results":null,"query_progress":{"rows_read":5,"estimated_rows_total":10}}}""";
        QueryAnswer running = await Get();
        Assert.Equal((false, 5L, 10L), (running.IsComplete, running.RowsRead!.Value, running.RowsTotal!.Value));
        (status, body) = (200, """{"query_status":{"id":"q","team_id":1,"complete":true,"error":false,"results":""" + Answer + "}}");
        Assert.Equal([1L, "a"], Assert.Single((await Get()).Rows));
        (status, body) = (400, """{"query_status":{"id":"q","team_id":1,"complete":true,"error":true,"error_message":"Bad column","results":null}}""");
        QueryAnswer failed = await Get();
        Assert.Equal((true, "Bad column"), (failed.HasFailed, failed.Error));
        (status, body) = (404, """{"type":"invalid_request","code":"not_found","detail":"gone","attr":null}""");
        Assert.Equal(PostHogErrorKind.NotFound, (await Assert.ThrowsAsync<PostHogApiException>(Get)).Kind);
        Assert.Contains("show_progress=true", bench.Server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_taken_out_of_rows()
    {
        using var bench = new Bench(_ => Reply.Json("""{"results":[["x """ + Bench.Key + """ y"]],"columns":["c"],"types":[]}"""));
        Assert.DoesNotContain(Bench.Key, (string)(await RunAsync(bench)).Rows[0][0]!, StringComparison.Ordinal);
    }

    private static Task<QueryAnswer> RunAsync(Bench bench) => bench.Session.Queries.RunAsync("1", new QueryRequest { Query = "select 1" }, bench.Call);
}
