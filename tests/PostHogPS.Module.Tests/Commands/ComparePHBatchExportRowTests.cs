using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What a user sees of rows; the rules of the judgement are tested in the domain.</summary>
public sealed class ComparePHBatchExportRowTests
{
    private static readonly DateTimeOffset LastHour = Scene.Noon.AddMinutes(-20);

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_lost_event_in_100_000_is_found_and_nothing_else(int seed)
    {
        DateTimeOffset hour = LastHour.AddHours(-40 - (seed * 25));
        using Scene scene = Site(seed, 640, new SandboxExport { Name = "losing", Lost = (start, _) => start == hour ? 1 : 0 },
            new SandboxExport { Name = "fine" });

        BatchExportRowSummary[] summaries = [.. scene.Run("Compare-PHBatchExportRow -Summary").Clean().As<BatchExportRowSummary>()];

        BatchExportRowSummary fine = summaries.Single(s => s.BatchExportName == "fine"), losing = summaries.Single(s => s.BatchExportName == "losing");
        Assert.InRange(fine.Expected!.Value, 85_000, 115_000);
        Assert.Equal(("Match", 0L, 0L, 0L), (fine.State, fine.Short, fine.Missing, fine.Surplus));
        Assert.Equal(("Short", 1L, 0L, 99.99), (losing.State, losing.Short, losing.Surplus, losing.Percent));
        // An edge may move it into a neighbour of the night before.
        Assert.InRange(hour, losing.Ranges.Single().Start, losing.Ranges.Single().End.AddHours(12));
        Assert.Contains("Start-PHBatchExportBackfill -BatchExport " + losing.BatchExportId, losing.Suggestion, StringComparison.Ordinal);
        // Edges and late events are there.
        Assert.Contains(scene.Run("Compare-PHBatchExportRow fine").Clean().As<BatchExportRowComparison>(), row => row.Difference != 0 && row.State == "Match");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("Speed", "Slow")]
    public void A_busy_site_whose_edges_always_move_rows_has_no_false_finding_and_shows_a_large_loss(int seed)
    {
        DateTimeOffset hour = LastHour.AddHours(-60);
        using Scene scene = Site(seed, 5200, new SandboxExport { Name = "losing", Lost = (start, _) => start == hour ? 60 : 0 },
            new SandboxExport { Name = "fine" });

        BatchExportRowSummary[] summaries = [.. scene.Run("Compare-PHBatchExportRow -After -8d -Summary").Clean().As<BatchExportRowSummary>()];

        BatchExportRowSummary fine = summaries.Single(s => s.BatchExportName == "fine"), losing = summaries.Single(s => s.BatchExportName == "losing");
        Assert.Equal(("Match", 0L, 0L), (fine.State, fine.Short, fine.Surplus));
        Assert.InRange(losing.Short!.Value, 50, 70);
        Assert.InRange(hour, losing.Ranges.Single().Start, losing.Ranges.Single().End);
    }

