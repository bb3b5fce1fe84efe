using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class RunsTests
{
    private const string Past = "2015-01-01T00%3A00%3A00Z";
    private static readonly string Runs = $"/api/projects/7/batch_exports/{Samples.Export}/runs/";
    private static readonly DateTimeOffset Noon = new(2026, 10, 1, 14, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public async Task Every_list_names_its_window()
    {
        using Bench bench = Empty();

        await ListAsync(bench, new RunQuery());
        await ListAsync(bench, new RunQuery { After = Noon, Before = Noon.AddTicks(1230), Ascending = true });
        await ListAsync(bench, new RunQuery { ByDataInterval = true });
        await ListAsync(bench, new RunQuery { ByDataInterval = true, After = Noon, Before = Noon.AddHours(1), Ascending = true });

        Assert.Equal(
            [
                "ordering=-created_at&after=" + Past,
                "ordering=created_at&after=2026-10-01T12%3A00%3A00Z&before=2026-10-01T12%3A00%3A00.000123Z",
                "ordering=-data_interval_start&start=" + Past,
                "ordering=data_interval_start&start=2026-10-01T12%3A00%3A00Z&end=2026-10-01T13%3A00%3A00Z",
            ],
            bench.Server.Requests.Select(static r => r.Query));
    }

    [Fact]
    public async Task Statuses_are_repeated_and_dropped_for_servers_that_do_not_know_one()
    {
        using var bench = new Bench(static r => r.Query.Contains("FailedBilling", StringComparison.Ordinal)
            ? Reply.Error(400, "invalid_choice", "\\\"FailedBilling\\\" is not a valid choice.", "status")
            : Reply.Json(Samples.Page("", extra: "")));

        await ListAsync(bench, new RunQuery { Statuses = { "Failed", "Running" } });
        await ListAsync(bench, new RunQuery { Statuses = { "Failed", "FailedBilling" } });
        await ListAsync(bench, new RunQuery { Statuses = { "Failed", "FailedBilling" } });

        Assert.Equal(
            ["&status=Failed&status=Running", "&status=Failed&status=FailedBilling", "", ""],
            bench.Server.Requests.Select(static r => r.Query.Replace("ordering=-created_at&after=" + Past, "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Single_runs_are_reached_beyond_seven_days()
    {
        using var bench = new Bench(static r => r.Method == "GET"
            ? Reply.Json("""{"id":"0199bbbb-0000-7000-8000-000000000001","status":"Failed"}""")
            : Reply.Json("""{"backfill_id":"0199aaaa-Backfill-2026-01-01T00:00:00+00:00-END"}"""));

        BatchExportRun run = await bench.Session.Runs.GetAsync("7", Samples.Export, Samples.Run, bench.Call);
        string started = await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call);
        await bench.Session.Runs.CancelAsync("7", Samples.Export, Samples.Run, bench.Call);

        Assert.Equal((7, Samples.Export), (run.ProjectId, run.BatchExportId!.Value));
        Assert.Equal("0199aaaa-Backfill-2026-01-01T00:00:00+00:00-END", started);
        Assert.Equal(
            [$"GET {Runs}{Samples.Run}/?after={Past}", $"POST {Runs}{Samples.Run}/retry/?after={Past}", $"POST {Runs}{Samples.Run}/cancel/?after={Past}"],
            bench.Server.Lines);
    }

    [Fact]
    public async Task The_next_page_is_asked_for_as_it_was_given()
    {
        using var bench = new Bench(static r => Reply.Json(Samples.Page(
            "", r.Query.Contains("cursor", StringComparison.Ordinal) ? "null" : "\"" + Runs + "?cursor=cD0x\"", extra: "")));

        Page<BatchExportRun> first = await bench.Session.Runs.ListAsync("7", Samples.Export, new RunQuery(), null, bench.Call);
        await bench.Session.Runs.ListAsync("7", Samples.Export, new RunQuery(), first.Next, bench.Call);

        Assert.Null(first.Count);
        Assert.Equal($"GET {Runs}?cursor=cD0x", bench.Server.Lines[1]);
    }

    [Fact]
    public async Task A_start_without_a_body_is_a_start()
    {
        using var bench = new Bench(static _ => Reply.Empty(200));

        Assert.Equal("", await bench.Session.Runs.RetryAsync("7", Samples.Export, Samples.Run, bench.Call));
    }

    private static Bench Empty() => new(static _ => Reply.Json(Samples.Page("", extra: "")));

    private static Task<Page<BatchExportRun>> ListAsync(Bench bench, RunQuery query) =>
        bench.Session.Runs.ListAsync("7", Samples.Export, query, null, bench.Call);
}
