using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Json;

/// <summary>One bad value must not lose the page.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task Reads_every_field_of_an_export()
    {
        BatchExport export = await ExportAsync(Samples.ExportJson);

        Assert.Equal(Samples.Export, export.Id);
        Assert.Equal("AwsS3", export.Destination.Type);
        Assert.Equal("b", export.Destination.Config["bucket_name"]);
        Assert.Equal("eu", Assert.IsAssignableFrom<IDictionary<string, object?>>(export.Destination.Config["nested"])["region"]);
        Assert.Equal(new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1234560), export.CreatedAt);
        Assert.Null(export.LastPausedAt);
        Assert.Equal("UTC", export.Timezone);
        Assert.Equal(10, export.LatestRuns[0].RecordsCompleted);
        var extra = Assert.IsAssignableFrom<IDictionary<string, object?>>(export.AdditionalProperties["new_field"]);
        Assert.Equal(new object?[] { 1L, 2.5, "x", null, true }, Assert.IsType<object?[]>(extra["a"]));
        Assert.DoesNotContain("state", export.AdditionalProperties.Keys);
    }

    [Fact]
    public async Task Nulls_leave_collections_texts_and_flags_as_they_were()
    {
        BatchExport export = await ExportAsync("""
            {"id":"0199aaaa-0000-7000-8000-000000000001","team_id":null,"name":null,"model":null,"destination":null,"interval":null,
             "paused":null,"timezone":null,"primary_key":null,"version_key":null,"filters":null,"hogql_modifiers":null,
             "latest_runs":null,"created_at":null,"offset_day":null}
            """);

        Assert.Equal("", export.Name);
        Assert.Equal("events", export.Model);
        Assert.NotNull(export.Destination);
        Assert.False(export.Paused);
        Assert.Equal("UTC", export.Timezone);
        Assert.Empty(export.PrimaryKey);
        Assert.Empty(export.Filters);
        Assert.Empty(export.HogQLModifiers);
        Assert.Empty(export.LatestRuns);
        Assert.Null(export.OffsetDay);
        Assert.Equal(7, export.ProjectId);
    }

    [Theory]
    [InlineData("\"true\"", true)]
    [InlineData("\"True\"", true)]
    [InlineData("1", true)]
    [InlineData("\"false\"", false)]
    [InlineData("null", false)]
    [InlineData("\"maybe\"", false)]
    [InlineData("{\"a\":1}", false)]
    [InlineData("[true]", false)]
    public async Task Reads_flags_in_every_form(string json, bool expected) =>
        Assert.Equal(expected, (await ExportAsync(With("paused", json))).Paused);

    [Theory]
    [InlineData("\"3\"", 3)]
    [InlineData("3.0", 3)]
    [InlineData("3", 3)]
    [InlineData("null", null)]
    [InlineData("\"x\"", null)]
    [InlineData("99999999999", null)]
    [InlineData("{}", null)]
    public async Task Reads_numbers_in_every_form(string json, int? expected) =>
        Assert.Equal(expected, (await ExportAsync(With("offset_hour", json))).OffsetHour);

    [Theory]
    [InlineData("name", "5", "5")]
    [InlineData("interval", "\"every 7 minutes\"", "")]
    [InlineData("latest_runs", "{\"a\":1}", "")]
    [InlineData("latest_runs", "\"none\"", "")]
    [InlineData("latest_runs", "[null]", "")]
    [InlineData("latest_runs", "[{\"id\":\"bad\",\"status\":\"Brandnew\"}]", "")]
    [InlineData("destination", "\"S3\"", "")]
    [InlineData("destination", "[1]", "")]
    [InlineData("filters", "{\"a\":1}", "")]
    [InlineData("primary_key", "\"id\"", "")]
    [InlineData("hogql_modifiers", "[1]", "")]
    [InlineData("created_at", "\"yesterday\"", "")]
    [InlineData("created_at", "5", "")]
    [InlineData("team_id", "\"7\"", "")]
    public async Task One_odd_value_does_not_lose_the_page(string field, string json, string name)
    {
        using var bench = new Bench(_ => Reply.Json(Samples.Page(With(field, json) + "," + Samples.ExportJson)));

        Page<BatchExport> page = await bench.Session.BatchExports.ListAsync("7", null, null, null, bench.Call);

        Assert.Equal(2, page.Items.Count);
        Assert.Equal("events-1", page.Items[1].Name);
        Assert.All(page.Items, static e => Assert.Equal(Samples.Export, e.Id));
        Assert.All(page.Items, static e => Assert.DoesNotContain(null, e.LatestRuns));
        if (name.Length > 0)
            Assert.Equal(name, page.Items[0].Name);
    }

    [Fact]
    public async Task Counts_may_be_larger_than_32_bits_and_statuses_unknown()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page("""
            {"id":"0199bbbb-0000-7000-8000-000000000001","status":"BrandNew","bytes_exported":99999999999,"records_completed":"12",
             "batch_export":"0199aaaa-0000-7000-8000-000000000001","backfill":"0199cccc-0000-7000-8000-000000000001","latest_error":null}
            """, extra: "")));

        BatchExportRun run = Assert.Single((await bench.Session.Runs.ListAsync("7", Samples.Export, new RunQuery(), null, bench.Call)).Items);

        Assert.Equal(99999999999, run.BytesExported);
        Assert.Equal(12, run.RecordsCompleted);
        Assert.Equal("BrandNew", run.Status);
        Assert.Equal("Unknown", run.State);
        Assert.Equal(Samples.Backfill, run.BackfillId);
        Assert.Equal(7, run.ProjectId);
    }

    [Fact]
    public async Task Reads_backfills_under_the_server_s_names()
    {
        using var bench = new Bench(static _ => Reply.Json("""
            {"id":"0199cccc-0000-7000-8000-000000000001","team":7,"batch_export":"0199aaaa-0000-7000-8000-000000000001",
             "start_at":"2026-01-01T00:00:00Z","end_at":null,"adjusted_start_at":"2026-01-02T00:00:00Z","status":"Running",
             "total_records_count":5000000000,"progress":{"total_runs":12,"finished_runs":3,"progress":0.2}}
            """));

        BatchExportBackfill backfill = await bench.Session.Backfills.GetAsync("7", Samples.Export, Samples.Backfill, bench.Call);

        Assert.Equal(7, backfill.ProjectId);
        Assert.Equal(Samples.Export, backfill.BatchExportId);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), backfill.Start);
        Assert.Null(backfill.End);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), backfill.AdjustedStart);
        Assert.Equal("3/12", backfill.Progress!.ToString());
        Assert.Equal(0.2, backfill.Progress.Ratio);
        Assert.Empty(backfill.AdditionalProperties);
    }

    [Fact]
    public async Task Keeps_no_secret_that_a_server_lets_through()
    {
        using var bench = new Bench(static r => r.Path.EndsWith("/@me/", StringComparison.Ordinal)
            ? Reply.Json("""
                {"id":1,"uuid":"0199aaaa-0000-7000-8000-000000000009","email":"a@example.com","first_name":"A",
                 "team":{"id":7,"name":"P","api_token":"phc_public","secret_api_token":"phs_secret","organization":"0199aaaa-0000-7000-8000-000000000008"},
                 "organization":{"id":"0199aaaa-0000-7000-8000-000000000008","name":"O","teams":[{"id":7,"api_token":"phc_public","nested":{"secret_api_token":"phs_x"}}]},
                 "has_password":true,"role":"x"}
                """)
            : Reply.Json("""
                {"id":"0199aaaa-0000-7000-8000-000000000001","name":"old","destination":{"type":"Snowflake","config":
                 {"database":"d","user":"root","password":"pw","private_key":"k","copy_inputs":{"bucket_credentials":{"aws_access_key_id":"AK","aws_secret_access_key":"SK"}},
                  "list":[{"token":"t","kept":1}]}}}
                """));

        PostHogUser user = await bench.Session.Identity.GetCurrentUserAsync(bench.Call);
        BatchExport export = await bench.Session.BatchExports.GetAsync("7", Samples.Export, bench.Call);

        Assert.Equal(7, user.ProjectId);
        Assert.Equal(7, user.Team!.ProjectId);
        Assert.Equal("x", user.AdditionalProperties["role"]);
        Assert.Equal(true, user.AdditionalProperties["has_password"]);
        string all = string.Join("|", Flatten(user.AdditionalProperties).Concat(Flatten(user.Team.AdditionalProperties))
            .Concat(Flatten(user.Organization!.AdditionalProperties)));
        Assert.DoesNotContain("phc_", all, StringComparison.Ordinal);
        Assert.DoesNotContain("phs_", all, StringComparison.Ordinal);
        Assert.Equal("database=d|kept=1", string.Join("|", Flatten(export.Destination.Config)));
    }

    [Fact]
    public async Task Reads_dashboards_with_tiles()
    {
        using var bench = new Bench(static _ => Reply.Json("""
            {"id":5,"name":null,"description":null,"pinned":true,"tags":["a",null,3],"created_by":{"id":1,"email":"a@example.com"},
             "filters":{"date_from":"-7d"},"tiles":[{"id":9,"layouts":{"sm":{"x":1}},"insight":{"name":"Trend"}},{"id":10,"text":{"body":"Hi"},"insight":null}]}
            """));

        Dashboard dashboard = await bench.Session.Dashboards.GetAsync("7", 5, bench.Call);

        Assert.Equal("", dashboard.Name);
        Assert.True(dashboard.Pinned);
        Assert.Equal("a", dashboard.Tags[0]);
        Assert.Equal("a@example.com", dashboard.CreatedBy!.ToString());
        Assert.Equal(7, dashboard.ProjectId);
        Assert.Equal("Trend", dashboard.Tiles[0].Name);
        Assert.Equal("Text", dashboard.Tiles[1].Kind);
        Assert.All(dashboard.Tiles, static t => Assert.Equal((7, 5), (t.ProjectId, t.DashboardId)));
    }

    private static string With(string field, string json) =>
        $$"""{"id":"0199aaaa-0000-7000-8000-000000000001","{{field}}":{{json}}}""";

    private static async Task<BatchExport> ExportAsync(string json)
    {
        using var bench = new Bench(_ => Reply.Json(json));
        return await bench.Session.BatchExports.GetAsync("7", Samples.Export, bench.Call);
    }

    private static IEnumerable<string> Flatten(IDictionary<string, object?> values) => values.SelectMany(static pair => pair.Value switch
    {
        IDictionary<string, object?> inner => Flatten(inner),
        object?[] list => list.OfType<IDictionary<string, object?>>().SelectMany(Flatten),
        _ => [pair.Key + "=" + pair.Value],
    });
}
