using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What falls between the last run before a pause and the backfill of the pause.</summary>
[Trait("Speed", "Slow")]
public sealed class FindPHBatchExportGapPauseTests
{
    private static readonly DateTimeOffset One = new(2026, 10, 14, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_interval_that_was_due_and_had_not_run_is_named_with_the_line_that_closes_it()
    {
        using Scene scene = Scene.Of(One.AddSeconds(5), new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));

        string said = Assert.Single(scene.Run("Resume-PHBatchExport events -Backfill").Warnings).ToString();

        Assert.Contains("2026-10-14 12:00 to 2026-10-14 13:00 UTC", said, StringComparison.Ordinal);
        scene.Clock.Advance(TimeSpan.FromHours(1));
        string line = said[said.IndexOf("Repair-PHBatchExport", StringComparison.Ordinal)..];
        Assert.Equal("Repaired", scene.Run(line + " -Wait").Clean().As<BatchExportRepairResult>().Single().State);
        Assert.DoesNotContain(scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>(), gap => gap.Start < One);
    }

    /// <summary>The backfill of a pause begins within an interval and runs all of it.</summary>
    [Theory]
    [InlineData("C", "hour", 5)]
    [InlineData("A", "hour", 5)]
    [InlineData("Legacy", "hour", 5)]
    [InlineData("C", "day", 72)]
    [InlineData("Legacy", "day", 72)]
    public void Right_after_a_resume_with_backfill_every_command_calls_the_pause_covered(string generation, string interval, int hours)
    {
        var export = new SandboxExport { Name = "events", Interval = interval, BackfillPace = TimeSpan.FromMinutes(5) };
        using Scene scene = Scene.Of(One.AddMinutes(50), options => options.Generation = generation, export);
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(hours));
        scene.Run("Resume-PHBatchExport events -Backfill").Clean();

        // A server without a list of backfills is asked for runs alone after a minute.
        foreach (int seconds in generation == "Legacy" ? (int[])[0, 10] : [0, 10, 200])
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Empty(scene.Run("Find-PHBatchExportGap events -After -7d").Clean().Objects);
            Assert.Equal(0, scene.Run("Get-PHBatchExportHealth events -After -7d").Clean().As<BatchExportHealth>().Single().MissingIntervals);
            BatchExportRepairResult result = scene.Repair("events -After -7d").Single();
            Assert.Equal(("Running", 0L), (result.State, result.IntervalsMissing));
            Assert.DoesNotContain("Partly", result.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain("  ", result.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(["pause", "unpause"], scene.Writes.Select(w => w.PathAndQuery.Trim('/').Split('/').Last()));
    }

    /// <summary>PostHog forgets a pause that is over, so this is the last moment at which anybody knows.</summary>
    [Theory]
    [InlineData("Resume-PHBatchExport events")]
    [InlineData("Get-PHBatchExport events | Resume-PHBatchExport")]
    public void A_resume_without_backfill_says_what_is_missing_from_now_on(string line)
    {
        using Scene scene = Scene.Of(One.AddMinutes(50), new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Empty(scene.Run(line + " -WhatIf").Clean().Warnings);

        string said = Assert.Single(scene.Run(line).Clean().Warnings);

        Assert.Contains("left out 3 intervals, which count as missing from now on", said, StringComparison.Ordinal);
        string command = said[said.IndexOf("Repair-PHBatchExport", StringComparison.Ordinal)..].Split(" exports ")[0];
        Assert.Equal(3, scene.Run(command + " -PlanOnly").Clean().As<BatchExportRepairStep>().Sum(step => step.Intervals));
        Assert.Equal(3, scene.Run("Find-PHBatchExportGap events -After -1d").Clean().As<BatchExportGap>().Sum(gap => gap.Intervals));
    }

    [Fact]
    public void A_pause_that_left_nothing_out_is_resumed_without_a_word()
    {
        using Scene scene = Scene.Of(One.AddMinutes(20), new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Empty(scene.Run("Resume-PHBatchExport events").Clean().Warnings);
    }

    [Fact]
    public void Where_the_last_run_before_the_pause_is_there_nothing_is_said()
    {
        using Scene scene = Scene.Of(One.AddMinutes(50), new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Empty(scene.Run("Resume-PHBatchExport events -Backfill").Clean().Warnings);
    }
}
