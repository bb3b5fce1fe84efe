using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Health with the intervals of a window, and what a pause costs.</summary>
[Trait("Speed", "Slow")]
public sealed class GetPHBatchExportHealthCoverageTests
{
    private static readonly DateTimeOffset LastHour = Scene.Noon.AddMinutes(-20);

    [Fact]
    public void An_export_that_runs_well_today_is_not_in_order_when_hours_of_the_window_are_missing()
    {
        using Scene scene = Scene.Of(Lost(), new SandboxExport { Name = "whole" });

        Assert.True((bool)scene.Run("Test-PHBatchExportHealth").Clean().Single.BaseObject);
        Assert.Single(scene.Requests);
        ShellResult test = scene.Run("Test-PHBatchExportHealth -After -2d").Clean();
        Assert.False((bool)test.Single.BaseObject);
        Assert.Contains("7 of ", Assert.Single(test.Warnings), StringComparison.Ordinal);
        Assert.True((bool)scene.Run("Test-PHBatchExportHealth whole -After -2d").Clean().Single.BaseObject);

        BatchExportHealth health = scene.Run("Get-PHBatchExportHealth -After -2d -Unhealthy").Clean().As<BatchExportHealth>().Single();
        Assert.Equal(("lost", "Incomplete", 7L, 0L), (health.BatchExportName, health.State, health.MissingIntervals, health.AutoPausedIntervals));
        Assert.Equal(health.ExpectedIntervals, health.CoveredIntervals + 7);
        Assert.Equal("Repaired", scene.Run(health.Suggestion + " -Wait").Clean().As<BatchExportRepairResult>().Single().State);
        Assert.True((bool)scene.Run("Test-PHBatchExportHealth -After -2d").Clean().Single.BaseObject);
    }

    [Fact]
    public void Without_a_window_nothing_is_counted()
    {
        using Scene scene = Scene.Of(Lost());
        BatchExportHealth health = scene.Run("Get-PHBatchExportHealth").Clean().As<BatchExportHealth>().Single();
        Assert.Equal(("Healthy", null, null), (health.State, health.MissingIntervals, health.After));
        Assert.Single(scene.Requests);
    }

    [Fact]
    public void What_a_pause_by_PostHog_costs_is_missing_everywhere()
    {
        using var folder = new TempFolder();
        using Scene scene = Scene.Of(AutoPaused());
        scene.Shell.Set("file", folder["report.html"]);

        BatchExportHealth health = scene.Run("Get-PHBatchExportHealth -After -1d").Clean().As<BatchExportHealth>().Single();
        Assert.Equal("AutoPaused", health.State);
        Assert.InRange(health.AutoPausedIntervals!.Value, 9, 11);
        Assert.False((bool)scene.Run("Test-PHBatchExportHealth -After -1d -Quiet").Clean().Single.BaseObject);

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap -After -1d").Clean().As<BatchExportGap>().Single(g => g.Kind == "AutoPaused");
        Assert.Equal(health.AutoPausedIntervals, gap.Intervals);
        BatchExportCoverage coverage = scene.Run("Find-PHBatchExportGap -After -1d -Summary").Clean().As<BatchExportCoverage>().Single();
        Assert.Equal((health.AutoPausedIntervals, 0L, health.MissingIntervals), (coverage.AutoPaused, coverage.Paused, coverage.Expected - coverage.Covered));

        BatchExportRepairResult result = scene.Repair("-After -1d").Single();
        Assert.Equal(("AutoPaused", health.MissingIntervals), (result.State, result.IntervalsLeft));
        Assert.Contains($"{gap.Intervals} intervals were due while PostHog had it paused", result.Reason, StringComparison.Ordinal);

        scene.Run("Export-PHBatchExportReport $file -After -1d").Clean();
        Assert.Contains($"<dt>Lost to the pause</dt><dd>{gap.Intervals} intervals</dd>", File.ReadAllText(folder["report.html"]), StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    [Fact]
    public void What_a_persons_pause_leaves_out_is_counted_apart()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "paused", PausedAgo = TimeSpan.FromHours(10) });

