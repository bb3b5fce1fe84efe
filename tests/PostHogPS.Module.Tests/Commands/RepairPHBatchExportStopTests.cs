using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Ctrl+C, and a shell that is closed, in each phase of a repair; then the same command again.</summary>
[Trait("Speed", "Slow")]
public sealed class RepairPHBatchExportStopTests
{
    private const string Command = "Repair-PHBatchExport -After -2d -ThrottleLimit 10 -Wait";

    [Fact]
    public void While_planning_nothing_has_been_sent_and_nothing_is_said()
    {
        (Scene scene, SandboxExport[] exports) = Make();
        using (scene)
        {
            ShellResult run = scene.StopAt(Command, "GET", "/runs/", 2);
            Assert.True(run.Stopped);
            Assert.Empty(scene.Writes);
            Assert.DoesNotContain("running in PostHog", run.Text, StringComparison.Ordinal);
            AgainIsWhole(scene, exports, 3);
        }
    }

    [Fact]
    public void While_sending_no_more_is_sent_and_the_open_one_is_named_as_such()
    {
        (Scene scene, SandboxExport[] exports) = Make();
        using (scene)
        {
            ShellResult run = scene.StopAt(Command, "POST", "/backfills/", 2);
            Assert.True(run.Stopped);
            Assert.Equal(2, scene.Writes.Count);
            Assert.Contains("Already running in PostHog: ", run.Text, StringComparison.Ordinal);
            Assert.Contains("not answered yet", run.Text, StringComparison.Ordinal);
            // The server took the second one anyway; its row comes a little later.
            scene.Clock.Advance(TimeSpan.FromSeconds(5));
            AgainIsWhole(scene, exports, 3);
        }
    }

    [Fact]
    public void While_waiting_what_runs_is_said()
    {
        (Scene scene, SandboxExport[] exports) = Make();
        using (scene)
        {
            ShellResult run = scene.StopInWait(Command, 3);
            Assert.True(run.Stopped);
            Assert.Equal(3, scene.Writes.Count);
            foreach (SandboxExport export in exports)
                Assert.Contains(export.Name + " (2026-10-14 00:00 to 2026-10-14 09:00 UTC)", run.Text, StringComparison.Ordinal);
            AgainIsWhole(scene, exports, 3);
        }
    }

    [Fact]
    public void While_verifying_nothing_runs_any_more()
    {
        (Scene scene, SandboxExport[] exports) = Make();
        using (scene)
        {
            // Three to plan, and three for the runs of what has ended.
            ShellResult run = scene.StopAt(Command, "GET", "/runs/", 7);
            Assert.True(run.Stopped);
            Assert.Equal(3, scene.Writes.Count);
            Assert.DoesNotContain("running in PostHog", run.Text, StringComparison.Ordinal);
            AgainIsWhole(scene, exports, 3);
        }
    }

    [Fact]
    public void A_shell_that_is_gone_after_the_canary_loses_nothing()
    {
        SandboxExport export = FailedExports.Outage("a", Scene.Noon);
        using Scene scene = Scene.Of(export);
        // The canary is out and waited for.
        Assert.True(scene.StopInWait(Command, 2).Stopped);
        Assert.Single(scene.Done);

        Shell next = scene.NewShell();
        BatchExportRepairResult result = next.Run(Command).Clean().As<BatchExportRepairResult>().Single();

        Assert.Equal("Repaired", result.State);
        Assert.Equal(12, scene.Completed(export).Count(i => i.Key.Start >= FailedExports.OutageStart && i.Key.End <= Scene.Noon));
        scene.NothingTwice(export);
    }

    // Started backfills continue in PostHog; the next call waits for them or leaves them, and sends only the rest.
    private static void AgainIsWhole(Scene scene, SandboxExport[] exports, int writes)
    {
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        ShellResult again = scene.NewShell().Run(Command).Clean();
        Assert.All(again.As<BatchExportRepairResult>(), r => Assert.True(r.State is "Repaired" or "Complete", r.State + ": " + r.Reason));
        Assert.Equal(writes, scene.Done.Count);
        Assert.Empty(scene.Run("Find-PHBatchExportGap -After -2d").Clean().Objects);
        scene.NothingTwice(exports);
    }

    private static (Scene, SandboxExport[]) Make()
    {
        SandboxExport[] exports = [FailedExports.Outage("a"), FailedExports.Outage("b"), FailedExports.Outage("c")];
        return (Scene.Of(exports), exports);
    }
}
