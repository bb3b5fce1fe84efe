using System;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Backfills of other people over the same data: nothing is written twice, and nothing is called whole before it is.</summary>
[Trait("Speed", "Slow")]
public sealed class RepairPHBatchExportOtherBackfillsTests
{
    private static readonly DateTimeOffset Outage = new(2026, 10, 14, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_repair_that_waits_waits_for_them_too()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);

        BatchExportRepairResult result = scene.Repair("events -After -1d -Wait").Single();

        Assert.Equal(("Complete", 0L, 0L, 0L), (result.State, result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.Equal("Nothing was missing. 4 intervals waited for other backfills.", result.Reason);
        Assert.Empty(scene.Writes);
        Assert.Empty(scene.Run("Find-PHBatchExportGap events -After -1d").Clean().Objects);
    }

    [Fact]
    public void Repair_reports_incomplete_when_the_other_backfill_fails()
    {
        SandboxExport export = Failed();
        export.StillWrong = "password authentication failed";
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);

        ShellResult run = scene.Run("Repair-PHBatchExport events -After -1d -Wait");

        BatchExportRepairResult result = run.As<BatchExportRepairResult>().Single();
        Assert.Equal(("StillFailing", 0L, 0L), (result.State, result.IntervalsMissing, result.IntervalsRepaired));
        Assert.True(result.IntervalsLeft >= 4, result.Reason);
        Assert.StartsWith("Repair-PHBatchExport -BatchExport " + result.BatchExportId, result.Suggestion, StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void Without_waiting_it_says_how_much_is_under_way()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);

        BatchExportRepairResult result = scene.Repair("events -After -1d").Single();

        Assert.Equal(("Running", 0L, 0L, 4L), (result.State, result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.StartsWith("Nothing is missing. 4 intervals are waiting for a running backfill.", result.Reason, StringComparison.Ordinal);
        BatchExportCoverage coverage = scene.Run("Find-PHBatchExportGap events -After -1d -Summary").Clean().As<BatchExportCoverage>().Single();
        Assert.Equal((result.IntervalsMissing, 0), (coverage.Expected - coverage.Covered, coverage.Gaps));
        Assert.Equal(result.IntervalsMissing, scene.Run("Get-PHBatchExportHealth events -After -1d").Clean().As<BatchExportHealth>().Single().MissingIntervals);
    }

    /// <summary>The bounds of somebody's backfill must not widen the window that was asked for.</summary>
    [Fact]
    public void A_plan_that_comes_back_looks_at_the_window_that_was_asked_for()
    {
        SandboxExport export = Failed();
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Scene.Of(export);
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-10-01T00:00:00+00:00\",\"end_at\":\"2026-10-14T06:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        BatchExportRepairStep left = scene.Run("$plan = Repair-PHBatchExport events -After 2026-10-14T00:00Z -PlanOnly; $plan").Clean()
            .As<BatchExportRepairStep>().Single();
        BatchExportRepairResult result = scene.Run("$plan | Repair-PHBatchExport -WhatIf").Clean().As<BatchExportRepairResult>().Single();

        Assert.Equal((Outage, Outage.AddHours(4), 4L), (left.Start, left.End, left.Intervals));
        Assert.Equal((Outage, Outage.AddHours(4)), (result.After, result.Before));
    }

    [Fact]
    public void Theirs_that_has_nothing_to_finish_in_the_window_is_no_step()
    {
        SandboxExport export = Failed();
        export.BackfillPace = TimeSpan.FromMinutes(10);
        using Scene scene = Scene.Of(export);
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-10-01T00:00:00+00:00\",\"end_at\":\"2026-10-14T12:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(scene.Run("Repair-PHBatchExport events -After 2026-10-14T06:00Z -PlanOnly").Clean().Objects);
        Assert.Equal("Complete", scene.Repair("events -After 2026-10-14T06:00Z -Wait").Single().State);
    }

    [Fact]
    public void Theirs_over_another_time_is_not_waited_for()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        // Twenty days take six minutes.
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-09-20T00:00:00+00:00\",\"end_at\":\"2026-10-10T00:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        DateTimeOffset before = scene.Now;

        Assert.Equal("Repaired", scene.Repair("events -After -1d -Wait").Single().State);

        Assert.True(scene.Now - before < TimeSpan.FromMinutes(4));
    }

    [Fact]
    public void Theirs_beside_what_is_repaired_counts_as_well()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-10-14T02:00:00+00:00\",\"end_at\":\"2026-10-14T03:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        BatchExportRepairResult result = scene.Repair("events -After -1d -Wait").Single();

        Assert.Equal(("Repaired", 3L, 3L, 0L), (result.State, result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        scene.NothingTwice(export);
    }

    [Fact]
    public void WhatIf_does_not_wait()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);
        DateTimeOffset before = scene.Now;

        Assert.Equal("Running", scene.Repair("events -After -1d -Wait -WhatIf").Single().State);

        Assert.True(scene.Now - before < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void The_time_allowed_holds_for_theirs_too()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);
        DateTimeOffset before = scene.Now;

        ShellResult run = scene.Run("Repair-PHBatchExport events -After -1d -Wait -Timeout 5s");

        Assert.StartsWith("PostHog.WaitTimeout,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Running", run.As<BatchExportRepairResult>().Single().State);
        Assert.True(scene.Now - before < TimeSpan.FromSeconds(30));
    }

