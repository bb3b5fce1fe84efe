using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

public sealed class RunTests
{
    [Fact]
    public async Task Without_after_a_week_is_shown()
    {
        var client = new Client();
        string runs = await client.Path("events-to-s3") + "runs/";
        Answer all = await client.Get(runs + "?ordering=created_at");
        DateTimeOffset first = DateTimeOffset.Parse(all.Results[0]["created_at"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(client.Now - first, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task The_week_hides_old_runs_on_every_route_until_the_query_widens_it()
    {
        var client = new Client();
        string runs = await client.Path("events-to-s3") + "runs/";
        Answer old = await client.Get(runs + "?after=-20d&before=-10d");
        string run = runs + old.Results[0]["id"] + "/";
        Assert.Equal(404, (await client.Get(run)).Status);
        Assert.Equal(404, (await client.Post(run + "retry/")).Status);
        Assert.Equal(404, (await client.Post(run + "cancel/")).Status);
        Assert.Equal(200, (await client.Get(run + "?after=2020-01-01")).Status);
        Assert.Equal(400, (await client.Post(run + "cancel/?after=2020-01-01")).Status);
        Assert.Equal(201, (await client.Post(run + "retry/?after=2020-01-01T00:00:00Z")).Status);
    }

    [Theory]
    [InlineData("after=-24h", 24)]
    [InlineData("after=24h", 24)]
    [InlineData("after=-1d", 24)]
    [InlineData("after=-1dStart", 24)]
    [InlineData("after=2026-10-13T09:20:00%2B00:00", 24)]
    [InlineData("after=2026-10-13T11:20:00", 24)]
    [InlineData("after=rubbish", 0)]
    [InlineData("ordering=-data_interval_start&start=-24h", 23)]
    [InlineData("ordering=-data_interval_start&after=-1h&start=-24h", 23)]
    [InlineData("ordering=nonsense&after=-24h", 24)]
    public async Task Windows_are_read_as_the_server_reads_them(string query, int runs)
    {
        // The project's timezone is Europe/Berlin: a time without an offset is two hours ahead of UTC.
        var client = new Client();
        Answer answer = await client.Get(await client.Path("events-snowflake") + "runs/?" + query);
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.Results.Length, Math.Max(0, runs - 1), runs);
    }

    [Fact]
    public async Task Status_can_be_repeated_and_must_be_known()
    {
        var client = new Client();
        string runs = await client.Path("events-to-s3") + "runs/";
        Assert.Equal(7, (await client.Get(runs + "?status=Failed")).Results.Length);
        Answer both = await client.Get(runs + "?status=Failed&status=Completed&after=-30h");
        Assert.Equal(new[] { "Completed", "Failed" }, both.Results.Select(r => r["status"]!.GetValue<string>()).Distinct().Order());
        Answer unknown = await client.Get(runs + "?status=Sleeping");
        Assert.Equal((400, "invalid_choice", "status"), (unknown.Status, unknown.Code, unknown.Attr));
    }

    [Fact]
    public async Task Retry_starts_a_backfill_that_makes_a_new_run_and_leaves_the_old_one()
    {
        var client = new Client();
        string id = await client.Id("events-to-s3");
        string path = Client.Web + id + "/";
        JsonObject failed = (await client.Get(path + "runs/?status=Failed")).Results[0];
        Answer answer = await client.Post(path + "runs/" + failed["id"] + "/retry/", new JsonObject { ["status"] = "ignored" });
        Assert.Equal(201, answer.Status);
        Assert.Equal(
            $"{id}-Backfill-{Utc(failed["data_interval_start"])}-{Utc(failed["data_interval_end"])}",
            answer.Json["backfill_id"]!.GetValue<string>());

        // The same interval once more while the first is on its way collides in the scheduler.
        Assert.Equal(500, (await client.Post(path + "runs/" + failed["id"] + "/retry/")).Status);
        Assert.Empty((await client.Get(path + "backfills/")).Results);
        client.Time.Advance(TimeSpan.FromMinutes(3));
        JsonObject backfill = Assert.Single((await client.Get(path + "backfills/")).Results);
        Assert.Equal("Completed", backfill["status"]!.GetValue<string>());
        JsonObject[] runs = (await client.Get(path + "runs/?ordering=-data_interval_start")).Results
            .Where(r => r["data_interval_end"]!.GetValue<string>() == failed["data_interval_end"]!.GetValue<string>())
            .ToArray();
        Assert.Equal(new[] { "Completed", "Failed" }, runs.Select(r => r["status"]!.GetValue<string>()).Order());
        Assert.Equal(backfill["id"]!.GetValue<string>(), runs.Single(r => r["backfill"] is not null)["backfill"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_retry_fails_again_while_the_credentials_are_wrong()
    {
        var client = new Client();
        string path = await client.Path("events-to-postgres");
        JsonObject failed = (await client.Get(path + "runs/?status=Failed")).Results[0];
        await client.Post(path + "runs/" + failed["id"] + "/retry/");
        client.Time.Advance(TimeSpan.FromMinutes(3));
        JsonObject again = (await client.Get(path + "runs/")).Results[0];
        Assert.NotNull(again["backfill"]);
        Assert.Equal("Failed", again["status"]!.GetValue<string>());
        Assert.Contains("password authentication failed", again["latest_error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_active_runs_can_be_cancelled()
    {
        var client = new Client();
        string path = await client.Path("events-to-bigquery");
        JsonObject running = (await client.Get(path + "runs/?status=Running&status=Starting")).Results[0];
        Answer cancelled = await client.Post(path + "runs/" + running["id"] + "/cancel/");
        Assert.True(cancelled.Json["cancelled"]!.GetValue<bool>());
        Assert.Equal("Cancelled", (await client.Get(path + "runs/" + running["id"] + "/")).Json["status"]!.GetValue<string>());
        Answer again = await client.Post(path + "runs/" + running["id"] + "/cancel/");
        Assert.Equal((400, "Cannot cancel a run that is in 'Cancelled' status"), (again.Status, again.Detail));
    }

    [Fact]
    public async Task Runs_of_a_deleted_export_stay_readable_and_an_unknown_one_has_none()
    {
        var client = new Client();
        string path = await client.Path("events-to-s3");
        Assert.Equal(204, (await client.Delete(path)).Status);
        Assert.Equal(404, (await client.Get(path)).Status);
        Assert.Equal(404, (await client.Post(path + "pause/")).Status);
        Assert.NotEmpty((await client.Get(path + "runs/")).Results);
        Assert.Equal(200, (await client.Get(path + "backfills/")).Status);
        Assert.Empty((await client.Get(Client.Web + "00000000-0000-0000-0000-000000000001/runs/")).Results);
    }

    private static string Utc(JsonNode? time) => time!.GetValue<string>().Replace("Z", "+00:00", StringComparison.Ordinal);
}
