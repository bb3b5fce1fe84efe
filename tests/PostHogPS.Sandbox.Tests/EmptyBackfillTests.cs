using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>Newer servers look for rows before a backfill starts a run.</summary>
public sealed class EmptyBackfillTests
{
    private static readonly DateTimeOffset Quiet = new(2026, 10, 13, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Without_rows_in_the_range_it_completes_at_once_without_a_run()
    {
        (Client client, string path) = Make("C");
        JsonObject row = await Backfilled(client, path, 0, 2, TimeSpan.FromSeconds(8));

        Assert.Equal(("Completed", 0L), (Text(row, "status"), row["total_records_count"]!.GetValue<long>()));
        Assert.Null(row["adjusted_start_at"]);
        Assert.Equal(2, row["progress"]!["total_runs"]!.GetValue<int>());
        Assert.Empty(await Runs(client, path, row));
    }

    [Fact]
    public async Task Where_rows_begin_later_the_intervals_before_get_no_run()
    {
        (Client client, string path) = Make("C");
        JsonObject row = await Backfilled(client, path, -1, 4, TimeSpan.FromMinutes(10));
        Assert.Null(row["adjusted_start_at"]);
        Assert.Equal(5, (await Runs(client, path, row)).Length);

        row = await Backfilled(client, path, 0, 4, TimeSpan.FromMinutes(10));
        Assert.Equal("2026-10-13T05:00:00Z", Text(row, "adjusted_start_at"));
        JsonObject[] runs = await Runs(client, path, row);
        Assert.Equal(["2026-10-13T05:00:00Z", "2026-10-13T06:00:00Z"], runs.Select(r => Text(r, "data_interval_start")).Order(StringComparer.Ordinal));
        Assert.Equal(runs.Sum(r => r["records_completed"]!.GetValue<long>()), row["total_records_count"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_retry_is_a_backfill_of_one_interval()
    {
        (Client client, string path) = Make("C");
        JsonObject failed = (await client.Get(path + "runs/?after=2026-10-01&status=Failed")).Results.Single();
        Assert.Equal(201, (await client.Post(path + "runs/" + failed["id"] + "/retry/")).Status);
        client.Time.Advance(TimeSpan.FromSeconds(8));

        JsonObject row = (await client.Get(path + "backfills/")).Results[0];
        Assert.Equal(("Completed", 0L), (Text(row, "status"), row["total_records_count"]!.GetValue<long>()));
        Assert.Empty(await Runs(client, path, row));
    }

    [Theory]
    [InlineData("A", "events")]
    [InlineData("C", "hogql")]
    public async Task Older_servers_and_queries_get_a_run_for_every_interval(string generation, string model)
    {
        (Client client, string path) = Make(generation, model);
        JsonObject row = await Backfilled(client, path, 0, 2, TimeSpan.FromMinutes(10));

        Assert.Equal("Completed", Text(row, "status"));
        Assert.Equal(2, (await Runs(client, path, row)).Length);
    }

    [Fact]
    public async Task The_count_at_the_end_is_that_of_the_completed_runs()
    {
        (Client client, string path) = Make("C", attempt: (start, _) => start.Hour == 6 ? SandboxResult.Failed("no") : SandboxResult.Completed);
        JsonObject row = await Backfilled(client, path, 2, 5, TimeSpan.FromMinutes(10));

        JsonObject[] completed = [.. (await Runs(client, path, row)).Where(r => Text(r, "status") == "Completed")];
        Assert.Equal(2, completed.Length);
        Assert.Equal(completed.Sum(r => r["records_completed"]!.GetValue<long>()), row["total_records_count"]!.GetValue<long>());

        JsonObject failed = await Backfilled(client, path, 3, 4, TimeSpan.FromMinutes(10));
        Assert.Equal(0L, failed["total_records_count"]!.GetValue<long>());
        Assert.Single(await Runs(client, path, failed));
    }

    private static (Client Client, string Path) Make(string generation, string model = "events",
        Func<DateTimeOffset, DateTimeOffset, SandboxResult>? attempt = null)
    {
        var export = new SandboxExport
        {
            Name = "quiet",
            Model = model,
            Quiet = (start, _) => start.Hour is 3 or 4,
            Past = (start, _) => start == Quiet ? SandboxResult.Failed("no") : SandboxResult.Completed,
            Attempt = attempt,
        };
        var project = new SandboxProject { Id = 101 };
        project.Exports.Add(export);
        var client = new Client(options =>
        {
            options.Generation = generation;
            options.Projects.Add(project);
        });
        return (client, Client.Web + export.Id + "/");
    }

    private static async Task<JsonObject> Backfilled(Client client, string path, int from, int to, TimeSpan wait)
    {
        var body = new JsonObject { ["start_at"] = Bound(from), ["end_at"] = Bound(to) };
        Assert.InRange((await client.Post(path + "backfills/", body)).Status, 200, 201);
        client.Time.Advance(wait);
        return (await client.Get(path + "backfills/")).Results[0];
    }

    private static string Bound(int hour) => Quiet.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<JsonObject[]> Runs(Client client, string path, JsonObject backfill) =>
        [.. (await client.Get(path + "runs/?after=2026-10-01")).Results.Where(r => r["backfill"]?.GetValue<string>() == Text(backfill, "id"))];

    private static string? Text(JsonObject item, string key) => item[key]?.GetValue<string>();
}
