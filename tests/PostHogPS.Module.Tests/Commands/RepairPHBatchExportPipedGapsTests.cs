using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Gaps piped into the repair are what is repaired: no more, and nothing twice.</summary>
[Trait("Speed", "Slow")]
public sealed class RepairPHBatchExportPipedGapsTests
{
    private static readonly DateTimeOffset First = Scene.Noon.AddMinutes(-20).AddHours(-30);
    private static readonly DateTimeOffset Second = Scene.Noon.AddMinutes(-20).AddHours(-12);

    [Fact]
    public void Repair_completes_all_piped_gaps_without_a_window()
    {
        SandboxExport[] exports = [TwoOutages("a"), TwoOutages("b")];
        using Scene scene = Scene.Of(exports);

        ShellResult run = scene.Run("Find-PHBatchExportGap -After -2d | Repair-PHBatchExport -Wait").Clean();

        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal(("Repaired", 7L, 7L), (r.State, r.IntervalsMissing, r.IntervalsRepaired)));
        Assert.Equal(["a", "b"], run.As<BatchExportRepairResult>().Select(r => r.BatchExportName).Order());
        Assert.Empty(scene.Run("Find-PHBatchExportGap -After -2d").Clean().Objects);
        scene.NothingTwice(exports);
    }

    [Theory]
    [InlineData("$gap")]
    [InlineData("($gap | Select-Object *)")]
    [InlineData("($gap | Select-Object BatchExportId, ProjectId, Start, End, Intervals, Kind)")]
    [InlineData("($gap | ConvertTo-Json | ConvertFrom-Json)")]
    [InlineData("($gap | ConvertTo-Csv | ConvertFrom-Csv)")]
    [InlineData("([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($gap)))")]
    public void Repair_of_one_piped_gap_leaves_the_remaining_gaps(string given)
    {
        SandboxExport export = TwoOutages("events");
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result =
            scene.Run("$gap = Find-PHBatchExportGap events -After -2d | Where-Object Intervals -eq 4; " + given + " | Repair-PHBatchExport -Wait")
            .Clean().As<BatchExportRepairResult>().Single();

        Assert.Equal(("Repaired", 4L), (result.State, result.IntervalsRepaired));
        BatchExportGap left = scene.Run("Find-PHBatchExportGap events -After -2d").Clean().As<BatchExportGap>().Single();
        Assert.Equal((First, First.AddHours(3)), (left.Start, left.End));
    }

    [Fact]
    public void With_a_window_a_gap_names_its_export()
    {
        SandboxExport export = TwoOutages("events");
        using Scene scene = Scene.Of(export);

        BatchExportRepairResult result = scene.Run("Find-PHBatchExportGap events -After -2d | Select-Object -First 1 | Repair-PHBatchExport -After -2d -Wait")
            .Clean().As<BatchExportRepairResult>().Single();

        Assert.Equal(("Repaired", 7L), (result.State, result.IntervalsRepaired));
    }

    [Fact]
    public void Repair_skips_a_piped_gap_that_is_covered_by_now()
    {
        SandboxExport export = TwoOutages("events");
        using Scene scene = Scene.Of(export);
        scene.Run("$gaps = Find-PHBatchExportGap events -After -2d").Clean();
        scene.Repair("-After -2d -Wait");
        int before = scene.Writes.Count;

        Assert.Equal("Complete", scene.Run("$gaps | Repair-PHBatchExport -Wait").Clean().As<BatchExportRepairResult>().Single().State);

        Assert.Equal(before, scene.Writes.Count);
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_copy_without_bounds_is_refused()
    {
        using Scene scene = Scene.Of(TwoOutages("events"));
        ShellResult run = scene.Run("Find-PHBatchExportGap events -After -2d | Select-Object BatchExportId, Intervals, Kind | Repair-PHBatchExport");
        Assert.StartsWith("PostHog.Validation,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    private static SandboxExport TwoOutages(string name) =>
        FailedExports.Where(name, static start => IsWithin(start, First, 3) || IsWithin(start, Second, 4));

    private static bool IsWithin(DateTimeOffset start, DateTimeOffset outage, int hours) => start >= outage && start < outage.AddHours(hours);
}
