using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Cancelling what is over, what is not listed yet, and what is known by a copy only.</summary>
public sealed class StopPHBatchExportBackfillTests
{
    private const string Start = "$started = Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-02T00:00Z; ";

    public static TheoryData<string> Copies =>
    [
        "$copy = $started | ConvertTo-Json -Depth 4 | ConvertFrom-Json",
        "$copy = $started | ConvertTo-Csv | ConvertFrom-Csv",
        "$copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($started, 3))",
        "$copy = $started | Select-Object BatchExportId, ProjectId, WorkflowId, Start, End, CreatedAt",
    ];

    [Theory]
    [InlineData("Stop-PHBatchExportBackfill (Get-PHBatchExportBackfill events).Id -BatchExport events")]
    [InlineData("Stop-PHBatchExportRun (Get-PHBatchExportRun events -State Completed -First 1).Id -BatchExport events")]
    [InlineData("$old | Stop-PHBatchExportBackfill")]
    public void What_has_ended_without_being_known_to_is_said_in_the_modules_words(string command)
    {
        using Scene scene = Of("C");
        scene.Run(Start).Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(scene.Run("$old = Get-PHBatchExportBackfill events; $old").Clean().Objects);
        scene.Run("Start-PHBatchExportBackfill events -Start 2026-10-03T00:00Z -End 2026-10-03T02:00Z | Wait-PHBatchExportBackfill").Clean();
        scene.Clock.Advance(TimeSpan.FromMinutes(30));

        ShellResult run = scene.Run(command.Replace("(Get-PHBatchExportBackfill events).Id", "(Get-PHBatchExportBackfill events)[0].Id",
            StringComparison.Ordinal));

        Assert.StartsWith("PostHog.Validation,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("Nothing to cancel: the ", run.Error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("has ended as Completed.", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Copies))]
    public void A_copy_without_an_id_is_enough(string copy)
    {
        using Scene scene = Of("A");
        scene.Run(Start + copy).Clean();
        Assert.Null(scene.Run("$started").Clean().As<BatchExportBackfill>().Single().Id);

        // The row is not written yet: it is waited for.
        BatchExportBackfill stopped = scene.Run("$copy | Stop-PHBatchExportBackfill -PassThru").Clean().As<BatchExportBackfill>().Single();

        Assert.Equal(("Cancelled", scene.Run("(Get-PHBatchExportBackfill events).Id").Clean().Single.BaseObject), (stopped.State, (object)stopped.Id!));
        BatchExportBackfill waited = scene.Run("$copy | Wait-PHBatchExportBackfill").As<BatchExportBackfill>().Single();
        Assert.Equal((stopped.Id, "Cancelled"), (waited.Id, waited.State));
        Assert.Equal(stopped.Id, scene.Run("$copy | Get-PHBatchExportBackfill").Clean().As<BatchExportBackfill>().Single().Id);
    }

    [Fact]
    public void A_copy_that_has_lost_the_fractions_of_its_bounds_is_enough()
    {
        using Scene scene = Of("A");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(400));
        scene.Run("$copy = Start-PHBatchExportBackfill events -Start -50d -End -49d | ConvertTo-Csv | ConvertFrom-Csv").Clean();
        Assert.Equal("Cancelled", scene.Run("$copy | Stop-PHBatchExportBackfill -PassThru").Clean().As<BatchExportBackfill>().Single().State);
    }

    [Theory]
    [MemberData(nameof(Copies))]
    public void On_a_server_without_a_list_a_copy_is_followed_by_its_runs(string copy)
    {
        using Scene scene = Of("Legacy");
        scene.Run(Start + copy).Clean();
        Assert.Equal("Completed", scene.Run("$copy | Wait-PHBatchExportBackfill").Clean().As<BatchExportBackfill>().Single().State);
        Assert.StartsWith("PostHog.NotSupported,", scene.Run("$copy | Stop-PHBatchExportBackfill").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$started | Select-Object BatchExportId, ProjectId, WorkflowId, CreatedAt")]
    [InlineData("$started | Select-Object BatchExportId, ProjectId, WorkflowId, Start, End")]
    public void A_copy_that_has_lost_its_bounds_or_its_time_is_refused(string copy)
    {
        using Scene scene = Of("A");
        scene.Run(Start).Clean();
        Assert.StartsWith("PostHog.InvalidBackfill,", scene.Run(copy + " | Stop-PHBatchExportBackfill").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.InvalidBackfill,", scene.Run(copy + " | Wait-PHBatchExportBackfill").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_never_comes_is_not_waited_for_for_ever()
    {
        using Scene scene = Of("A");
        scene.Run("$started = Start-PHBatchExportBackfill events -Start 2026-10-01T00:00Z -End 2026-10-02T00:00Z; $copy = $started | Select-Object BatchExportId, ProjectId, WorkflowId, Start, CreatedAt, @{ n = 'End'; e = { $_.End.AddDays(1) } }").Clean();
        DateTimeOffset before = scene.Now;

        Assert.StartsWith("PostHog.NotFound,", scene.Run("$copy | Stop-PHBatchExportBackfill").Error.FullyQualifiedErrorId, StringComparison.Ordinal);

        Assert.InRange(scene.Now - before, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public void Time_outs_name_the_exports()
    {
        using Scene scene = Scene.Of(Slow("events"), Slow("other"));
        string range = " -Start 2026-10-01T00:00Z -End 2026-10-02T00:00Z";
        Assert.Matches("^2 backfills of events, other did not end",
            scene.Run("Start-PHBatchExportBackfill events, other -Wait -Timeout 20" + range).Error.ToString());
        Assert.Matches("^The backfill .+ of events did not end",
            scene.Run("Get-PHBatchExportBackfill events | Wait-PHBatchExportBackfill -Timeout 5").Error.ToString());
        Assert.Matches("^2 runs of other, events did not end",
            scene.Run("Get-PHBatchExportRun -State Running | Wait-PHBatchExportRun -Timeout 5").Error.ToString());
        Assert.Matches("^The run .+ of other did not end",
            scene.Run("Get-PHBatchExportRun other -State Running | Wait-PHBatchExportRun -Timeout 5").Error.ToString());
    }

    private static Scene Of(string generation) => Scene.Of(Scene.Noon, options => options.Generation = generation, new SandboxExport { Name = "events" });

    private static SandboxExport Slow(string name) => new() { Name = name, BackfillPace = TimeSpan.FromHours(1) };
}