    [Fact]
    public void An_interval_has_what_is_expected_exported_and_why()
    {
        DateTimeOffset hour = LastHour.AddHours(-40);
        using Scene scene = Site(1, 600,
            new SandboxExport { Name = "a", Lost = (start, _) => start == hour ? 50 : 0,
            Past = (start, _) => start == hour.AddHours(3) ? SandboxResult.Failed("no") : SandboxResult.Completed });

        BatchExportRowComparison[] rows = [.. scene.Run("Compare-PHBatchExportRow a -After -3d").Clean().As<BatchExportRowComparison>()];

        Assert.Equal(rows.Length - 1, rows.Zip(rows.Skip(1)).Count(pair => pair.First.End == pair.Second.Start));
        BatchExportRowComparison lost = rows.Single(row => row.Start == hour), failed = rows.Single(row => row.Start == hour.AddHours(3));
        Assert.Equal(("Short", lost.Expected - lost.Exported), (lost.State, lost.Difference));
        Assert.Equal($"{lost.Shortfall} rows in no later run.", lost.Reason);
        Assert.Equal(("Missing", null, $"{failed.Expected} rows, and no completed run."), (failed.State, failed.Exported, failed.Reason));
        Assert.Equal(rows.Sum(row => row.Difference), rows[^1].RunningDifference);
        Assert.All(rows.Where(row => row.End > Scene.Noon.AddHours(-2)), row => Assert.Equal("TooRecent", row.State));
        Assert.Contains(rows, row => row.Stored > row.Expected);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_window_is_judged_as_a_part_of_a_longer_one()
    {
        using Scene scene = Site(6, 5200, new SandboxExport { Name = "a" });

        Assert.All(scene.Run("Compare-PHBatchExportRow a -After -5d -Before -50h").Clean().As<BatchExportRowComparison>(),
            row => Assert.Equal("Match", row.State));
    }

    [Fact]
    public void A_week_costs_one_query_and_the_runs()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a" });
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        scene.Run("$export | Compare-PHBatchExportRow").Clean();

        Assert.Equal(["GET", "GET", "POST"], scene.Requests.Skip(before).Select(r => r.Method).Order());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_window_that_is_too_much_is_counted_in_halves()
    {
        using Scene scene = Scene.Of(Scene.Noon, options => (options.QueryRowLimit, options.Projects[0].HourlyEvents) = (30_000, 600),
            new SandboxExport { Name = "a" });

        Assert.Equal("Match", scene.Run("Compare-PHBatchExportRow a -Summary").Clean().As<BatchExportRowSummary>().Single().State);
        Assert.True(scene.Writes.Count >= 7);
    }

    [Fact]
    public void A_missing_scope_is_named_once_and_costs_no_runs()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a" }, new SandboxExport { Name = "b" });
        scene.Server.Faults.Add(new Fault
        {
            Kind = FaultKind.Status, Status = 403, Path = "*/query/*", Times = 0,
            Body = "{\"type\":\"authentication_error\",\"code\":\"permission_denied\",\"detail\":\"API key missing required scope 'query:read'\",\"attr\":null}",
        });

        ShellResult run = scene.Run("Compare-PHBatchExportRow");

        Assert.StartsWith("PostHog.MissingScope,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("query:read", run.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Requests, r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("persons")]
    [InlineData("sessions")]
    [InlineData("hogql")]
    public void What_cannot_be_counted_is_one_object_with_the_reason_and_no_request(string model)
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "a", Model = model, HogQLQuery = model == "hogql" ? "SELECT event FROM events" : null });
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        BatchExportRowComparison row = scene.Run("$export | Compare-PHBatchExportRow").Clean().As<BatchExportRowComparison>().Single();