        BatchExportCoverage coverage = scene.Run("Find-PHBatchExportGap -After -1d -Summary").Clean().As<BatchExportCoverage>().Single();
        Assert.Equal((coverage.Covered, 0L), (coverage.Expected, coverage.AutoPaused));
        Assert.InRange(coverage.Paused, 9, 11);
        Assert.True((bool)scene.Run("Test-PHBatchExportHealth -After -1d").Clean().Single.BaseObject);
        BatchExportRepairResult result = scene.Repair("-After -1d").Single();
        Assert.Equal(("Complete", 0L), (result.State, result.IntervalsLeft));
        Assert.Contains($"{coverage.Paused} intervals since then are not counted", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-After -5h", "the export is paused")]
    [InlineData("-After 2026-07-01 -Before 2026-07-05", "the export was created on")]
    public void The_real_reason_is_given_when_nothing_was_due(string window, string reason)
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "paused", PausedAgo = TimeSpan.FromHours(10) });
        BatchExportRepairResult result = scene.Repair(window).Single();
        Assert.Equal("Skipped", result.State);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_names_the_end_and_the_start_of_the_schedule()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "ended", EndAt = Scene.Noon.AddDays(-3) },
            new SandboxExport { Name = "later", StartAt = Scene.Noon.AddDays(-1) });
        Assert.Contains("the schedule ended on 2026-10-11", scene.Repair("ended -After -2d").Single().Reason, StringComparison.Ordinal);
        Assert.Contains("the schedule begins on 2026-10-13", scene.Repair("later -After -3d -Before -2d").Single().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-After -5h")]
    [InlineData("-After 2026-07-01 -Before 2026-07-05")]
    [InlineData("-After 2020-01-01 -Before 2020-01-20")]
    public void A_summary_never_begins_after_its_end(string window)
    {
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "paused", PausedAgo = TimeSpan.FromDays(10) }, new SandboxExport { Name = "ended", EndAt = Scene.Noon.AddDays(-30) },
            new SandboxExport { Name = "later", StartAt = Scene.Noon.AddDays(30) }, new SandboxExport { Name = "new", Age = TimeSpan.FromHours(1) });
        Assert.All(scene.Run("Find-PHBatchExportGap -Summary " + window).Clean().As<BatchExportCoverage>(),
            c => Assert.True(c.After <= c.Before, c.BatchExportName));
    }

    [Fact]
    public void Health_and_gaps_count_a_relative_window_from_the_same_clock()
    {
        using Shell shell = VirtualShell.Open();
        // A clock that runs ahead of this machine's, more so at every look.
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 36000; Get-PHBatchExport | Out-Null; $clock.Advance('00:00:00.3')").Clean();

        DateTimeOffset[] starts = shell.Run("""
            (Find-PHBatchExportGap events-to-s3 -Summary -After -2d).After
            (Get-PHBatchExportHealth events-to-s3 -After -2d).After
            (Find-PHBatchExportGap events-to-s3 -Summary -After -2d).After
            """).Clean().As<DateTimeOffset>().ToArray();

        Assert.InRange(starts[1], starts[0], starts[2]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" -Quiet", false)]
    public void A_window_without_a_complete_interval_proves_nothing_and_says_so(string quiet, bool isSaid)
    {
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "daily", Interval = "day" }, new SandboxExport { Name = "paused", Interval = "day", PausedAgo = TimeSpan.FromDays(5) });

        ShellResult test = scene.Run("Test-PHBatchExportHealth -After -1d" + quiet).Clean();

        Assert.True((bool)test.Single.BaseObject);
        Assert.Equal(isSaid ? ["No interval of daily was looked at. The window contains no complete interval."] : [], test.Warnings);
        Assert.Empty(scene.Run("Test-PHBatchExportHealth -After -3d").Clean().Warnings);
    }

    /// <summary>Between two runs of a backfill none is running, and all ten of the latest are its.</summary>
    [Fact]
    public void While_a_backfill_runs_its_pauses_between_two_runs_change_nothing()
    {
        var export = new SandboxExport { Name = "events", BackfillPace = TimeSpan.FromMinutes(1) };
        using Scene scene = Scene.Of(export);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-02T00:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(12));

        var states = new List<string>();
        for (int look = 0; look < 40; look++)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(7));
            states.AddRange(scene.Run("Get-PHBatchExportHealth").Clean().As<BatchExportHealth>().Select(h => h.State));
        }

        Assert.All(states, state => Assert.Equal("Backfilling", state));
        scene.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("Healthy", scene.Run("Get-PHBatchExportHealth").Clean().As<BatchExportHealth>().Single().State);
    }

    [Fact]
    public void A_table_shows_how_many_are_missing()
    {
        using Scene scene = Scene.Of(Lost());
        Assert.Matches("(?s)Missing.*lost +Incomplete.* 7 ", scene.Shell.Show("Get-PHBatchExportHealth -After -2d").Text);
        Assert.DoesNotContain("Missing", scene.Shell.Show("Get-PHBatchExportHealth").Text, StringComparison.Ordinal);
    }

    /// <summary>Ten runs of an ended backfill hide the schedule of a weekly export for a week.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Get-PHBatchExportBackfill weekly | Stop-PHBatchExportBackfill")]
    public void After_a_backfill_has_ended_nobody_says_Backfilling(string cancel)
    {
        var export = new SandboxExport { Name = "weekly", Interval = "week", OffsetDay = 1, Age = TimeSpan.FromDays(200) };
        using Scene scene = Scene.Of(export);
        scene.Run("Start-PHBatchExportBackfill weekly -Start 2026-06-01 -End 2026-09-07").Clean();
        scene.Clock.Advance(cancel.Length > 0 ? TimeSpan.FromSeconds(200) : TimeSpan.FromHours(1));
        scene.Run(cancel).Clean();
        scene.Clock.Advance(TimeSpan.FromHours(1));

        string health = scene.Run("Get-PHBatchExportHealth").Clean().As<BatchExportHealth>().Single().State;
        string watched = scene.Run("Watch-PHBatchExport -Count 1 -PassThru").Clean().As<BatchExportHealth>().Single().State;

        Assert.Equal(("Healthy", "Healthy"), (health, watched));
    }

    private static SandboxExport Lost() =>
        new() { Name = "lost", Past = (start, _) => start >= LastHour.AddHours(-20) && start < LastHour.AddHours(-13) ? null : SandboxResult.Completed };

    private static SandboxExport AutoPaused() => new()
    {
        Name = "bad",
        Past = (start, _) => start >= LastHour.AddHours(-22) ? SandboxResult.Failed("password authentication failed") : SandboxResult.Completed,
        StillWrong = "password authentication failed",
        PausedAgo = TimeSpan.FromHours(10),
    };
}
