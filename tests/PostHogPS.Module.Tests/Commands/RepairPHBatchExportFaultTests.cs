using System;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Repairs against servers that are full, old, away or wrong about the time.</summary>
[Trait("Speed", "Slow")]
public sealed class RepairPHBatchExportFaultTests
{
    [Fact]
    public void A_rate_limit_in_the_middle_is_waited_out_and_nothing_is_sent_twice()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), FailedExports.Outage("b")];
        using Scene scene = Scene.Of(exports);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Throttled, Method = "POST", Nth = 2, RetryAfter = "37" });

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean();

        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal("Repaired", r.State));
        Assert.Equal((3, 2), (scene.Writes.Count, scene.Done.Count));
        Assert.Contains(TimeSpan.FromSeconds(37), scene.Clock.Waits);
        Assert.Contains(run.Warnings, w => w.Contains("37", StringComparison.Ordinal));
        scene.NothingTwice(exports);
    }

    [Fact]
    public void A_full_project_is_waited_for_without_spinning()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), FailedExports.Outage("b"), FailedExports.Outage("c")];
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillLimit = 1, exports);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean();

        Assert.All(run.As<BatchExportRepairResult>(), r => Assert.Equal("Repaired", r.State));
        Assert.Equal(3, scene.Done.Count);
        // One refusal per backfill that has to end first, and one more for the last.
        Assert.InRange(scene.Writes.Count, 3, 6);
        Assert.Contains("The limit of running backfills is reached in", Assert.Single(run.Warnings), StringComparison.Ordinal);
        scene.NothingTwice(exports);
    }

    [Fact]
    public void Repair_asks_twice_a_minute_until_its_timeout_when_the_project_has_no_room()
    {
        SandboxExport ours = FailedExports.Outage("ours");
        var theirs = new SandboxExport { Name = "theirs", BackfillPace = TimeSpan.FromHours(1) };
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillLimit = 1, ours, theirs);
        scene.Other(HttpMethod.Post, theirs.Id + "/backfills/", "{\"start_at\":\"2026-10-01T00:00:00+00:00\",\"end_at\":\"2026-10-02T00:00:00+00:00\"}");

        ShellResult run = scene.Run("Repair-PHBatchExport ours -After -2d -Timeout 00:10:00").Clean();

        Assert.Empty(scene.Done);
        Assert.InRange(scene.Writes.Count, 2, 22);
        Assert.True(scene.Now <= Scene.Noon.AddMinutes(11), "The time allowed counts although nothing was started.");
        Assert.Contains(run.Warnings, w => w.Contains("timeout is over", StringComparison.Ordinal));
        Assert.Equal("Skipped", run.As<BatchExportRepairResult>().Single().State);
    }

    [Fact]
    public void A_clock_that_is_wrong_does_not_lose_a_backfill_that_has_no_id_yet()
    {
        SandboxExport export = FailedExports.Where("events", s => s == FailedExports.OutageStart);
        using Scene scene = Scene.Of(export);
        // The server's clock is ten minutes behind ours.
        scene.Clock.Advance(TimeSpan.FromMinutes(20));
        scene.Server.Clock.Advance(TimeSpan.FromMinutes(-10));

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal("Repaired", result.State);
        Assert.Equal("Completed", result.Backfills.Single().Status);
    }

    [Fact]
    public void An_answer_that_was_lost_is_looked_for_and_not_asked_for_again()
    {
        SandboxExport export = FailedExports.Outage("a", until: Scene.Noon);
        using Scene scene = Scene.Of(export);
        scene.Server.Faults.Add(FaultKind.Drop, "POST", afterProcessing: true);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait").Clean();

        Assert.Equal("Repaired", run.As<BatchExportRepairResult>().Single().State);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Contains(run.Warnings, w => w.Contains("was lost", StringComparison.Ordinal));
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_write_that_left_no_trace_is_an_error_and_ends_the_repair_of_that_export()
    {
        SandboxExport[] exports = [FailedExports.Outage("a", until: Scene.Noon), FailedExports.Outage("b")];
        using Scene scene = Scene.Of(exports);
        scene.Server.Faults.Add(FaultKind.Drop, "POST", path: exports[0].Id.ToString());

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.StartsWith("PostHog.FateUnknown", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["a StillFailing", "b Repaired"], run.As<BatchExportRepairResult>().Select(r => r.BatchExportName + " " + r.State).Order());
        Assert.Equal(2, scene.Writes.Count);
    }

    [Fact]
    public void A_server_that_is_away_for_a_minute_does_not_end_the_wait()
    {
        SandboxExport export = FailedExports.Outage("a");
        using Scene scene = Scene.Of(export);
        // The plan and the look before the send are the first two; one look is repeated three times.
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Html, Method = "GET", Path = "/backfills/", Nth = 4, Times = 8 });

        Assert.Equal("Repaired", scene.Repair("-After -2d -Wait").Single().State);
        Assert.Single(scene.Writes);
    }

    [Fact]
    public void A_server_that_does_not_come_back_ends_the_wait_and_says_so()
    {
        SandboxExport export = FailedExports.Outage("a", until: Scene.Noon);
        using Scene scene = Scene.Of(export);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Html, Method = "GET", Path = "/backfills/", Nth = 4, Times = 0 });

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.NotEmpty(run.Errors);
        Assert.Single(scene.Writes);
        Assert.Single(run.Objects);
    }

    [Fact]
    public void A_key_that_is_revoked_in_the_middle_ends_the_command_and_says_what_runs()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), FailedExports.Outage("b")];
        using Scene scene = Scene.Of(exports);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Method = "POST", Nth = 2, Times = 0 });

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.StartsWith("PostHog.Unauthorized", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(run.Objects);
        Assert.Equal(2, scene.Writes.Count);
        Assert.Contains(run.Warnings, w => w.Contains("Already running in PostHog: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Repair_continues_when_one_export_cannot_be_read()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), new() { Name = "odd", Interval = "every 3 moons" }, FailedExports.Outage("c")];
        using Scene scene = Scene.Of(exports);

        ShellResult run = scene.Run("Repair-PHBatchExport -After -2d -Wait");

        Assert.Contains("every 3 moons", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["a", "c"], run.As<BatchExportRepairResult>().Select(r => r.BatchExportName).Order());
        Assert.Equal(2, scene.Writes.Count);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("Legacy")]
    public void An_older_server_is_repaired_as_well(string generation)
    {
        SandboxExport export = FailedExports.Outage("events", until: Scene.Noon);
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = generation, export);

        BatchExportRepairResult result = scene.Repair("-After -2d -Wait").Single();

        Assert.Equal("Repaired", result.State);
        Assert.Equal(2, scene.Done.Count);
        Assert.All(result.Backfills, b => Assert.Contains("-Backfill-", b.WorkflowId, StringComparison.Ordinal));
        Assert.All(result.Backfills, b => Assert.Equal("Completed", b.Status));
        Assert.Equal("Complete", scene.Repair("-After -2d").Single().State);
        scene.NothingTwice(export);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("Legacy")]
    public void Days_on_an_older_server_are_asked_for_once_in_the_wrong_form(string generation)
    {
        var export = new SandboxExport { Name = "daily", Interval = "day", Past = (s, _) => s.Day is 5 or 9 ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(Scene.Noon, options => options.Generation = generation, export);

        Assert.Equal("Repaired", scene.Repair("-After 2026-10-03 -Wait").Single().State);
        Assert.Equal((3, 2), (scene.Writes.Count, scene.Done.Count));
        scene.NothingTwice(export);
    }
}
