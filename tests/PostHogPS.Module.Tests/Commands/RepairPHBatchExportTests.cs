using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Repairs from end to end, checked on their results and on what the server saw.</summary>
public sealed class RepairPHBatchExportTests
{
    private static readonly DateTimeOffset OutageStart = Scene.Noon.AddMinutes(-20).AddHours(-12);
    private static readonly DateTimeOffset OutageEnd = OutageStart.AddHours(9);

    [Fact]
    public void Nine_hours_over_twelve_exports_are_twelve_backfills()
    {
        SandboxExport[] exports = [.. Enumerable.Range(1, 12).Select(i => Outage("events-" + i))];
        using Scene scene = Scene.Of(exports);

        IReadOnlyList<BatchExportRepairResult> results = scene.Repair("-After -2d -Wait");

        Assert.Equal(12, results.Count);
        Assert.All(results, r => Assert.Equal(("Repaired", 9L, 9L), (r.State, r.IntervalsMissing, r.IntervalsRepaired)));
        Assert.Equal(12, scene.Writes.Count);
        Assert.All(scene.Writes, w => Assert.Equal(
            "{\"start_at\":\"2026-10-14T00:00:00+00:00\",\"end_at\":\"2026-10-14T09:00:00+00:00\"}", w.Body.Replace("\\u002B", "+", StringComparison.Ordinal)));
        Assert.Equal(12, scene.Writes.Select(w => w.PathAndQuery).Distinct().Count());
        scene.NothingTwice(exports);
    }

