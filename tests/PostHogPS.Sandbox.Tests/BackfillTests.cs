using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class BackfillTests
{
    [Theory]
    [InlineData("events-to-s3", null, "2026-10-14T00:00:00Z", 400, "Backfilling from the beginning of time is not enabled for this team.")]
    [InlineData("events-to-s3", "rubbish", "2026-10-14T00:00:00Z", 400, "Input rubbish is not a valid ISO formatted datetime.")]
    [InlineData("events-to-s3", "2026-10-13T00:00:00", "2026-10-14T00:00:00Z", 400, "Input 2026-10-13T00:00:00 is naive.")]
    [InlineData("events-to-s3", "2026-10-13", "2026-10-14T00:00:00Z", 400, "Input 2026-10-13 is naive.")]
    [InlineData("events-to-s3", "2026-10-14T00:00:00Z", "2026-10-14T00:00:00Z", 400, "The initial backfill datetime 'start_at' must be before 'end_at'")]
    [InlineData("events-to-s3", "2026-10-14T00:00:00Z", "2026-10-14T20:00:00Z", 400, "The provided 'end_at' (2026-10-14T20:00:00+00:00) is in the future")]
    [InlineData("events-to-s3", "2026-10-14T00:00:00Z", null, 500, "A server error occurred.")]
    [InlineData("events-to-s3", "2026-10-14T02:00:00+02:00", "2026-10-14T03:00:00Z", 201, null)]
    [InlineData("persons-to-snowflake", "2026-10-10T00:00:00Z", "2026-10-12", 400,
        "Input '2026-10-10T00:00:00Z' is not a valid ISO formatted date. Only dates, without a time, are accepted for daily and weekly batch exports.")]
    [InlineData("persons-to-snowflake", "soon", "2026-10-12", 400, "Input 'soon' is not a valid ISO formatted date.")]
    [InlineData("persons-to-snowflake", "2026-10-10", "2026-10-12", 201, null)]
    [InlineData("weekly-sessions-to-s3", "2026-10-06", "2026-10-12", 400, "Input '2026-10-06' is a Tuesday, but this batch export runs on Monday.")]
    [InlineData("weekly-sessions-to-s3", "2026-09-28", "2026-10-12", 201, null)]
    public async Task Bounds_are_checked_in_order(string name, string? start, string? end, int status, string? detail)
    {
        var client = new Client();
        Answer answer = await client.Post(await client.Path(name) + "backfills/",
            new JsonObject { ["start_at"] = start, ["end_at"] = end, ["name"] = "ignored" });
        Assert.Equal(status, answer.Status);
        if (detail is null)
            Assert.True(Guid.TryParse(answer.Json["backfill_id"]!.GetValue<string>(), out _));
        else
            Assert.Equal((detail, null), (answer.Detail, answer.Attr));
    }

    [Fact]
    public async Task An_open_end_is_for_http_and_noop_only()
    {
        var client = new Client();
        string path = $"/api/projects/102/batch_exports/{await client.Id("mobile-events-to-http", 102)}/backfills/";
        Assert.Equal(201, (await client.Post(path, new JsonObject { ["start_at"] = client.Instant(-5) })).Status);
        client.Time.Advance(TimeSpan.FromSeconds(10));
        JsonObject backfill = (await client.Get(path)).Results[0];
        Assert.Null(backfill["end_at"]);
    }

    [Fact]
    public async Task Too_many_are_refused_before_the_dates_are_looked_at_and_without_retry_after()
    {
        var client = new Client(o => o.BackfillLimit = 3);
        string path = await client.Path("events-to-s3") + "backfills/";
        for (int i = 2; i < 4; i++)
            Assert.Equal(201, (await client.Post(path, new JsonObject { ["start_at"] = client.Instant(-i - 1), ["end_at"] = client.Instant(-i) })).Status);
        Answer refused = await client.Post(path, new JsonObject { ["start_at"] = "rubbish" });
        Assert.Equal((429, "too_many_concurrent_backfills"), (refused.Status, refused.Code));
        Assert.Equal("server_error", refused.Json["type"]!.GetValue<string>());
        Assert.StartsWith("This team already has 3 batch export backfills running.", refused.Detail, StringComparison.Ordinal);
        Assert.Null(refused.Header("Retry-After"));
        client.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(400, (await client.Post(path, new JsonObject { ["start_at"] = "rubbish" })).Status);
    }

    [Fact]
    public async Task The_row_appears_a_moment_later_then_it_runs_and_completes()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3");
        Answer made = await client.Post(path + "backfills/", new JsonObject { ["start_at"] = client.Instant(-30), ["end_at"] = client.Instant(-20) });
        string row = path + "backfills/" + made.Json["backfill_id"] + "/";
        Assert.Equal(404, (await client.Get(row)).Status);

        client.Time.Advance(TimeSpan.FromSeconds(3));
        JsonNode starting = (await client.Get(row)).Json;
        Assert.Equal("Starting", starting["status"]!.GetValue<string>());
        Assert.Equal(10, starting["progress"]!["total_runs"]!.GetValue<int>());
        Assert.Null(starting["total_records_count"]);

        client.Time.Advance(TimeSpan.FromSeconds(75));
        JsonNode running = (await client.Get(row)).Json;
        Assert.Equal("Running", running["status"]!.GetValue<string>());
        Assert.Equal(0.5, running["progress"]!["progress"]!.GetValue<double>());
        Assert.Equal(5, running["progress"]!["finished_runs"]!.GetValue<int>());

        client.Time.Advance(TimeSpan.FromMinutes(3));
        JsonNode done = (await client.Get(row)).Json;
        Assert.Equal("Completed", done["status"]!.GetValue<string>());
        Assert.Equal(1.0, done["progress"]!["progress"]!.GetValue<double>());
        JsonObject[] runs = (await client.Get(path + "runs/?ordering=-data_interval_start")).Results
            .Where(r => r["backfill"]?.GetValue<string>() == made.Json["backfill_id"]!.GetValue<string>())
            .ToArray();
        Assert.Equal(10, runs.Length);
        Assert.All(runs, r => Assert.Equal("Completed", r["status"]!.GetValue<string>()));
        Assert.Equal(done["total_records_count"]!.GetValue<long>(), runs.Sum(r => r["records_completed"]!.GetValue<long>()));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("C")]
    public async Task One_whose_runs_fail_is_Completed_all_the_same(string generation)
    {
        Client client = Planned(generation,
            new SandboxExport { Attempt = (start, _) => start.Hour % 2 == 0 ? SandboxResult.Failed("refused") : SandboxResult.Completed });
        JsonNode row = await Run(client, -8, -4, TimeSpan.FromMinutes(30));

        Assert.Equal("Completed", Text(row["status"]));
        Assert.Equal((4, 4, 1.0), (row["progress"]!["total_runs"]!.GetValue<int>(), row["progress"]!["finished_runs"]!.GetValue<int>(),
            row["progress"]!["progress"]!.GetValue<double>()));
        JsonObject[] runs = await RunsOf(client, row);
        Assert.Equal(2, runs.Count(r => Text(r["status"]) == "Failed"));
        // The rows of those that completed.
        if (generation == "C")
            Assert.Equal(runs.Where(r => Text(r["status"]) == "Completed").Sum(r => r["records_completed"]!.GetValue<long>()),
                row["total_records_count"]!.GetValue<long>());
    }

    [Fact]
    public async Task One_whose_every_run_fails_has_exported_nothing_and_is_Completed()
    {
        Client client = Planned("C", new SandboxExport { StillWrong = "password authentication failed", PausesAfter = 100 });
        JsonNode row = await Run(client, -6, -4, TimeSpan.FromMinutes(30));

        Assert.Equal(("Completed", 0L), (Text(row["status"]), row["total_records_count"]!.GetValue<long>()));
        Assert.All(await RunsOf(client, row), r => Assert.Equal("Failed", Text(r["status"])));
    }

    [Fact]
    public async Task One_that_takes_longer_than_its_range_fails_and_its_run_goes_on()
    {
        Client client = Planned("C", new SandboxExport { BackfillPace = TimeSpan.FromMinutes(100) });
        JsonNode row = await Run(client, -5, -4, TimeSpan.FromMinutes(62));
        Assert.Equal(("Failed", true), (Text(row["status"]), row["progress"] is null));
        Assert.Equal("Running", Text(Assert.Single(await RunsOf(client, row))["status"]));

        client.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("Completed", Text(Assert.Single(await RunsOf(client, row))["status"]));
    }

    [Fact]
    public async Task One_that_may_take_no_time_fails_without_a_run()
    {
        Client client = Planned("C", new SandboxExport { BackfillLimit = TimeSpan.Zero });
        JsonNode row = await Run(client, -5, -4, TimeSpan.FromMinutes(1));
        Assert.Equal("Failed", Text(row["status"]));
        Assert.Empty(await RunsOf(client, row));
    }

    [Fact]
    public async Task From_the_beginning_it_is_one_run_that_no_list_by_interval_holds()
    {
        Client client = Planned("C", new SandboxExport(), o => o.BackfillFromBeginning = true);
        string path = await client.Path("export");
        Answer made = await client.Post(path + "backfills/", new JsonObject { ["start_at"] = null, ["end_at"] = client.Instant(-4) });
        client.Time.Advance(TimeSpan.FromMinutes(2));
        JsonNode row = (await client.Get(path + "backfills/" + made.Json["backfill_id"] + "/")).Json;

        JsonObject run = Assert.Single(await RunsOf(client, row));
        Assert.Null(run["data_interval_start"]);
        Assert.Equal(client.Instant(-4), Text(run["data_interval_end"]));
        Assert.DoesNotContain((await client.Get(path + "runs/?ordering=data_interval_start&start=2000-01-01")).Results, r => r["backfill"] is not null);
    }

    // The time of a pause is noted by the pause action alone.
    [Fact]
    public async Task Unpausing_with_a_backfill_exports_everything_when_no_pause_was_noted()
    {
        Client client = Planned("C", new SandboxExport());
        string path = await client.Path("export");
        Assert.Null((await client.Patch(path, new JsonObject { ["paused"] = true })).Json["last_paused_at"]);
        client.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(200, (await client.Post(path + "unpause/", new JsonObject { ["backfill"] = true })).Status);
        DateTimeOffset unpaused = client.Now;
        client.Time.Advance(TimeSpan.FromMinutes(2));

        JsonNode row = Assert.Single((await client.Get(path + "backfills/")).Results);
        Assert.Null(row["start_at"]);
        Assert.Equal(unpaused, Time(row["end_at"]));
        Assert.Null(Assert.Single(await RunsOf(client, row))["data_interval_start"]);
    }

    [Fact]
    public async Task Unpausing_with_a_backfill_begins_at_the_last_pause_that_was_noted()
    {
        Client client = Planned("C", new SandboxExport());
        string path = await client.Path("export");
        DateTimeOffset noted = client.Now;
        await client.Post(path + "pause/");
        client.Time.Advance(TimeSpan.FromHours(1));
        await client.Post(path + "unpause/");
        client.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(noted, Time((await client.Patch(path, new JsonObject { ["paused"] = true })).Json["last_paused_at"]));
        await client.Post(path + "unpause/", new JsonObject { ["backfill"] = true });
        client.Time.Advance(TimeSpan.FromMinutes(10));

        JsonNode row = Assert.Single((await client.Get(path + "backfills/")).Results);
        Assert.Equal(noted, Time(row["start_at"]));
        Assert.Equal(73, (await RunsOf(client, row)).Length);
    }

    [Fact]
    public async Task Cancelling_stops_it_and_its_runs()
    {
        var client = new Client();
        string path = await client.Path("events-to-bigquery");
        JsonObject running = (await client.Get(path + "backfills/")).Results.Single(b => b["status"]!.GetValue<string>() == "Running");
        string row = path + "backfills/" + running["id"] + "/";
        Assert.Equal(200, (await client.Post(row + "cancel/")).Status);
        JsonNode cancelled = (await client.Get(row)).Json;
        Assert.Equal("Cancelled", cancelled["status"]!.GetValue<string>());
        Assert.Null(cancelled["progress"]);
        Answer again = await client.Post(row + "cancel/");
        Assert.Equal((400, "Cannot cancel a backfill that is in 'Cancelled' status"), (again.Status, again.Detail));
        Assert.DoesNotContain((await client.Get(path + "runs/")).Results,
            r => r["status"]!.GetValue<string>() is "Running" or "Starting" && r["backfill"] is not null);
        client.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("Cancelled", (await client.Get(row)).Json["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_range_without_data_completes_with_nothing()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3") + "backfills/";
        Answer made = await client.Post(path, new JsonObject { ["start_at"] = "2020-01-01T00:00:00Z", ["end_at"] = "2020-01-02T00:00:00Z" });
        client.Time.Advance(TimeSpan.FromMinutes(1));
        JsonNode row = (await client.Get(path + made.Json["backfill_id"] + "/")).Json;
        Assert.Equal(("Completed", 0L), (row["status"]!.GetValue<string>(), row["total_records_count"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Daily_bounds_are_local_dates_at_the_offset_hour()
    {
        var client = new Client();
        string path = await client.Path("persons-to-snowflake") + "backfills/";
        Answer made = await client.Post(path, new JsonObject { ["start_at"] = "2026-10-10", ["end_at"] = "2026-10-13" });
        client.Time.Advance(TimeSpan.FromMinutes(5));
        JsonNode row = (await client.Get(path + made.Json["backfill_id"] + "/")).Json;
        // Four in the morning in Berlin, summer time.
        Assert.Equal("2026-10-10T02:00:00Z", row["start_at"]!.GetValue<string>());
        Assert.Equal(3, row["progress"]!["total_runs"]!.GetValue<int>());
    }

    [Fact]
    public async Task Unknown_exports_and_workflows_cannot_be_backfilled()
    {
        var client = new Client();
        Answer unknown = await client.Post(Client.Web + "00000000-0000-0000-0000-000000000001/backfills/");
        Assert.Equal((404, "BatchExport not found."), (unknown.Status, unknown.Detail));
        Assert.DoesNotContain((await client.Get(Client.Web)).Results, e => e["name"]!.GetValue<string>() == "workflow-batch-trigger");
    }

    [Fact]
    public async Task The_same_bounds_twice_at_a_time_collide()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3") + "backfills/";
        var body = new JsonObject { ["start_at"] = client.Instant(-30), ["end_at"] = client.Instant(-20) };
        Assert.Equal(201, (await client.Post(path, body.DeepClone())).Status);
        Assert.Equal(500, (await client.Post(path, body.DeepClone())).Status);
        client.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(201, (await client.Post(path, body.DeepClone())).Status);
    }

    [Fact]
    public async Task A_clock_change_makes_a_short_and_a_long_day()
    {
        // On 25 October 2026 Berlin goes back to winter time.
        var client = new Client();
        client.Time.Advance(TimeSpan.FromDays(14));
        string path = await client.Path("persons-to-snowflake");
        JsonObject[] runs = (await client.Get(path + "runs/?after=2026-10-23&before=2026-10-28")).Results;
        double[] hours = [.. runs.Select(r => (Time(r["data_interval_end"]) - Time(r["data_interval_start"])).TotalHours)];
        Assert.Contains(25.0, hours);
        Assert.All(hours, h => Assert.True(h is 24 or 25));
    }

    private static Client Planned(string generation, SandboxExport export, Action<SandboxOptions>? change = null) => new(o =>
    {
        o.Generation = generation;
        var project = new SandboxProject();
        project.Exports.Add(export);
        o.Projects.Add(project);
        change?.Invoke(o);
    });

    // The row of a backfill over some hours, a while after its start.
    private static async Task<JsonNode> Run(Client client, double from, double to, TimeSpan later)
    {
        string path = await client.Path("export") + "backfills/";
        await client.Post(path, new JsonObject { ["start_at"] = client.Instant(from), ["end_at"] = client.Instant(to) });
        client.Time.Advance(later);
        return Assert.Single((await client.Get(path)).Results);
    }

    private static async Task<JsonObject[]> RunsOf(Client client, JsonNode row) =>
        [.. (await client.Get(await client.Path("export") + "runs/?after=2000-01-01")).Results.Where(r => Text(r["backfill"]) == Text(row["id"]))];

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse(node!.GetValue<string>(), CultureInfo.InvariantCulture);
}
