using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>
/// A backfill is listed some time after it was started (docs/server.md#backfills). What is asked for in between, in the same
/// session, must not start it again.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RepairPHBatchExportTwiceTests
{
    // Other bounds than a repair would take: the server would not refuse those.
    private const string Start = "Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T08:00Z";

    private static readonly DateTimeOffset Outage = new(2026, 10, 14, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_repair_leaves_what_was_started_a_moment_ago()
    {
        SandboxExport export = Failed(Outage, hours: 4);
        using Scene scene = Scene.Of(export);
        scene.Run(Start).Clean();

        BatchExportRepairStep left = Assert.Single(scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly").Clean().As<BatchExportRepairStep>());
        BatchExportRepairResult untouched = scene.Repair("events -After -1d").Single();
        Assert.Equal(("Running", 0L, 4L), (untouched.State, untouched.IntervalsMissing, untouched.IntervalsLeft));
        Assert.Equal(("Leave", 4L), (left.Action, left.Intervals));
        Assert.Equal("A backfill sent at 12:20:00 UTC covers it; PostHog does not list it yet.", left.Reason);
        Assert.Single(scene.Writes);

        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith(" covers it.", scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly").Clean().As<BatchExportRepairStep>().Single().Reason,
            StringComparison.Ordinal);
        scene.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Complete", scene.Repair("events -After -1d").Single().State);
        Assert.All(scene.Completed(export).Where(i => i.Key.Start >= Outage && i.Key.Start < Outage.AddHours(4)), i => Assert.Equal(1, i.Value));
    }

    [Fact]
    public void A_repair_that_waits_waits_for_what_was_started_a_moment_ago()
    {
        SandboxExport export = Failed(Outage, hours: 4);
        using Scene scene = Scene.Of(export);
        scene.Run(Start).Clean();

        BatchExportRepairResult result = scene.Repair("events -After -1d -Wait").Single();

        Assert.Equal(("Complete", 0L, 0L, 0L), (result.State, result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.Single(scene.Writes);
        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After -1d").Clean().Objects);
    }

    [Theory]
    [InlineData("Invoke-PHBatchExportRetry")]
    [InlineData("Start-PHBatchExportBackfill -Start 2026-10-14T00:00Z -End 2026-10-14T08:00Z")]
    public void A_retry_leaves_what_was_started_a_moment_ago(string first)
    {
        SandboxExport export = Failed(Outage, hours: 1);
        using Scene scene = Scene.Of(export);
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d; $failed | " + first).Clean();

        ShellResult again = scene.Run("$failed | Invoke-PHBatchExportRetry").Clean();

        Assert.Empty(again.Objects);
        Assert.Contains("PostHog does not list it yet", Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void A_retry_leaves_what_a_running_backfill_will_come_to()
    {
        SandboxExport export = Failed(Outage, hours: 3);
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Scene.Of(export);
        // Somebody else's: this session knows nothing of it.
        scene.NewShell().Run(Start).Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));

        ShellResult run = scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d; $failed | Invoke-PHBatchExportRetry").Clean();

        Assert.Equal(3, run.Warnings.Count);
        Assert.All(run.Warnings, w => Assert.Contains(" covers it.", w, StringComparison.Ordinal));
        Assert.Single(scene.Writes);
        Assert.Single(scene.Run("$failed | Select-Object -First 1 | Invoke-PHBatchExportRetry -Force").Clean().Objects);
    }

    [Fact]
    public void A_run_that_failed_within_a_backfill_can_be_retried_while_it_goes_on()
    {
        SandboxExport export = Failed(Outage, hours: 6);
        export.Attempt = (start, _) => start == Outage ? SandboxResult.Failed("no route") : SandboxResult.Completed;
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Scene.Of(export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T08:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(25));

        Assert.Single(scene.Run("Get-PHBatchExportRun events -State Failed -First 1 | Invoke-PHBatchExportRetry").Clean().Objects);

        Assert.Equal(2, scene.Writes.Count);
    }

    [Fact]
    public void A_repair_leaves_the_backfill_of_a_pause()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(6));
        scene.Run("Resume-PHBatchExport events -Backfill").Clean();

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);

        Assert.Equal(["pause", "unpause"], scene.Writes.Select(w => w.PathAndQuery.Trim('/').Split('/').Last()));
    }

    [Fact]
    public void What_was_refused_is_not_remembered()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = "POST", Path = "*/backfills/*", Times = 1 });
        Assert.Single(scene.Run(Start).Errors);

        Assert.Equal("Started", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void What_was_being_sent_when_it_was_stopped_is_remembered()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Hang, Method = "POST", Path = "*/backfills/*", Times = 0 });
        scene.StopAt(Start, "POST", "/backfills/", 1);

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void What_got_no_answer_is_remembered_for_a_minute()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Reset, Method = "POST", Path = "*/backfills/*", Times = 1 });
        Assert.StartsWith("PostHog.FateUnknown,", scene.Run(Start).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);
        scene.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Started", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void The_minute_after_a_lost_answer_begins_when_it_was_lost()
    {
        SandboxExport export = Failed(Outage, hours: 4);
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillRowDelay = TimeSpan.FromSeconds(66), export);
        // A proxy that gives up after a minute; the server has taken it.
        scene.Server.Requests.Arrived += (_, request) => scene.Clock.Advance(request.Method == "POST" ? TimeSpan.FromSeconds(61) : TimeSpan.Zero);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 504, AfterProcessing = true, Method = "POST", Path = "*/backfills/*",
            Times = 1 });
        Assert.StartsWith("PostHog.FateUnknown,", scene.Run(Start).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void A_start_that_had_to_wait_for_the_limit_is_remembered_from_its_answer_on()
    {
        SandboxExport export = Failed(Outage, hours: 4);
        using Scene scene = Scene.Of(export);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Throttled, RetryAfter = "400", Method = "POST", Path = "*/backfills/*", Times = 1 });
        scene.Run(Start).Clean();

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void A_new_connection_to_the_same_server_still_knows()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Run(Start).Clean();
        scene.Run("Disconnect-PostHog -All; Connect-PostHog -HostUri $server -ApiKey $key -ProjectId 101 -RouteFamily Projects -SkipValidation").Clean();

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void An_object_from_before_the_pause_does_as_well()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "events" });
        scene.Run("$e = Get-PHBatchExport events; $e | Suspend-PHBatchExport").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(6));
        scene.Run("$e | Resume-PHBatchExport -Backfill").Clean();

        Assert.Equal("Running", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void A_pause_that_somebody_else_has_ended_holds_a_repair_up_for_a_minute_at_most()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Run("Suspend-PHBatchExport events; $e = Get-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));
        scene.NewShell().Run("Resume-PHBatchExport events").Clean();
        scene.Run("$e | Resume-PHBatchExport -Backfill").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.DoesNotContain(scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly").Clean().As<BatchExportRepairStep>(),
            step => step.Action == "Leave");
    }

    [Fact]
    public void The_row_of_one_start_is_not_taken_for_that_of_the_next()
    {
        SandboxExport export = Failed(Outage, hours: 4);
        using Scene scene = Scene.Of(export);
        scene.Run("$f = Get-PHBatchExportRun events -State Failed -After -1d -First 1; $f | Invoke-PHBatchExportRetry").Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        scene.Run("Get-PHBatchExportBackfill events -State Running | Stop-PHBatchExportBackfill").Clean();
        scene.Run("$f | Invoke-PHBatchExportRetry").Clean();

        scene.Repair("events -After -1d -Canary 0");
        scene.Clock.Advance(TimeSpan.FromHours(1));
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_scheduled_run_that_failed_after_the_start_of_a_backfill_will_still_be_reached_by_it()
    {
        DateTimeOffset slot = new(2026, 10, 14, 11, 0, 0, TimeSpan.Zero);
        SandboxExport export = Failed(slot, hours: 1);
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Scene.Of(new DateTimeOffset(2026, 10, 14, 12, 0, 5, TimeSpan.Zero), export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T12:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        scene.Run("Get-PHBatchExportRun events -State Failed -After -1d | Invoke-PHBatchExportRetry").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(4));

        Assert.Equal(1, scene.Completed(export).Single(interval => interval.Key.Start == slot).Value);
    }

    [Fact]
    public void An_interval_that_the_running_backfill_has_tried_can_be_retried()
    {
        SandboxExport export = Failed(Outage, hours: 6);
        export.Attempt = (start, _) => start == Outage ? SandboxResult.Failed("no route") : SandboxResult.Completed;
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Scene.Of(export);
        scene.Run("$old = Get-PHBatchExportRun events -State Failed -After -1d | Where-Object DataIntervalStart -eq ([datetimeoffset]'2026-10-14T02:00Z')").Clean();
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T08:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(25));

        Assert.Empty(scene.Run("$old | Invoke-PHBatchExportRetry").Clean().Warnings);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("C")]
    [InlineData("Legacy")]
    public void What_has_failed_again_can_be_retried_again(string generation)
    {
        SandboxExport export = Failed(Outage, hours: 1);
        export.Attempt = (_, _) => SandboxResult.Failed("still");
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = generation, export);
        scene.Run("$old = Get-PHBatchExportRun events -State Failed -After -1d").Clean();

        foreach (string runs in (string[])["$old", "$old", "Get-PHBatchExportRun events -State Failed -First 1",
            "Get-PHBatchExportRun events -State Failed -First 1"])
            Assert.Single(scene.Run(runs + " | Invoke-PHBatchExportRetry -Wait").Objects);
    }

    [Theory]
    [InlineData("A", "day", "2026-10-07", "2026-10-12")]
    [InlineData("C", "day", "2026-10-07", "2026-10-12")]
    [InlineData("A", "week", "2026-09-06", "2026-10-11")]
    [InlineData("C", "week", "2026-09-07", "2026-10-12")]
    public void Days_and_weeks_of_a_timezone_are_recognised(string generation, string interval, string start, string end)
    {
        bool current = generation == "C";
        DateTimeOffset from = interval == "day" ? new(2026, 10, 9, 3, 0, 0, TimeSpan.Zero) : new(2026, 9, 20, 0, 0, 0, TimeSpan.Zero);
        SandboxExport export = Failed(from, hours: interval == "day" ? 48 : 14 * 24);
        (export.Interval, export.Timezone, export.OffsetHour, export.OffsetDay) =
            (interval, "Europe/Berlin", current ? 5 : null, current && interval == "week" ? 1 : null);
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = generation, export);
        scene.Run($"Start-PHBatchExportBackfill events -Start {start} -End {end}").Clean();
        string Reason() => scene.Run("Repair-PHBatchExport events -After -60d -PlanOnly").Clean().As<BatchExportRepairStep>()
            .SingleOrDefault()?.Reason ?? "whole";

        Assert.EndsWith("does not list it yet.", Reason(), StringComparison.Ordinal);
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith(" covers it.", Reason(), StringComparison.Ordinal);
        scene.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("whole", Reason());
        Assert.Single(scene.Writes, write => write.Processed && write.PathAndQuery.Contains("backfill", StringComparison.Ordinal));
    }

    private static SandboxExport Failed(DateTimeOffset from, int hours) =>
        FailedExports.Where("events", start => start >= from && start < from.AddHours(hours));
}
