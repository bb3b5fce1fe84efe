using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Coverage;

/// <summary>A self-hosted PostHog that was never updated starts backfills and has no list of them: everything works with runs alone.</summary>
public sealed class LegacyServerTests
{
    private const string Range = "-Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z";
    private const string Retry = "Get-PHBatchExportRun events -State Failed -After -2d | Invoke-PHBatchExportRetry";
    private const string Told = "is too old to list backfills";

    private static readonly int[] Steps = [150, 200];
    private static readonly DateTimeOffset Outage = new(2026, 10, 14, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Start-PHBatchExportBackfill events " + Range + " -Wait", 1)]
    [InlineData("Start-PHBatchExportBackfill events " + Range + " | Wait-PHBatchExportBackfill", 1)]
    [InlineData(Retry + " -Wait", 4)]
    public void Waiting_looks_at_the_runs(string command, int backfills)
    {
        using Scene scene = Legacy(Failed());

        ShellResult run = scene.Run(command).Clean();

        Assert.Equal(backfills, run.Objects.Count);
        Assert.All(run.As<BatchExportBackfill>(), b => Assert.Equal(("Completed", 0L, true), (b.State, b.FailedRuns, b.FinishedAt > b.CreatedAt)));
        Assert.Contains(Told, Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After -2d").Clean().Objects);
    }

    [Fact]
    public void What_failed_again_is_named()
    {
        SandboxExport export = Failed();
        export.Attempt = (start, _) => start == Outage.AddHours(1) ? SandboxResult.Failed("refused") : SandboxResult.Completed;
        using Scene scene = Legacy(export);

        ShellResult run = scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait");

        BatchExportBackfill backfill = run.As<BatchExportBackfill>().Single();
        Assert.Equal(("CompletedWithFailures", 1L), (backfill.State, backfill.FailedRuns));
        Assert.Equal(Outage.AddHours(1), Assert.Single(backfill.FailedIntervals).Start);
        Assert.Contains(run.Warnings, w => w.Contains("Repair-PHBatchExport -BatchExport " + export.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-PHBatchExportBackfill events")]
    [InlineData("Get-PHBatchExportBackfill")]
    [InlineData("Get-PHBatchExportBackfill events -BackfillId 00000000-0000-0000-0000-000000000001")]
    [InlineData("Stop-PHBatchExportBackfill 00000000-0000-0000-0000-000000000001 -BatchExport events")]
    [InlineData("Wait-PHBatchExportBackfill 00000000-0000-0000-0000-000000000001 -BatchExport events")]
    [InlineData("Start-PHBatchExportBackfill events " + Range + " | Stop-PHBatchExportBackfill")]
    [InlineData("Start-PHBatchExportBackfill events " + Range + " | Get-PHBatchExportBackfill")]
    public void What_needs_the_list_says_so_in_one_error(string command)
    {
        using Scene scene = Legacy(Failed(), new SandboxExport { Name = "other" });
        ShellResult run = scene.Run(command);
        Assert.StartsWith("PostHog.NotSupported,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Objects);
    }

    [Theory]
    [InlineData("Get-PHBatchExportBackfill 00000000-0000-0000-0000-00000000000a")]
    [InlineData("Start-PHBatchExportBackfill 00000000-0000-0000-0000-00000000000a " + Range)]
    [InlineData("Repair-PHBatchExport 00000000-0000-0000-0000-00000000000a -After -2d")]
    [InlineData("Get-PHBatchExportBackfill events -ProjectId 999")]
    public void What_does_not_exist_is_not_found(string command)
    {
        using Scene scene = Legacy(Failed());
        Assert.StartsWith("PostHog.NotFound,", Assert.Single(scene.Run(command).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_asks_once_whether_there_is_a_list()
    {
        using Scene scene = Legacy(Failed());
        scene.Run("Repair-PHBatchExport events -After -2d -PlanOnly; Repair-PHBatchExport events -After -2d -PlanOnly; " + Retry
            + " -Wait; $null = Start-PHBatchExportBackfill events " + Range + " -Wait").Clean();
        Assert.Single(scene.Requests, r => r.PathAndQuery.Contains("/backfills/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_connection_warns_once()
    {
        using Scene scene = Legacy(Failed(), new SandboxExport { Name = "other", Past = (start, _) => start == Outage ? null : SandboxResult.Completed });
        Assert.Contains(Told, Assert.Single(scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean().Warnings), StringComparison.Ordinal);
        Assert.Empty(scene.Run("Repair-PHBatchExport -After -2d -PlanOnly").Clean().Warnings);
        Assert.Contains(Told, Assert.Single(scene.NewShell().Run("Repair-PHBatchExport events -After -2d -PlanOnly").Clean().Warnings),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Repair-PHBatchExport events -After -2d")]
    [InlineData(Retry)]
    [InlineData("Repair-PHBatchExport events -After -2d -Wait")]
    public void Nothing_is_run_twice_by_a_second_call(string command)
    {
        SandboxExport export = Failed();
        using Scene scene = Legacy(export);

        scene.Run(command).Clean();
        int sent = scene.Done.Count;
        scene.Run(command).Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        scene.Run(command).Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));
        scene.Run(command).Clean();

        Assert.Equal(sent, scene.Done.Count);
        scene.NothingTwice(export);
    }

    // Nobody but the session that has started it knows what a long one will still come to.
    [Fact]
    public void What_a_long_backfill_will_come_to_is_left_to_it()
    {
        SandboxExport export = Failed();
        export.BackfillPace = TimeSpan.FromMinutes(4);
        using Scene scene = Legacy(export);
        scene.Run("Repair-PHBatchExport events -After -2d -Canary 0").Clean();
        int sent = scene.Done.Count;

        for (int i = 0; i < 4; i++)
        {
            scene.Clock.Advance(TimeSpan.FromMinutes(3));
            Assert.Equal("Running", scene.Repair("events -After -2d -Canary 0").Single().State);
        }

        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("Complete", scene.Repair("events -After -2d -Canary 0").Single().State);
        Assert.Equal(sent, scene.Done.Count);
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_repair_finds_the_runs_of_a_backfill_whose_answer_was_lost()
    {
        SandboxExport export = Failed();
        using Scene scene = Legacy(export);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Drop, Method = "POST", Path = "*/backfill/", Times = 1, AfterProcessing = true });

        ShellResult run = scene.Run("Repair-PHBatchExport events -After -2d -Wait");

        Assert.Empty(run.Errors);
        Assert.Equal("Repaired", run.As<BatchExportRepairResult>().Single().State);
        scene.NothingTwice(export);
    }

    [Fact]
    public void One_that_makes_no_runs_is_not_waited_for_for_ever()
    {
        SandboxExport export = Failed();
        export.BackfillLimit = TimeSpan.Zero;
        using Scene scene = Legacy(export);

        ShellResult run = scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait");

        Assert.StartsWith("PostHog.BackfillNotSeen,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("has no run of it", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_is_resumed_with_its_backfill()
    {
        SandboxExport export = new() { Name = "events" };
        using Scene scene = Legacy(export);
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(6));
        Assert.Empty(scene.Run("Resume-PHBatchExport events -Backfill").Clean().Warnings);
        scene.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After 2026-10-14T13:00Z -Before 2026-10-14T18:00Z").Clean().Objects);
        Assert.Equal("Complete", scene.Repair("events -After 2026-10-14T13:00Z -Before 2026-10-14T18:00Z").Single().State);
    }

    // Its runs are the latest ten, and do not say that they are of a backfill.
    [Theory]
    [InlineData(true, "Healthy")]
    [InlineData(false, "Stale")]
    public void A_backfill_does_not_hide_how_the_schedule_is(bool isRunning, string state)
    {
        SandboxExport export = new() { Name = "events", BackfillPace = TimeSpan.FromSeconds(10) };
        if (!isRunning)
            export.Past = (start, _) => start > Scene.Noon.AddHours(-20) ? null : SandboxResult.Completed;
        using Scene scene = Legacy(export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-02T00:00Z").Clean();
        // In the middle of it, and after its end.
        foreach (int seconds in Steps)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(seconds));
            BatchExportHealth health = scene.Run("Get-PHBatchExportHealth events").Clean().As<BatchExportHealth>().Single();
            Assert.Equal(state, health.State);
        }
    }

    [Fact]
    public void Suggestions_name_commands_that_the_server_can_answer()
    {
        SandboxExport export = Failed();
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Legacy(export);

        string advice = scene.Run($"Start-PHBatchExportBackfill events {Range} -Wait -Timeout 10").Error.ErrorDetails.RecommendedAction;
        Assert.StartsWith("Get-PHBatchExportRun -BatchExport " + export.Id, advice, StringComparison.Ordinal);
        Assert.DoesNotContain("PHBatchExportBackfill", advice, StringComparison.Ordinal);

        string said = scene.StopInWait("Start-PHBatchExportBackfill events -Start 2026-10-12T02:00Z -End 2026-10-12T06:00Z -Wait", 2).Text;
        Assert.Contains("Get-PHBatchExportRun -State Running shows their runs", said, StringComparison.Ordinal);
        string repair = scene.StopInWait("Repair-PHBatchExport events -After -2d -Wait", 2).Text;
        Assert.DoesNotContain("Get-PHBatchExportBackfill", repair, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_whose_answer_is_lost_points_to_the_runs()
    {
        using Scene scene = Legacy(Failed());
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Drop, Method = "POST", Path = "*/backfill/", Times = 1, AfterProcessing = true });
        Assert.Contains("Get-PHBatchExportRun shows whether it did", scene.Run("Start-PHBatchExportBackfill events " + Range).Error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_health_report_and_the_sandbox_itself_work()
    {
        using Scene scene = Legacy(Failed());
        Assert.Equal(4, scene.Run("Find-PHBatchExportGap events -After -2d").Clean().As<BatchExportGap>().Sum(g => g.Intervals));
        scene.Run("Get-PHBatchExportHealth; Get-PHBatchExportError; Export-PHBatchExportReport ($file = [IO.Path]::GetTempFileName()) -Force; Remove-Item $file").Clean();
        Assert.NotEmpty(scene.Run("Connect-PostHog -Sandbox -SandboxGeneration Legacy -Name legacy; Get-PHBatchExportHealth -Connection legacy")
            .Clean().Objects);
    }

    private static Scene Legacy(params SandboxExport[] exports) => Scene.Of(Scene.Noon, options => options.Generation = "Legacy", exports);

    private static SandboxExport Failed() => new()
    {
        Name = "events",
        Past = (start, _) => start >= Outage && start < Outage.AddHours(4) ? SandboxResult.Failed("no route") : SandboxResult.Completed,
    };
}
