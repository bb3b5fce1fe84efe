using System;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>
/// Newer servers start no run for an interval without rows. A backfill that found none covers its range, for every command
/// and every session, until a newer run fails there.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class FindPHBatchExportGapEmptyIntervalTests
{
    // 02:00 to 06:00 was missed; 02:00 and 03:00 hold no rows.
    private static readonly DateTimeOffset Outage = new(2026, 10, 14, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("-Wait")]
    public void A_second_repair_of_quiet_hours_sends_nothing(string wait)
    {
        using Scene scene = Scene.Of(Quiet(failed: false));
        Assert.Equal(wait.Length > 0 ? "Repaired" : "Started", scene.Repair("-After -1d " + wait).Single().State);
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        int writes = scene.Writes.Count;

        Assert.Empty(scene.Run("Repair-PHBatchExport -After -1d -PlanOnly").Clean().Objects);
        BatchExportRepairResult again = scene.Repair("-After -1d " + wait).Single();

        Assert.Equal(("Complete", 0L, 0L), (again.State, again.IntervalsMissing, again.IntervalsLeft));
        Assert.Contains("found no rows in 2 of them", again.Reason, StringComparison.Ordinal);
        Assert.Equal(writes, scene.Writes.Count);
    }

    [Fact]
    public void Another_session_knows_as_well()
    {
        using Scene scene = Scene.Of(Quiet(failed: true));
        scene.NewShell().Run("Repair-PHBatchExport -After -1d -Wait").Clean();
        int writes = scene.Writes.Count;

        Assert.Empty(scene.Run("Find-PHBatchExportGap -After -1d").Clean().Objects);
        Assert.Equal(100, scene.Run("Find-PHBatchExportGap -After -1d -Summary").Clean().As<BatchExportCoverage>().Single().Coverage);
        Assert.Equal("Complete", scene.Repair("-After -1d").Single().State);
        Assert.Equal(writes, scene.Writes.Count);
    }

    [Fact]
    public void A_canary_on_a_quiet_hour_does_not_stop_the_rest()
    {
        SandboxExport export = Quiet(failed: true, until: Scene.Noon.AddMinutes(-20));
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -1d -Wait").Single();

        Assert.Equal(("Repaired", 10L, 10L, 0L), (result.State, result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.Equal(2, scene.Writes.Count);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Only_quiet_hours_are_repaired_without_a_run()
    {
        SandboxExport export = Quiet(failed: false, until: Outage.AddHours(2));
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Repair("-After -1d -Wait").Single();

        Assert.Equal(("Repaired", 2L, 0L), (result.State, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.DoesNotContain(scene.Completed(export).Keys, interval => interval.Start >= Outage && interval.Start < Outage.AddHours(2));
    }

    [Theory]
    [InlineData("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T04:00Z -Wait")]
    [InlineData("$failed | Invoke-PHBatchExportRetry -Wait")]
    public void To_wait_for_it_is_a_success_that_says_so(string line)
    {
        using Scene scene = Scene.Of(Quiet(failed: true, until: Outage.AddHours(1)));
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d").Clean();

        ShellResult run = scene.Run(line).Clean();

        Assert.Equal("Completed", run.As<BatchExportBackfill>().Single().State);
        Assert.Empty(run.Warnings);
        Assert.Contains("found no rows", Assert.Single(run.Information).MessageData.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_of_an_interval_that_was_found_empty_is_skipped()
    {
        using Scene scene = Scene.Of(Quiet(failed: true));
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d | Where-Object DataIntervalStart -lt ([datetimeoffset]'2026-10-14T04:00Z'); $failed | Invoke-PHBatchExportRetry -Wait").Clean();
        Assert.Equal(2, scene.Writes.Count);

        ShellResult again = scene.NewShell().Run("Get-PHBatchExportRun events -State Failed -After -1d | Where-Object DataIntervalStart -lt ([datetimeoffset]'2026-10-14T04:00Z') | Invoke-PHBatchExportRetry").Clean();

        Assert.Empty(again.Objects);
        Assert.All(again.Warnings, w => Assert.Contains("PostHog found no rows", w, StringComparison.Ordinal));
        Assert.Equal(2, again.Warnings.Count);
        Assert.Equal(2, scene.Writes.Count);
    }

    [Fact]
    public void Intervals_before_the_first_row_are_covered_and_those_after_it_by_their_runs_alone()
    {
        SandboxExport export = Quiet(failed: false);
        export.Attempt = (start, _) => start == Outage.AddHours(3) ? SandboxResult.Failed("no route") : SandboxResult.Completed;
        using Scene scene = Scene.Of(export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z -Wait").Clean();

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>().Single();

        Assert.Equal((Outage.AddHours(3), 1L, "Failed"), (gap.Start, gap.Intervals, gap.Kind));
    }

    /// <summary>A finished backfill counts 0 as well when each of its runs has failed.</summary>
    [Fact]
    public void A_count_of_0_beside_failed_runs_covers_nothing()
    {
        SandboxExport export = Quiet(failed: false);
        export.Quiet = null;
        export.Attempt = (_, _) => SandboxResult.Failed("no route");
        using Scene scene = Scene.Of(export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z -Wait");
        Assert.Equal(0L, scene.Run("Get-PHBatchExportBackfill events").Clean().As<BatchExportBackfill>().Single().TotalRecordsCount);

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>().Single();

        Assert.Equal((Outage, 4L, "Failed"), (gap.Start, gap.Intervals, gap.Kind));
    }

    [Fact]
    public void A_run_that_fails_later_is_newer_evidence()
    {
        // Late events: quiet when the backfill looked, and then there are rows, which a retry by force fails to export.
        bool late = false;
        SandboxExport export = Quiet(failed: true, until: Outage.AddHours(1));
        export.Quiet = (start, _) => !late && start == Outage;
        export.Attempt = (_, _) => SandboxResult.Failed("no route");
        using Scene scene = Scene.Of(export);
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d; $failed | Invoke-PHBatchExportRetry -Wait").Clean();
        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After -1d").Clean().Objects);

        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        late = true;
        scene.Run("$failed | Invoke-PHBatchExportRetry -Force -Wait");

        Assert.Equal("Failed", scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>().Single().Kind);
    }

    [Fact]
    public void What_was_found_empty_stays_covered_however_many_backfills_follow()
    {
        SandboxExport export = Quiet(failed: true, until: Outage.AddHours(1));
        using Scene scene = Scene.Of(export);
        scene.Run("Get-PHBatchExportRun events -State Failed -After -1d | Invoke-PHBatchExportRetry -Wait").Clean();
        for (int i = 0; i < 501; i++)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(10));
            scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-10-14T03:00:00+00:00\",\"end_at\":\"2026-10-14T04:00:00+00:00\"}");
        }

        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After -1d").Clean().Objects);
        Assert.Equal("Complete", scene.Repair("events -After -1d").Single().State);
    }

    /// <summary>The row of the second comes moments after its start, and that of the first is younger than the slack of the clocks.</summary>
    [Fact]
    public void A_second_retry_at_once_is_not_taken_for_the_first()
    {
        using Scene scene = Scene.Of(Quiet(failed: true, until: Outage.AddHours(1)));
        scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d").Clean();

        scene.Run("$first = $failed | Invoke-PHBatchExportRetry -Wait; $second = $failed | Invoke-PHBatchExportRetry -Force -Wait").Clean();

        Assert.Equal(2, scene.Writes.Count);
        string rows = scene.Run("(Get-PHBatchExportBackfill events).Id -join ' '").Clean().Single.ToString()!;
        Assert.Equal(rows, scene.Run("\"$($second.Id) $($first.Id)\"").Clean().Single.ToString());
    }

    [Fact]
    public void A_server_that_does_not_count_is_not_taken_at_0()
    {
        SandboxExport export = Quiet(failed: true);
        export.Attempt = (_, _) => SandboxResult.Failed("no route");
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = "A", export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z -Wait");
        Assert.Null(scene.Run("Get-PHBatchExportBackfill events").Clean().As<BatchExportBackfill>().Single().TotalRecordsCount);

        Assert.Equal(4L, scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>().Single().Intervals);
    }

    [Fact]
    public void A_backfill_that_was_cancelled_says_nothing_of_its_range()
    {
        using Scene scene = Scene.Of(Quiet(failed: false));
        scene.Run("$b = Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        scene.Other(HttpMethod.Post, scene.Run("\"$($b.BatchExportId)/backfills/$($b.Id)/cancel/\"").Single.ToString()!);

        Assert.Equal(4L, scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>().Single().Intervals);
    }

    private static SandboxExport Quiet(bool failed, DateTimeOffset? until = null) => new()
    {
        Name = "events",
        Past = (start, _) => start < Outage || start >= (until ?? Outage.AddHours(4)) ? SandboxResult.Completed : failed
            ? SandboxResult.Failed("connection refused") : null,
        Quiet = (start, _) => start == Outage || start == Outage.AddHours(1),
    };
}