    /// <summary>A newer server may have a word for it that is not known here.</summary>
    [Fact]
    public void A_backfill_with_an_unknown_status_counts_as_running()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.UnknownEnum, Method = "GET", Path = "*/backfills/*", Times = 0 });

        Assert.All(scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly").Clean().As<BatchExportRepairStep>(),
            step => Assert.Equal("Leave", step.Action));
        ShellResult retry = scene.Run("Get-PHBatchExportRun events -State Failed | Invoke-PHBatchExportRetry");
        Assert.Equal(4, retry.Warnings.Count);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void A_retry_leaves_what_a_run_over_everything_has_covered()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillFromBeginning = true, export);
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":null,\"end_at\":\"2026-10-14T12:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromHours(3));

        // The sandbox makes a run of each interval; a server may make one run of all there is, which no list by interval holds.
        string backfill = scene.Run("Get-PHBatchExportBackfill events").Clean().As<BatchExportBackfill>().Single().Id.ToString()!;
        Answers(scene, "*ordering=-data_interval_start*", "");
        Answers(scene, "*before=*status=Completed*", "{\"id\":\"0199aaaa-0000-7000-8000-000000000001\",\"status\":\"Completed\",\"data_interval_start\":null,\"data_interval_end\":\"2026-10-14T12:00:00Z\",\"backfill\":\"" + backfill + "\"}");

        ShellResult retry = scene.Run("Get-PHBatchExportRun events -State Failed -After -2d | Invoke-PHBatchExportRetry");

        Assert.Equal(4, retry.Warnings.Count);
        Assert.All(retry.Warnings, w => Assert.Contains("covers everything up to", w.ToString(), StringComparison.Ordinal));
        Assert.Empty(scene.Writes);
    }

    [Theory]
    [InlineData("Start-PHBatchExportBackfill events -Start 2026-10-14T02:00Z -End 2026-10-14T06:00Z")]
    [InlineData("Get-PHBatchExportRun events -State Failed | Invoke-PHBatchExportRetry")]
    public void While_they_fill_the_limit_the_time_allowed_still_ends(string command)
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.TooManyBackfills, Method = "POST", Times = 0 });
        DateTimeOffset before = scene.Now;

        ShellResult run = scene.Run(command + " -Wait -Timeout 90s");

        Assert.StartsWith("PostHog.TooManyBackfills,", run.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(run.Warnings, w => w.ToString().Contains("waiting for one to end", StringComparison.Ordinal));
        Assert.InRange((scene.Now - before).TotalSeconds, 89, 180);
    }

    [Fact]
    public void A_retry_that_had_to_wait_looks_again_before_it_is_sent()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        string run = scene.Run("Get-PHBatchExportRun events -State Failed -First 1").Clean().As<BatchExportRun>().Single().Id.ToString();
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.TooManyBackfills, Method = "POST", Path = "*/retry/*", Times = 1 });
        scene.Clock.OnWait(1, () => scene.Other(HttpMethod.Post, export.Id + "/runs/" + run + "/retry/?after=2015-01-01"));

        ShellResult retry = scene.Run("Get-PHBatchExportRun events -RunId " + run + " | Invoke-PHBatchExportRetry -Wait");

        Assert.Contains(retry.Warnings, w => w.ToString().Contains("Skipped run " + run, StringComparison.Ordinal));
        Assert.Single(scene.Writes);
    }

    /// <summary>Gaps on both sides of another person's backfill are not waited for.</summary>
    [Fact]
    public void Between_gaps_that_were_piped_theirs_is_not_waited_for()
    {
        SandboxExport export = Failed();
        DateTimeOffset early = Outage.AddDays(-4);
        export.Past = (start, _) => start == early || start == Outage ? SandboxResult.Failed("connection refused") : SandboxResult.Completed;
        using Scene scene = Scene.Of(export);
        scene.Run("$gaps = Find-PHBatchExportGap events -After -6d").Clean();
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-10-11T00:00:00+00:00\",\"end_at\":\"2026-10-13T00:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        BatchExportRepairResult result = scene.Run("$gaps | Repair-PHBatchExport -Wait").Clean().As<BatchExportRepairResult>().Single();

        Assert.Equal(("Repaired", 2L, 2L, 0L), (result.State, result.IntervalsMissing, result.IntervalsRepaired, result.IntervalsLeft));
        Assert.Equal("Complete", scene.Run("$gaps | Repair-PHBatchExport").Clean().As<BatchExportRepairResult>().Single().State);
    }

    [Fact]
    public void The_backfill_of_a_pause_is_waited_for_though_it_has_no_name_yet()
    {
        using Scene scene = Scene.Of(Scene.Noon.AddMinutes(35), new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));
        scene.Run("Resume-PHBatchExport events -Backfill").Clean();

        BatchExportRepairResult result = scene.Repair("events -After -1d -Wait").Single();

        Assert.NotEqual("Running", result.State);
        Assert.All(scene.Run("Get-PHBatchExportBackfill events").Clean().As<BatchExportBackfill>(), backfill => Assert.Equal("Completed", backfill.State));
    }

    [Fact]
    public void What_a_plan_was_to_leave_gives_a_result_as_well()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        Theirs(scene, export);

        BatchExportRepairResult result = scene.Run("Repair-PHBatchExport events -After -1d -PlanOnly | Where-Object Action -eq Leave | Repair-PHBatchExport")
            .Clean().As<BatchExportRepairResult>().Single();

        Assert.Equal(("Running", 4L), (result.State, result.IntervalsLeft));
        scene.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void A_retry_behind_one_that_waited_looks_again_too()
    {
        SandboxExport export = Failed();
        using Scene scene = Scene.Of(export);
        string[] runs = [.. scene.Run("Get-PHBatchExportRun events -State Failed -First 2").Clean().As<BatchExportRun>().Select(r => r.Id.ToString())];
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.TooManyBackfills, Method = "POST", Path = "*/retry/*", Times = 1 });
        scene.Clock.OnWait(1, () => scene.Other(HttpMethod.Post, export.Id + "/runs/" + runs[1] + "/retry/?after=2015-01-01"));

        ShellResult retry = scene.Run($"Get-PHBatchExportRun events -RunId {runs[0]}, {runs[1]} | Invoke-PHBatchExportRetry -Wait");

        Assert.Contains(retry.Warnings, w => w.ToString().Contains("Skipped run " + runs[1], StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Writes, w => w.PathAndQuery.Contains(runs[1], StringComparison.Ordinal));
        Assert.Equal(2, scene.Writes.Count);
    }

    private static void Answers(Scene scene, string path, string run) => scene.Server.Faults.Add(new Fault
    {
        Kind = FaultKind.Rewrite,
        Method = "GET",
        Path = path,
        Times = 0,
        Rewrite = _ => System.Text.Encoding.UTF8.GetBytes("{\"next\":null,\"previous\":null,\"results\":[" + run + "]}"),
    });

    private static void Theirs(Scene scene, SandboxExport export)
    {
        scene.Other(HttpMethod.Post, export.Id + "/backfills/", "{\"start_at\":\"2026-10-14T02:00:00+00:00\",\"end_at\":\"2026-10-14T06:00:00+00:00\"}");
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
    }

    private static SandboxExport Failed() => FailedExports.Where("events", static start => start >= Outage && start < Outage.AddHours(4));
}
