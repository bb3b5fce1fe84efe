using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>PostHog ends a backfill as Completed whatever became of its runs: who waits for one is told what did not get through.</summary>
public sealed class WaitPHBatchExportBackfillTests
{
    private const string Range = "-Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z";

    private static readonly DateTimeOffset Third = new(2026, 10, 14, 4, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Commands =>
    [
        $"Start-PHBatchExportBackfill events {Range} -Wait",
        $"Start-PHBatchExportBackfill events {Range} | Wait-PHBatchExportBackfill",
        $"$null = Start-PHBatchExportBackfill events {Range} -Wait -WarningAction Ignore; Get-PHBatchExportBackfill events | Wait-PHBatchExportBackfill",
        $"$null = Start-PHBatchExportBackfill events {Range} -Wait -WarningAction Ignore; Wait-PHBatchExportBackfill (Get-PHBatchExportBackfill events).Id -BatchExport events",
        "Get-PHBatchExportRun events -State Failed -After -2d | Where-Object DataIntervalStart -eq ([datetimeoffset]'2026-10-14T04:00Z') | Invoke-PHBatchExportRetry -Wait",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_is_waited_for_says_which_intervals_failed(string command)
    {
        SandboxExport export = Failing(start => start == Third);
        using Scene scene = Scene.Of(export);

        ShellResult run = scene.Run(command);

        Assert.Empty(run.Errors);
        BatchExportBackfill backfill = run.As<BatchExportBackfill>().Single();
        Assert.Equal(("Completed", "CompletedWithFailures", 1L), (backfill.Status, backfill.State, backfill.FailedRuns));
        BatchExportGap failed = Assert.Single(backfill.FailedIntervals);
        Assert.Equal((Third, Third.AddHours(1), "refused", export.Id), (failed.Start, failed.End, failed.LastError, failed.BatchExportId));
        string warning = Assert.Single(run.Warnings);
        Assert.Contains("2026-10-14 04:00 to 2026-10-14 05:00 UTC", warning, StringComparison.Ordinal);
        Assert.Contains($"Repair-PHBatchExport -BatchExport {export.Id} -ProjectId 101 -After 2026-10-14T04:00:00Z -Before 2026-10-14T05:00:00Z -Wait", warning,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_exit_idiom_of_the_help_sees_it()
    {
        using Scene scene = Scene.Of(Failing(start => start == Third));
        Assert.Single(scene.Run($"Start-PHBatchExportBackfill events {Range} | Wait-PHBatchExportBackfill -WarningAction Ignore | Where-Object State -ne Completed").Objects);
    }

    [Fact]
    public void Its_failed_intervals_go_on_into_the_repair()
    {
        SandboxExport export = Failing(start => start == Third);
        using Scene scene = Scene.Of(export);
        scene.Run($"$b = Start-PHBatchExportBackfill events {Range} -Wait -WarningAction Ignore");

        BatchExportRepairStep step = scene.Run("$b.FailedIntervals | Repair-PHBatchExport -PlanOnly").Clean().As<BatchExportRepairStep>()
            .Single(s => s.Action != "Leave");

        Assert.Equal((Third, Third.AddHours(1)), (step.Start, step.End));
    }

    [Fact]
    public void What_has_succeeded_costs_one_request_for_its_runs_and_no_words()
    {
        using Scene scene = Scene.Of(Failing(_ => false));
        scene.Run($"$b = Start-PHBatchExportBackfill events {Range}").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        int before = scene.Requests.Count;

        ShellResult run = scene.Run("$b | Wait-PHBatchExportBackfill").Clean();

        BatchExportBackfill backfill = run.As<BatchExportBackfill>().Single();
        Assert.Equal(("Completed", 0L, 0), (backfill.State, backfill.FailedRuns, backfill.FailedIntervals.Length));
        Assert.Empty(run.Warnings);
        Assert.Equal(["backfills", "runs"],
            scene.Requests.Skip(before).Select(r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal) ? "runs" : "backfills"));
    }

    [Fact]
    public void Several_that_ended_meanwhile_share_the_request()
    {
        using Scene scene = Scene.Of(Failing(start => start.Hour == 3));
        scene.Run("""
            $b = foreach ($hour in 1, 2, 3) { Start-PHBatchExportBackfill events -Start "2026-10-14T0${hour}:00Z" -End "2026-10-14T0$($hour + 1):00Z" }
            """).Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        int before = scene.Requests.Count;

        IReadOnlyList<BatchExportBackfill> ended = scene.Run("$b | Wait-PHBatchExportBackfill").As<BatchExportBackfill>();

        Assert.Equal(["Completed", "Completed", "CompletedWithFailures"], ended.OrderBy(b => b.Start).Select(b => b.State));
        Assert.Single(scene.Requests.Skip(before), r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal));
    }

    [Fact]
    public void All_pages_of_its_runs_are_read()
    {
        DateTimeOffset first = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
        SandboxExport export = Failing(start => start == first);
        export.BackfillPace = TimeSpan.FromSeconds(1);
        using Scene scene = Scene.Of(export);

        BatchExportBackfill backfill = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-11T10:00Z -Wait")
            .As<BatchExportBackfill>().Single();

        Assert.Equal(first, Assert.Single(backfill.FailedIntervals).Start);
    }

    [Fact]
    public void Many_are_named_as_ranges_and_not_one_by_one()
    {
        SandboxExport export = Failing(start => start.Hour is not (5 or 9 or 13 or 17 or 21 or 22));
        using Scene scene = Scene.Of(export);

        ShellResult run = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-12T00:00Z -End 2026-10-13T23:00Z -Wait");

        string warning = Assert.Single(run.Warnings);
        Assert.Contains("2026-10-12 00:00 to 2026-10-12 05:00 UTC", warning, StringComparison.Ordinal);
        Assert.Contains(" more. Repair-PHBatchExport", warning, StringComparison.Ordinal);
        Assert.True(warning.Length < 700, warning);
    }

    [Fact]
    public void A_list_of_backfills_does_not_read_runs()
    {
        using Scene scene = Scene.Of(Failing(start => start == Third));
        scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait -WarningAction Ignore");

        BatchExportBackfill listed = scene.Run("Get-PHBatchExportBackfill events -State Completed").Clean().As<BatchExportBackfill>().Single();

        Assert.Equal(("Completed", null), (listed.State, listed.FailedRuns));
    }

    [Fact]
    public void A_cancelled_run_is_not_exported_either()
    {
        SandboxExport export = Failing(_ => false);
        export.Attempt = (start, _) => new SandboxResult(start == Third ? "Terminated" : "Completed");
        using Scene scene = Scene.Of(export);
        Assert.Equal("CompletedWithFailures", scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait").As<BatchExportBackfill>().Single().State);
    }

    [Fact]
    public void One_that_had_no_time_says_that_its_run_goes_on()
    {
        SandboxExport export = Failing(_ => false);
        export.BackfillPace = TimeSpan.FromMinutes(100);
        using Scene scene = Scene.Of(export);

        ShellResult run = scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T04:00Z -End 2026-10-14T05:00Z -Wait");

        BatchExportBackfill backfill = run.As<BatchExportBackfill>().Single();
        Assert.Equal(("Failed", 0L), (backfill.State, backfill.FailedRuns));
        Assert.Contains("1 run is still running: Get-PHBatchExportRun -BatchExport " + export.Id, Assert.Single(run.Warnings), StringComparison.Ordinal);

        scene.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Contains("but its run is Completed", Assert.Single(scene.Run("Get-PHBatchExportBackfill events | Wait-PHBatchExportBackfill").Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_failed_without_a_run_is_Failed()
    {
        SandboxExport export = Failing(_ => false);
        export.BackfillLimit = TimeSpan.Zero;
        using Scene scene = Scene.Of(export);

        ShellResult run = scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait");

        Assert.Equal("Failed", run.As<BatchExportBackfill>().Single().State);
        Assert.Contains("ended as Failed", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_cannot_be_read_at_once_are_read_later()
    {
        using Scene scene = Scene.Of(Failing(start => start == Third));
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 500, Method = "GET", Path = "*/runs/*", Times = 6 });

        ShellResult run = scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait");

        Assert.Empty(run.Errors);
        Assert.Equal("CompletedWithFailures", run.As<BatchExportBackfill>().Single().State);
        Assert.Contains(run.Warnings, w => w.Contains("still waiting", StringComparison.Ordinal));
    }

    // The next window would only fail as well, and a few more failures can make the server pause the export.
    [Fact]
    public void A_repair_stops_after_a_backfill_of_which_nothing_got_through()
    {
        DateTimeOffset from = Scene.Noon.AddDays(-21);
        var export = new SandboxExport
        {
            Name = "events",
            Past = (start, _) => start >= from && start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed,
            Attempt = (_, _) => SandboxResult.Failed("refused"),
        };
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Run("Repair-PHBatchExport events -After -25d -Canary 0 -ThrottleLimit 1 -Wait")
            .As<BatchExportRepairResult>().Single();

        Assert.Equal("StillFailing", result.State);
        Assert.Single(scene.Writes);
        Assert.Equal("CompletedWithFailures", Assert.Single(result.Backfills).State);
    }

    [Fact]
    public void A_repair_goes_on_after_one_that_failed_in_part()
    {
        DateTimeOffset from = Scene.Noon.AddDays(-21), bad = new(2026, 9, 25, 0, 0, 0, TimeSpan.Zero);
        var export = new SandboxExport
        {
            Name = "events",
            Past = (start, _) => start >= from && start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed,
            Attempt = (start, _) => start == bad ? SandboxResult.Failed("refused") : SandboxResult.Completed,
        };
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Run("Repair-PHBatchExport events -After -25d -Canary 0 -ThrottleLimit 1 -Wait")
            .As<BatchExportRepairResult>().Single();

        Assert.Equal(("Partly", 1L), (result.State, result.IntervalsLeft));
        Assert.Equal(3, scene.Writes.Count);
    }

    private static SandboxExport Failing(Func<DateTimeOffset, bool> when) => new()
    {
        Name = "events",
        Past = (start, _) => when(start) ? SandboxResult.Failed("no route") : SandboxResult.Completed,
        Attempt = (start, _) => when(start) ? SandboxResult.Failed("refused") : SandboxResult.Completed,
    };
}