        Assert.Equal(("NotComparable", null), (row.State, row.Expected));
        Assert.EndsWith(".", row.Reason, StringComparison.Ordinal);
        Assert.Equal("NotComparable", scene.Run("$export | Compare-PHBatchExportRow -Summary").Clean().As<BatchExportRowSummary>().Single().State);
        Assert.Equal(before, scene.Requests.Count);
    }

    [Theory]
    [InlineData("-After 2020-01-01T00:00Z -Before 2020-01-02T00:00Z", "^Nothing was due: the export was created on .* Backfills of earlier intervals are not compared[.]$")]
    [InlineData("-After 2026-10-14T06:30Z -Before 2026-10-14T06:50Z", @"^No interval \(hour\) lies completely in the window\.$")]
    public void A_window_without_an_interval_is_one_object_with_the_reason_and_no_request(string window, string reason)
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a" });
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        BatchExportRowComparison row = scene.Run($"$export | Compare-PHBatchExportRow {window}").Clean().As<BatchExportRowComparison>().Single();
        BatchExportRowSummary summary = scene.Run($"$export | Compare-PHBatchExportRow {window} -Summary").Clean().As<BatchExportRowSummary>().Single();

        Assert.Equal(("NotComparable", null), (row.State, row.Expected));
        Assert.Matches(reason, row.Reason);
        Assert.Equal((row.State, row.Reason, row.Start, row.End), (summary.State, summary.Reason, summary.After, summary.Before));
        Assert.Equal(window, $"-After {row.Start:yyyy-MM-ddTHH:mmZ} -Before {row.End:yyyy-MM-ddTHH:mmZ}");
        Assert.Equal(before, scene.Requests.Count);
    }

    [Fact]
    public void A_window_that_begins_before_the_export_was_created_says_what_is_not_compared()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a" });

        BatchExportRowSummary summary = scene.Run("Compare-PHBatchExportRow a -After 2026-01-01 -Summary").Clean().As<BatchExportRowSummary>().Single();
        BatchExport export = scene.Run("Get-PHBatchExport a").Clean().As<BatchExport>().Single();

        Assert.Equal(export.CreatedAt, summary.After);
        Assert.EndsWith(" Nothing before its creation is compared.", summary.Reason, StringComparison.Ordinal);
        Assert.Contains(scene.Run("Compare-PHBatchExportRow a -After 2026-01-01 -Verbose").Verbose,
            line => line.EndsWith("the rows of earlier intervals are not compared.", StringComparison.Ordinal));
        Assert.DoesNotContain("creation", scene.Run("Compare-PHBatchExportRow a -After -1d -Summary").Clean().As<BatchExportRowSummary>().Single().Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "SELECT event, timestamp FROM events WHERE timestamp >= {data_interval_start} AND timestamp < {data_interval_end}")]
    [InlineData(2, "select distinct e.uuid as id from events as e where e.timestamp >= {data_interval_start} and e.timestamp < {data_interval_end} -- once\n;")]
    public void The_query_of_a_hogql_export_is_counted_as_its_runs_found_it(int seed, string query)
    {
        DateTimeOffset lost = LastHour.AddHours(-30), failed = LastHour.AddHours(-20);
        using Scene scene = Site(
            seed, 300,
            new SandboxExport { Name = "losing", Model = "hogql", HogQLQuery = query, Lost = (start, _) => start == lost ? 9 : 0,
                Past = (start, _) => start == failed ? SandboxResult.Failed("no") : SandboxResult.Completed },
            new SandboxExport { Name = "fine", Model = "hogql", HogQLQuery = query });
        scene.Run("$losing, $fine = Get-PHBatchExport losing, fine").Clean();
        int before = scene.Requests.Count;

        BatchExportRowComparison[] rows = [.. scene.Run("$losing | Compare-PHBatchExportRow -After -3d").Clean().As<BatchExportRowComparison>()];

        // A day of hours in each query.
        Assert.Equal(3, scene.Requests.Skip(before).Count(r => r.Method == "POST"));
        BatchExportRowComparison wrong = rows.Single(row => row.Start == lost), missing = rows.Single(row => row.Start == failed);
        Assert.Equal(("Short", wrong.Expected - wrong.Exported, $"{wrong.Shortfall} rows of its query, not in its run."),
            (wrong.State, wrong.Difference, wrong.Reason));
        // What came while the run waited is not expected.
        Assert.InRange(wrong.Shortfall!.Value, 7, 9);
        Assert.Equal(("Missing", null, $"{missing.Expected} rows, and no completed run."), (missing.State, missing.Exported, missing.Reason));
        Assert.All(rows.Where(row => row != wrong && row != missing),
            row => Assert.Equal(row.End > Scene.Noon.AddHours(-2) ? "TooRecent" : "Match", row.State));
        Assert.InRange(rows.Sum(row => row.Expected!.Value), 10_000, 30_000);
        Assert.All(rows.Where(row => row != wrong && row != missing), row => Assert.InRange(row.Exported!.Value - row.Expected!.Value, 0, 5));
        Assert.Equal(("Match", 0L), scene.Run("$fine | Compare-PHBatchExportRow -After -3d -Summary").Clean().As<BatchExportRowSummary>()
            .Select(s => (s.State, s.Short!.Value)).Single());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Days_of_a_hogql_export_that_groups_in_another_time_zone_are_counted_and_halved()
    {
        const string Query = "select toDate(timestamp) as created_at, properties.$browser as browser, event from events "
            + "where timestamp >= {data_interval_start} and timestamp < {data_interval_end} group by created_at, browser, event order by event";
        using Scene scene = Scene.Of(
            Scene.Noon,
            options => (options.QueryRowLimit, options.Projects[0].HourlyEvents, options.Projects[0].Timezone) = (9_000, 60, "America/New_York"),
            new SandboxExport { Name = "a", Model = "hogql", HogQLQuery = Query, Interval = "day", Timezone = "Europe/Berlin" });

        BatchExportRowSummary summary = scene.Run("Compare-PHBatchExportRow a -After -20d -Summary").Clean().As<BatchExportRowSummary>().Single();

        Assert.Equal(("Match", 0L, 0L, 100.0), (summary.State, summary.Short, summary.Missing, summary.Percent));
        Assert.InRange(summary.Expected!.Value, 300, 1500);
        Assert.True(scene.Writes.Count >= 4);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_query_that_PostHog_refuses_inside_a_count_says_so_and_fails_no_other_export()
    {
        using Scene scene = Site(
            1, 60,
            new SandboxExport { Name = "a", Model = "hogql",
                HogQLQuery = "select nothing from events where timestamp >= {data_interval_start} and timestamp < {data_interval_end}" },
            new SandboxExport { Name = "b" });

        BatchExportRowSummary[] summaries = [.. scene.Run("Compare-PHBatchExportRow -After -2d -Summary").Clean().As<BatchExportRowSummary>()];

        Assert.Equal(["a NotComparable PostHog refuses its query inside a count.", "b Match 45 intervals compared."],
            summaries.Select(s => $"{s.BatchExportName} {s.State} {s.Reason}").Order());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Lists_of_events_are_counted_as_they_are_exported()
    {
        using Scene scene = Site(2, 600,
            new SandboxExport { Name = "a", Config = """{"include_events":["$pageview","purchase"],"exclude_events":["purchase"]}""" });

        BatchExportRowSummary summary = scene.Run("Compare-PHBatchExportRow a -Summary").Clean().As<BatchExportRowSummary>().Single();

        Assert.Equal("Match", summary.State);
        Assert.InRange(summary.Expected!.Value, 40_000, 65_000);
    }

    [Fact]
    public void A_pause_is_not_compared()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a", PausedAgo = TimeSpan.FromHours(30) });

        BatchExportRowComparison[] rows = [.. scene.Run("Compare-PHBatchExportRow a -After -2d").Clean().As<BatchExportRowComparison>()];

        Assert.Contains(rows, row => row.State == "Match");
        Assert.Equal("The export was paused.", Assert.Single(rows.Where(row => row.State == "NotComparable").Select(row => row.Reason).Distinct()));
        Assert.All(rows.Where(row => row.State == "NotComparable"), row => Assert.Null(row.Difference));
    }

    [Fact]
    public void An_old_backfill_is_compared_by_event_time()
    {
        DateTimeOffset from = LastHour.AddDays(-20), to = from.AddHours(5);
        using Scene scene = Scene.Of(
            Scene.Noon,
            options => (options.Projects[0].HourlyEvents, options.Projects[0].LateShare) = (600, 0.2),
            new SandboxExport { Name = "a", Past = (start, _) => start >= from && start < to ? SandboxResult.Failed("no") : SandboxResult.Completed });
        string window = $"-After {from.AddHours(-24):O} -Before {to.AddHours(24):O}";
        Assert.Equal("Missing", scene.Run($"Compare-PHBatchExportRow a {window} -Summary").Clean().As<BatchExportRowSummary>().Single().State);

        scene.Run($"Repair-PHBatchExport a {window} -Wait -Confirm:$false").Clean();

        BatchExportRowComparison[] rows = [.. scene.Run($"Compare-PHBatchExportRow a {window}").Clean().As<BatchExportRowComparison>()];
        Assert.All(rows, row => Assert.Equal("Match", row.State));
        Assert.Equal([from, from.AddHours(1), from.AddHours(2), from.AddHours(3), from.AddHours(4)],
            rows.Where(row => row.Reason == "Compared by event time.").Select(row => row.Start));
        Assert.All(rows.Where(row => row.Reason.Length > 0), row => Assert.True(row.Expected > 0 && row.Backfilled == row.Exported));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Lost_rows_make_an_export_unhealthy_where_rows_are_asked_for()
    {
        DateTimeOffset hour = LastHour.AddHours(-40);
        using Scene scene = Site(1, 600, new SandboxExport { Name = "losing", Lost = (start, _) => start == hour ? 50 : 0 },
            new SandboxExport { Name = "fine" }, new SandboxExport { Name = "persons", Model = "persons" });

        Assert.True((bool)scene.Run("Test-PHBatchExportHealth -After -3d").Clean().Single.BaseObject);
        Assert.True((bool)scene.Run("Test-PHBatchExportHealth fine -After -3d -Rows").Clean().Single.BaseObject);
        Assert.True((bool)scene.Run("Test-PHBatchExportHealth fine, losing -After -1d -Rows").Clean().Single.BaseObject);
        ShellResult test = scene.Run("Test-PHBatchExportHealth losing, fine -Rows");

        Assert.False((bool)test.Single.BaseObject);
        Assert.StartsWith("losing is Incomplete. 5", Assert.Single(test.Warnings), StringComparison.Ordinal);
        Assert.Contains(" not exported. Start-PHBatchExportBackfill -BatchExport ", test.Warnings[0], StringComparison.Ordinal);
        Assert.Single(scene.Run("Test-PHBatchExportHealth losing, fine -Rows -After -3d").Warnings);
    }

    [Fact]
    public void A_gate_finds_gaps_and_rows_in_one_reading_of_the_runs()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a" });
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        Assert.True((bool)scene.Run("$export | Test-PHBatchExportHealth -After -3d -Rows").Clean().Single.BaseObject);

        // Three days of hours fit on a page.
        Assert.Equal(["GET runs", "POST query"],
            scene.Requests.Skip(before).Select(r => r.Method + " " + r.PathAndQuery.Split('?')[0].TrimEnd('/').Split('/')[^1]).Order());
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_gate_reads_the_backfills_of_an_export_with_a_missing_interval_once()
    {
        DateTimeOffset hour = LastHour.AddHours(-40);
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a", Past = (start, _) => start == hour ? null
            : start == hour.AddHours(-5) ? SandboxResult.Failed("no") : SandboxResult.Completed });
        // A backfill stands in for a scheduled run: when it began says by what its rows were selected.
        scene.Run("Repair-PHBatchExport a -After (Get-Date '2026-10-12T14:00Z') -Before (Get-Date '2026-10-12T16:00Z') -Wait").Clean();
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        Assert.False((bool)scene.Run("$export | Test-PHBatchExportHealth -After -3d -Rows -Quiet").Clean().Single.BaseObject);

        Assert.Equal(["GET backfills", "GET runs", "POST query"],
            scene.Requests.Skip(before).Select(r => r.Method + " " + r.PathAndQuery.Split('?')[0].TrimEnd('/').Split('/')[^1]).Order());
    }

    [Fact]
    public void A_gate_names_the_exports_whose_rows_were_not_compared()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "fine" }, new SandboxExport { Name = "persons", Model = "persons" });
        string reason = scene.Run("Compare-PHBatchExportRow persons -Summary").Clean().As<BatchExportRowSummary>().Single().Reason;

        ShellResult test = scene.Run("Test-PHBatchExportHealth -Rows"), quiet = scene.Run("Test-PHBatchExportHealth -Rows -Quiet -Verbose");

        Assert.True((bool)test.Single.BaseObject);
        Assert.Equal($"The rows of persons were not compared. {reason}", Assert.Single(test.Warnings));
        Assert.Empty(quiet.Warnings);
        Assert.Contains(test.Warnings[0], quiet.Verbose);
        Assert.Empty(scene.Run("Test-PHBatchExportHealth").Warnings);
    }

    [Fact]
    public void A_gate_that_may_not_count_is_closed()
    {
        using Scene scene = Site(1, 100, new SandboxExport { Name = "a" });
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Path = "*/query/*", Times = 0, Body = "{}" });

        ShellResult test = scene.Run("Test-PHBatchExportHealth -Rows");

        Assert.False((bool)test.Single.BaseObject);
        Assert.Single(test.Errors);
    }

    private static Scene Site(int seed, double events, params SandboxExport[] exports) => Scene.Of(
        Scene.Noon, options => (options.Seed, options.Projects[0].HourlyEvents, options.Projects[0].LateShare) = (seed, events, 0.02), exports);
}
