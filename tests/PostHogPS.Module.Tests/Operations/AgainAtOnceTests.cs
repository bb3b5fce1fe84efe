using System;
using System.Linq;
using PostHogPS.Sandbox;
using PostHogPS.Sandbox.Faults;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Operations;

/// <summary>
/// A backfill is listed some time after it was started (API reference 7.9). What is asked for in between, in the same
/// session, must not start it again.
/// </summary>
[Collection(nameof(ProcessState))]
public sealed class AgainAtOnceTests
{
    private static readonly DateTimeOffset Outage = new(2026, 10, 14, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_repair_leaves_what_was_started_a_moment_ago()
    {
        SandboxExport export = Failed(Outage, hours: 4);
        using Scene scene = Scene.Of(export);
        // Other bounds than the repair would take: the server would not refuse those.
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T08:00Z").Clean();

        BatchExportRepairStep left = Assert.Single(scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly").Clean().As<BatchExportRepairStep>());
        Assert.Equal("Skipped", scene.Repair("events -After -1d -Wait").Single().State);
        Assert.Equal("Leave", left.Action);
        Assert.Equal("A backfill over it was sent at 12:20:00 UTC, and PostHog does not list it yet.", left.Reason);
        Assert.Single(scene.Writes);

        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.EndsWith("is running over it.", scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly").Clean().As<BatchExportRepairStep>().Single().Reason, StringComparison.Ordinal);
        scene.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Skipped", scene.Repair("events -After -1d").Single().State);
        Assert.All(scene.Completed(export).Where(i => i.Key.Start >= Outage && i.Key.Start < Outage.AddHours(4)), i => Assert.Equal(1, i.Value));
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
        scene.NewShell().Run("Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T08:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));

        ShellResult run = scene.Run("$failed = Get-PHBatchExportRun events -State Failed -After -1d; $failed | Invoke-PHBatchExportRetry").Clean();

        Assert.Equal(3, run.Warnings.Count);
        Assert.All(run.Warnings, w => Assert.Contains("is running over it.", w, StringComparison.Ordinal));
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

        Assert.Equal("Skipped", scene.Repair("events -After -1d").Single().State);

        Assert.Equal(["pause", "unpause"], scene.Writes.Select(w => w.PathAndQuery.Trim('/').Split('/').Last()));
    }

    [Fact]
    public void What_was_refused_is_not_remembered()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = "POST", Path = "*/backfills/*", Times = 1 });
        Assert.Single(scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T08:00Z").Errors);

        Assert.Equal("Started", scene.Repair("events -After -1d").Single().State);
    }

    [Fact]
    public void An_answer_that_was_lost_is_remembered_for_a_minute()
    {
        using Scene scene = Scene.Of(Failed(Outage, hours: 4));
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Hang, Method = "POST", Path = "*/backfills/*", Times = 1 });
        scene.StopAt("Start-PHBatchExportBackfill events -Start 2026-10-14T00:00Z -End 2026-10-14T08:00Z", "POST", "/backfills/", 1);

        Assert.Equal("Skipped", scene.Repair("events -After -1d").Single().State);
        scene.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Started", scene.Repair("events -After -1d").Single().State);
    }

    private static SandboxExport Failed(DateTimeOffset from, int hours) => new()
    {
        Name = "events",
        Past = (start, _) => start >= from && start < from.AddHours(hours) ? SandboxResult.Failed("no route") : SandboxResult.Completed,
    };
}
