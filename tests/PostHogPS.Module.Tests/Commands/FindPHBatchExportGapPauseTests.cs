using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What falls between the last run before a pause and the backfill of the pause.</summary>
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

    [Fact]
    public void Where_the_last_run_before_the_pause_is_there_nothing_is_said()
    {
        using Scene scene = Scene.Of(One.AddMinutes(50), new SandboxExport { Name = "events" });
        scene.Run("Suspend-PHBatchExport events").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Empty(scene.Run("Resume-PHBatchExport events -Backfill").Clean().Warnings);
    }
}