    [Fact]
    public void No_more_run_at_once_than_the_limit()
    {
        SandboxExport[] exports = [.. Enumerable.Range(1, 6).Select(i => Outage("events-" + i))];
        using Scene scene = Scene.Of(exports);
        int most = 0;
        scene.Server.Requests.Arrived += (_, r) =>
        {
            if (r.Method == "POST")
                most = Math.Max(most, scene.Server.Requests.All.Count(x => x.Method == "POST" && x.Time > r.Time.AddSeconds(-130)));
        };

        Assert.All(scene.Repair("-After -2d -ThrottleLimit 2 -Wait"), r => Assert.Equal("Repaired", r.State));

        Assert.Equal(6, scene.Writes.Count);
        Assert.InRange(most, 1, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Wait")]
    public void A_second_call_right_after_does_nothing(string wait)
    {
        SandboxExport export = Outage("events");
        using Scene scene = Scene.Of(export);
        string state = scene.Repair("-After -2d " + wait).Single().State;
        Assert.Equal(wait.Length > 0 ? "Repaired" : "Started", state);

        BatchExportRepairResult again = scene.Repair("-After -2d " + wait).Single();

        Assert.Equal(wait.Length > 0 ? "Complete" : "Running", again.State);
        Assert.Single(scene.Writes);
        Assert.Contains(wait.Length > 0 ? "covered" : " covers it", again.Reason, StringComparison.Ordinal);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Wrong_credentials_cost_one_write()
    {
        SandboxExport export = StillWrong("events");
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal("StillFailing", result.State);
        Assert.Contains("password", result.Error, StringComparison.Ordinal);
        Assert.Single(scene.Writes);
        Assert.Equal(Body("2026-10-14T07:00:00", "2026-10-14T08:00:00"), BodyOf(scene.Writes[0]));
        Assert.Single(result.Backfills);
        Assert.Contains("Get-PHBatchExportError", result.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_that_lives_is_followed_by_the_rest()
    {
        SandboxExport export = Outage("events", until: Scene.Noon);
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal(("Repaired", 12L), (result.State, result.IntervalsRepaired));
        Assert.Equal([Body("2026-10-14T00:00:00", "2026-10-14T01:00:00"), Body("2026-10-14T01:00:00", "2026-10-14T12:00:00")], scene.Writes.Select(BodyOf));
        Assert.True(scene.Writes[1].Time > scene.Writes[0].Time.AddSeconds(15), "The rest must wait for the canary.");
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_repair_that_is_paused_by_the_server_stops_and_says_so()
    {
        var export = new SandboxExport
        {
            Name = "events",
            Past = (start, _) => start >= Scene.Noon.AddDays(-20) && start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed,
            StillWrong = "password authentication failed",
            PausesAfter = 3,
        };
        using Scene scene = Scene.Of(export);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -25d -Canary 0 -ThrottleLimit 1 -Wait");

        BatchExportRepairResult result = run.As<BatchExportRepairResult>().Single();
        Assert.Equal("AutoPaused", result.State);
        Assert.Contains("Get-PHBatchExportError", result.Suggestion, StringComparison.Ordinal);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void An_export_that_is_auto_paused_already_is_left_alone()
    {
        var export = new SandboxExport { Name = "events", Past = (start, _) => start >= OutageStart ? SandboxResult.Failed("no") : null,
            PausedAgo = TimeSpan.FromHours(1) };
        using Scene scene = Scene.Of(export);

        Assert.Equal("AutoPaused", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void Repair_reports_the_remaining_intervals_when_one_keeps_failing()
    {
        SandboxExport export = Outage("events");
        export.Attempt = (start, _) => start == OutageStart.AddHours(4) ? SandboxResult.Failed("row too long") : SandboxResult.Completed;
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult first = scene.Repair("-After -2d -Wait").Single();
        Assert.Equal(("Partly", 8L, "row too long"), (first.State, first.IntervalsRepaired, first.Error));

        // The next time it is one interval, and its newest failed run is retried.
        BatchExportRepairResult second = scene.Repair("-After -2d -Wait").Single();
        Assert.Equal("StillFailing", second.State);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Contains("/retry/", scene.Writes[1].PathAndQuery, StringComparison.Ordinal);
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_single_failed_run_is_retried()
    {
        SandboxExport export = Failed("events", s => s == OutageStart);
        using Scene scene = Scene.Of(export);

        Assert.Equal("Repaired", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Contains("/retry/?after=", Assert.Single(scene.Writes).PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("Complete", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void Months_are_cut_into_windows()
    {
        var export = new SandboxExport { Name = "events", Past = (start, _) => start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);

        Assert.Equal("Repaired", scene.Repair("-After 2026-10-01T00:00:00Z -Before 2026-10-13T00:00:00Z -Wait").Single().State);
        Assert.Equal([Body("2026-10-01T00:00:00", "2026-10-08T00:00:00"), Body("2026-10-08T00:00:00", "2026-10-13T00:00:00")], scene.Writes.Select(BodyOf));
    }

    [Theory]
    [InlineData("Europe/Berlin", 2, "2026-03-31T12:00:00Z", "2026-03-28", "2026-03-30", 47)]
    [InlineData("Europe/Berlin", 2, "2026-10-28T12:00:00Z", "2026-10-24", "2026-10-26", 49)]
    [InlineData("America/New_York", 2, "2026-03-11T12:00:00Z", "2026-03-07", "2026-03-09", 47)]
    [InlineData("America/New_York", 1, "2026-11-04T12:00:00Z", "2026-10-31", "2026-11-02", 49)]
    [InlineData("Australia/Lord_Howe", 2, "2026-10-07T12:00:00Z", "2026-10-03", "2026-10-05", 47.5)]
    public void Days_of_a_clock_change_are_whole_days(string timezone, int hour, string now, string first, string last, double hours)
    {
        DateTimeOffset start = Instant(now);
        var day = DateTime.Parse(first, CultureInfo.InvariantCulture);
        var end = DateTime.Parse(last, CultureInfo.InvariantCulture);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(timezone);
        var export = new SandboxExport
        {
            Name = "daily",
            Interval = "day",
            Timezone = timezone,
            OffsetHour = hour,
            Past = (s, _) => TimeZoneInfo.ConvertTime(s, zone).Date is var d && d >= day && d < end ? null : SandboxResult.Completed,
        };
        using Scene scene = Scene.Of(start, export);

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap -After -20d").Clean().As<BatchExportGap>().Single();
        Assert.Equal((2, hours), (gap.Intervals, gap.Length.TotalHours));

        Assert.Equal("Repaired", scene.Repair("-After -20d -Wait").Single().State);
        Assert.Equal($"{{\"start_at\":\"{first}\",\"end_at\":\"{last}\"}}", Assert.Single(scene.Writes).Body);
        Assert.Equal("Complete", scene.Repair("-After -20d").Single().State);
        Assert.Single(scene.Writes);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Weeks_begin_on_their_day()
    {
        var export = new SandboxExport
        {
            Name = "weekly",
            Interval = "week",
            Timezone = "America/New_York",
            OffsetDay = 1,
            OffsetHour = 6,
            Past = (start, _) => start == Instant("2026-09-28T10:00:00Z") ? null : SandboxResult.Completed,
        };
        using Scene scene = Scene.Of(export);

        Assert.Equal("Repaired", scene.Repair("-After -4w -Wait").Single().State);
        Assert.Equal("{\"start_at\":\"2026-09-28\",\"end_at\":\"2026-10-05\"}", Assert.Single(scene.Writes).Body);
        Assert.Equal("Complete", scene.Repair("-After -4w").Single().State);
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_day_is_one_of_the_exports_own_calendar()
    {
        var export = new SandboxExport { Name = "daily", Interval = "day", Timezone = "Asia/Tokyo", OffsetHour = 0, Past = (_, _) => null };
        using Scene scene = Scene.Of(export);

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap -After 2026-10-01 -Before 2026-10-03").Clean().As<BatchExportGap>().Single();

        Assert.Equal((Instant("2026-09-30T15:00:00Z"), Instant("2026-10-02T15:00:00Z"), 2L), (gap.Start, gap.End, gap.Intervals));
    }

    [Fact]
    public void A_rate_limit_in_the_middle_is_waited_out_and_nothing_is_sent_twice()
    {
        SandboxExport[] exports = [Outage("a"), Outage("b")];
        using Scene scene = Scene.Of(exports);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Throttled, Method = "POST", Nth = 2, RetryAfter = "37" });

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean();

        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal("Repaired", r.State));
        Assert.Equal((3, 2), (scene.Writes.Count, scene.Done.Count));
        Assert.Contains(TimeSpan.FromSeconds(37), scene.Clock.Waits);
        Assert.Contains(run.Warnings, w => w.Contains("37", StringComparison.Ordinal));
        scene.NothingTwice(exports);
    }

    [Fact]
    public void A_full_project_is_waited_for_without_spinning()
    {
        SandboxExport[] exports = [Outage("a"), Outage("b"), Outage("c")];
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillLimit = 1, exports);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean();

        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal("Repaired", r.State));
        Assert.Equal(3, scene.Done.Count);
        // One refusal per backfill that has to end first, and one more for the last.
        Assert.InRange(scene.Writes.Count, 3, 6);
        Assert.Contains("The limit of running backfills is reached in", Assert.Single(run.Warnings), StringComparison.Ordinal);
        scene.NothingTwice(exports);
    }

    [Fact]
    public void Repair_asks_twice_a_minute_until_its_timeout_when_the_project_has_no_room()
    {
        SandboxExport ours = Outage("ours");
        var theirs = new SandboxExport { Name = "theirs", BackfillPace = TimeSpan.FromHours(1) };
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillLimit = 1, ours, theirs);
        scene.Other(HttpMethod.Post, theirs.Id + "/backfills/", "{\"start_at\":\"2026-10-01T00:00:00+00:00\",\"end_at\":\"2026-10-02T00:00:00+00:00\"}");

        ShellResult run = scene.Run("Repair-PHBatchExport ours -After -2d -Timeout 00:10:00").Clean();

        Assert.Empty(scene.Done);
        Assert.InRange(scene.Writes.Count, 2, 22);
        Assert.True(scene.Now <= Scene.Noon.AddMinutes(11), "The time allowed counts although nothing was started.");
        Assert.Contains(run.Warnings, w => w.Contains("timeout is over", StringComparison.Ordinal));
        Assert.Equal("Skipped", run.As<BatchExportRepairResult>().Single().State);
    }

    [Fact]
    public void Two_repairs_at_once_do_not_double_the_work_when_the_first_row_is_there()
    {
        SandboxExport[] exports = [Outage("a"), Outage("b")];
        using Scene scene = Scene.Of(exports);
        Shell other = scene.NewShell();
        IReadOnlyList<BatchExportRepairResult> theirs = [];
        // The second wait: both rows are written by then.
        scene.Clock.OnWait(2, () => theirs = other.Run("Repair-PHBatchExport -After -2d").Clean().As<BatchExportRepairResult>());

        Assert.All(scene.Repair("-After -2d -Wait"), r => Assert.Equal("Repaired", r.State));

        Assert.Equal(2, theirs.Count);
        Assert.All(theirs, r => Assert.Equal("Running", r.State));
        Assert.Equal(2, scene.Writes.Count);
        scene.NothingTwice(exports);
    }

    [Fact]
    public void Two_repairs_at_once_do_not_double_the_work_when_no_row_is_there_yet()
    {
        SandboxExport export = Outage("a");
        using Scene scene = Scene.Of(export);
        Shell other = scene.NewShell();
        ShellResult? theirs = null;
        // The first wait: the server has accepted the backfill and has not written its row.
        scene.Clock.OnWait(1, () => theirs = other.Run("Repair-PHBatchExport -After -2d"));

        Assert.Equal("Repaired", scene.Repair("-After -2d -Wait").Single().State);

        Assert.Single(scene.Done);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Empty(theirs!.Errors);
        scene.NothingTwice(export);
    }

    [Fact]
    public void What_another_shell_has_repaired_meanwhile_is_not_run_again()
    {
        SandboxExport[] exports = [Outage("a"), Outage("b")];
        using Scene scene = Scene.Of(exports);
        Shell other = scene.NewShell();
        // While "a" or "b" runs and the other one waits for its turn, somebody repairs both to the end.
        scene.Clock.OnWait(2, () => other.Run("Repair-PHBatchExport -After -2d -Wait").Clean());

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -ThrottleLimit 1 -Wait").Clean();

        Assert.Equal(2, scene.Done.Count);
        Assert.Contains(run.Warnings, w => w.Contains("exported after the plan was made", StringComparison.Ordinal));
        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal("Repaired", r.State));
        scene.NothingTwice(exports);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("Legacy")]
    public void An_older_server_is_repaired_as_well(string generation)
    {
        SandboxExport export = Outage("events", until: Scene.Noon);
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = generation, export);

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal("Repaired", result.State);
        Assert.Equal(2, scene.Done.Count);
        Assert.All(result.Backfills, b => Assert.Contains("-Backfill-", b.WorkflowId, StringComparison.Ordinal));
        Assert.All(result.Backfills, b => Assert.Equal("Completed", b.Status));
        Assert.Equal("Complete", scene.Repair("-After -2d").Single().State);
        scene.NothingTwice(export);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("Legacy")]
    public void Days_on_an_older_server_are_asked_for_once_in_the_wrong_form(string generation)
    {
        var export = new SandboxExport { Name = "daily", Interval = "day", Past = (s, _) => s.Day is 5 or 9 ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = generation, export);

        Assert.Equal("Repaired", scene.Repair("-After 2026-10-03 -Wait").Single().State);
        Assert.Equal((3, 2), (scene.Writes.Count, scene.Done.Count));
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_clock_that_is_wrong_does_not_lose_a_backfill_that_has_no_id_yet()
    {
        SandboxExport export = Failed("events", s => s == OutageStart);
        using Scene scene = Scene.Of(export);
        // The server's clock is ten minutes behind ours.
        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        scene.Server.Clock.Advance(TimeSpan.FromMinutes(-10));

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal("Repaired", result.State);
        Assert.Equal("Completed", result.Backfills.Single().Status);
    }

    [Fact]
    public void WhatIf_and_PlanOnly_write_nothing()
    {
        using Scene scene = Scene.Of(Outage("a"), StillWrong("b"));

        ShellResult what = scene.Run("Repair-PHBatchExport -After -2d -WhatIf").Clean();
        Assert.Empty(what.Objects);
        Assert.Contains("2026-10-14 00:00 to 2026-10-14 09:00 UTC, 9 intervals", what.Text, StringComparison.Ordinal);
        Assert.Contains("as a canary", what.Text, StringComparison.Ordinal);

        IReadOnlyList<BatchExportRepairStep> plan = scene.Run("Repair-PHBatchExport -After -2d -PlanOnly").Clean().As<BatchExportRepairStep>();
        Assert.Equal(["Backfill a 9", "Backfill b canary 1", "Backfill b 4"],
            plan.Select(s => $"{s.Action} {s.BatchExportName} {(s.IsCanary ? "canary " : "")}{s.Intervals}"));
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void A_plan_piped_back_in_is_carried_out()
    {
        SandboxExport[] exports = [Outage("a"), StillWrong("b")];
        using Scene scene = Scene.Of(exports);

        IReadOnlyList<BatchExportRepairResult> results = scene.Run("$plan = Repair-PHBatchExport -After -2d -PlanOnly; $plan | Repair-PHBatchExport -Wait")
            .Clean().As<BatchExportRepairResult>();

        Assert.Equal(["a Repaired", "b StillFailing"], results.Select(r => r.BatchExportName + " " + r.State).Order());
        // One for the good one, and the canary of the bad one: its steps are one plan.
        Assert.Equal(2, scene.Writes.Count);
        scene.NothingTwice(exports);
    }

    [Fact]
    public void A_plan_that_has_been_carried_out_already_does_nothing()
    {
        SandboxExport export = Outage("a");
        using Scene scene = Scene.Of(export);
        scene.Run("$plan = Repair-PHBatchExport -After -2d -PlanOnly; $plan | Repair-PHBatchExport -Wait").Clean();

        Assert.Equal("Complete", scene.Run("$plan | Repair-PHBatchExport -Wait").Clean().As<BatchExportRepairResult>().Single().State);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void An_export_that_is_piped_many_times_is_repaired_once()
    {
        SandboxExport export = Outage("a");
        using Scene scene = Scene.Of(export);

        Assert.Single(scene.Run("Get-PHBatchExportRun a -State Failed -After -2d | Repair-PHBatchExport -After -2d -Wait").Clean().Objects);
        Assert.Single(scene.Writes);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Nothing_means_nothing_and_not_everything()
    {
        using Scene scene = Scene.Of(Outage("a"));

        Assert.NotEmpty(scene.Run("Repair-PHBatchExport -BatchExport $null -After -2d").Errors);
        Assert.NotEmpty(scene.Run("$null | Repair-PHBatchExport -After -2d").Errors);
        Assert.Empty(scene.Run("@() | Repair-PHBatchExport -After -2d").Clean().Objects);
        Assert.NotEmpty(scene.Run("Repair-PHBatchExport").Errors);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void An_answer_that_was_lost_is_looked_for_and_not_asked_for_again()
    {
        SandboxExport export = Outage("a", until: Scene.Noon);
        using Scene scene = Scene.Of(export);
        scene.Server.Faults.Add(FaultKind.Drop, "POST", afterProcessing: true);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean();

        Assert.Equal("Repaired", run.As<BatchExportRepairResult>().Single().State);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Contains(run.Warnings, w => w.Contains("was lost", StringComparison.Ordinal));
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_write_that_left_no_trace_is_an_error_and_ends_the_repair_of_that_export()
    {
        SandboxExport[] exports = [Outage("a", until: Scene.Noon), Outage("b")];
        using Scene scene = Scene.Of(exports);
        scene.Server.Faults.Add(FaultKind.Drop, "POST", path: exports[0].Id.ToString());

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.StartsWith("PostHog.FateUnknown", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["a StillFailing", "b Repaired"], run.As<BatchExportRepairResult>().Select(r => r.BatchExportName + " " + r.State).Order());
        Assert.Equal(2, scene.Writes.Count);
    }

    [Fact]
    public void A_server_that_is_away_for_a_minute_does_not_end_the_wait()
    {
        SandboxExport export = Outage("a");
        using Scene scene = Scene.Of(export);
        // The plan and the look before the send are the first two; one look is repeated three times.
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Html, Method = "GET", Path = "/backfills/", Nth = 4, Times = 8 });

        Assert.Equal("Repaired", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void A_server_that_does_not_come_back_ends_the_wait_and_says_so()
    {
        SandboxExport export = Outage("a", until: Scene.Noon);
        using Scene scene = Scene.Of(export);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Html, Method = "GET", Path = "/backfills/", Nth = 4, Times = 0 });

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.NotEmpty(run.Errors);
        Assert.Single(scene.Writes);
        Assert.Single(run.Objects);
    }

    [Fact]
    public void A_key_that_is_revoked_in_the_middle_ends_the_command_and_says_what_runs()
    {
        SandboxExport[] exports = [Outage("a"), Outage("b")];
        using Scene scene = Scene.Of(exports);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Method = "POST", Nth = 2, Times = 0 });

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.StartsWith("PostHog.Unauthorized", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Objects);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Contains(run.Warnings, w => w.Contains("Already running in PostHog: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Repair_continues_when_one_export_cannot_be_read()
    {
        SandboxExport[] exports = [Outage("a"), new() { Name = "odd", Interval = "every 3 moons" }, Outage("c")];
        using Scene scene = Scene.Of(exports);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.Contains("every 3 moons", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["a", "c"], run.As<BatchExportRepairResult>().Select(r => r.BatchExportName).Order());
        Assert.Equal(2, scene.Writes.Count);
    }

    [Fact]
    public void Billing_is_left_alone_with_the_reason()
    {
        var export = new SandboxExport { Name = "a",
            Past = (s, _) => s >= OutageStart && s < OutageEnd ? new SandboxResult("FailedBilling", "over the limit") : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -2d").Single();

        Assert.Equal(("Skipped", 9L), (result.State, result.IntervalsLeft));
        Assert.Contains("billing", result.Reason, StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void A_person_who_cancels_a_backfill_is_obeyed()
    {
        SandboxExport export = new() { Name = "a", Past = (start, _) => start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);
        scene.Clock.At(Scene.Noon.AddSeconds(40), () =>
        {
            BatchExportBackfill running = scene.NewShell().Run("Get-PHBatchExportBackfill a").Clean().As<BatchExportBackfill>()
                .First(b => b.State == "Running");
            scene.Other(HttpMethod.Post, $"{export.Id}/backfills/{running.Id}/cancel/");
        });

        BatchExportRepairResult result = scene.Repair("-After 2026-09-20T00:00:00Z -Before 2026-10-13T00:00:00Z -ThrottleLimit 1 -Wait").Single();

        Assert.Contains("Cancelled", result.Reason, StringComparison.Ordinal);
        Assert.Single(scene.Writes);
    }

    [Theory]
    [InlineData("hour", "day")]
    [InlineData("day", "hour")]
    public void A_change_of_the_schedule_does_not_run_covered_data_again(string before, string after)
    {
        var export = new SandboxExport { Name = "a", Interval = before };
        using Scene scene = Scene.Of(Instant("2026-10-10T12:20:00Z"), export);
        scene.Other(HttpMethod.Patch, export.Id + "/", $"{{\"interval\":\"{after}\"}}");
        scene.Clock.Advance(TimeSpan.FromDays(4));

        // The window begins and ends within days that were exported as a whole.
        foreach (string window in new[] { "-After 2026-10-08T06:00:00Z", "-After 2026-10-08T06:00:00Z -Before 2026-10-09T18:00:00Z",
            "-After 2026-10-09T12:00:00Z -Before 2026-10-11T12:00:00Z" })
        {
            IReadOnlyList<BatchExportRepairStep> plan = scene.Run("Repair-PHBatchExport -PlanOnly " + window).Clean().As<BatchExportRepairStep>();
            foreach (BatchExportRepairStep step in plan.Where(s => s.Action != "Leave"))
            {
                Assert.DoesNotContain(scene.Completed(export).Keys, run => run.Start < step.End && run.End > step.Start);
            }
        }

        scene.Repair("-After 2026-10-08T06:00:00Z -Wait");
        scene.NothingTwice(export);
    }

    private static SandboxExport Outage(string name, DateTimeOffset? until = null) => Failed(name, s => s >= OutageStart && s < (until ?? OutageEnd));

    private static SandboxExport Failed(string name, Func<DateTimeOffset, bool> when) => new()
    {
        Name = name,
        Past = (start, _) => when(start) ? SandboxResult.Failed("connection refused") : SandboxResult.Completed,
    };

    private static SandboxExport StillWrong(string name)
    {
        SandboxExport export = Failed(name, s => s >= OutageStart.AddHours(7));
        export.StillWrong = "password authentication failed";
        return export;
    }

    private static string Body(string start, string end) => $"{{\"start_at\":\"{start}+00:00\",\"end_at\":\"{end}+00:00\"}}";

    private static string BodyOf(ReceivedRequest request) => request.Body.Replace("\\u002B", "+", StringComparison.Ordinal);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
