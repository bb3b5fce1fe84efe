using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Health, gaps and errors over a server.</summary>
public sealed class FindPHBatchExportGapTests
{
    private static readonly DateTimeOffset LastHour = Scene.Noon.AddMinutes(-20);

    [Fact]
    public void Summary_counts_what_the_list_shows()
    {
        using Scene scene = Scene.Of(new SandboxExport
        {
            Name = "a",
            Past = (s, _) => s == LastHour.AddHours(-20) ? null : s == LastHour.AddHours(-19) || s == LastHour.AddHours(-5) ? SandboxResult.Failed("no")
                : SandboxResult.Completed,
        });

        BatchExportCoverage coverage = scene.Run("Find-PHBatchExportGap -After $args[0] -Before $args[1] -Summary", LastHour.AddHours(-24), LastHour).Clean()
            .As<BatchExportCoverage>().Single();
        Assert.Equal((24L, 21L, 87.5, 3), (coverage.Expected, coverage.Covered, coverage.Coverage, coverage.Gaps));
        // Missing and failed side by side are one stretch without data.
        Assert.Equal(TimeSpan.FromHours(2), coverage.LongestGap);
        Assert.Equal(3, scene.Run("Find-PHBatchExportGap -After $args[0] -Before $args[1]", LastHour.AddHours(-24), LastHour).Clean().Objects.Count);
    }

    [Fact]
    public void Nothing_is_expected_before_the_start_after_the_end_or_in_the_pause()
    {
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "late", StartAt = LastHour.AddHours(-10) },
            new SandboxExport { Name = "ended", EndAt = LastHour.AddHours(-9.5) },
            new SandboxExport { Name = "paused", PausedAgo = TimeSpan.FromHours(10) },
            new SandboxExport { Name = "new", Age = TimeSpan.FromHours(5) });

        ShellResult run = scene.Run("Find-PHBatchExportGap -After -2d -Summary").Clean();

        Assert.All(run.As<BatchExportCoverage>(), c => Assert.Equal((100, 0), (c.Coverage, c.Gaps)));
        Assert.All(run.As<BatchExportCoverage>(), c => Assert.InRange(c.Expected, 3, 40));
    }

    [Fact]
    public void The_newest_interval_is_no_gap_while_its_run_may_still_begin()
    {
        using Scene scene = Scene.Of(LastHour.AddMinutes(3),
            new SandboxExport { Name = "a", Past = (s, _) => s >= LastHour.AddHours(-1) ? null : SandboxResult.Completed });
        Assert.Empty(scene.Run("Find-PHBatchExportGap -After -1d").Clean().Objects);
        scene.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Single(scene.Run("Find-PHBatchExportGap -After -1d").Clean().Objects);
    }

    [Fact]
    public void A_window_that_is_no_window_is_refused_for_each_export_and_sends_no_runs_request()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "a" });
        Assert.NotEmpty(scene.Run("Find-PHBatchExportGap -After 2026-10-05 -Before 2026-10-01").Errors);
        Assert.DoesNotContain(scene.Requests, r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal));
    }

    [Fact]
    public void Test_answers_once_and_names_the_unhealthy_ones()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "good" },
            new SandboxExport { Name = "bad", Past = (s, _) => s >= LastHour.AddHours(-3) ? SandboxResult.Failed("no") : SandboxResult.Completed });

        ShellResult loud = scene.Run("Test-PHBatchExportHealth").Clean();
        Assert.False((bool)loud.Single.BaseObject);
        Assert.Contains("bad is Failing", Assert.Single(loud.Warnings), StringComparison.Ordinal);
        Assert.Empty(scene.Run("Test-PHBatchExportHealth -Quiet").Clean().Warnings);
        Assert.True((bool)scene.Run("Test-PHBatchExportHealth good").Clean().Single.BaseObject);
        Assert.False((bool)scene.Run("Test-PHBatchExportHealth nobody").Objects.Single().BaseObject);
    }

    [Fact]
    public void Health_over_two_connections_asks_each_server_once()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "a" });
        scene.Run("Connect-PostHog -HostUri $server -ApiKey $key -ProjectId 101 -Name other -RouteFamily Projects -SkipValidation").Clean();

        Assert.Equal(2, scene.Run("Get-PHConnection | Get-PHBatchExportHealth").Clean().Objects.Count);
        Assert.Equal(2, scene.Requests.Count);
    }

    [Fact]
    public void Errors_are_grouped_over_exports_from_one_runs_request_each()
    {
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "a",
                Past = (s, _) => s >= LastHour.AddHours(-3) ? SandboxResult.Failed($"no route to 10.0.0.{s.Hour}") : SandboxResult.Completed },
            new SandboxExport { Name = "b",
                Past = (s, _) => s == LastHour.AddHours(-2) ? SandboxResult.Failed("no route to 10.1.1.1") : SandboxResult.Completed });

        BatchExportErrorGroup group = scene.Run("Get-PHBatchExportError").Clean().As<BatchExportErrorGroup>().Single();

        Assert.Equal(("no route to <address>", 4), (group.Cause, group.Count));
        Assert.Equal(["a", "b"], group.BatchExports);
        Assert.Equal(3, scene.Requests.Count);
    }

    [Fact]
    public void Retry_of_a_covered_interval_is_skipped()
    {
        var export = new SandboxExport { Name = "a", Past = (s, _) => s == LastHour.AddHours(-3) ? SandboxResult.Failed("no") : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);
        scene.Run("$failed = Get-PHBatchExportRun a -State Failed -After -1d; $failed | Invoke-PHBatchExportRetry -Wait").Clean();

        ShellResult again = scene.Run("$failed | Invoke-PHBatchExportRetry -Wait").Clean();

        Assert.Single(scene.Writes);
        Assert.Contains("of its interval is already Completed", Assert.Single(again.Warnings), StringComparison.Ordinal);
        scene.NothingTwice(export);
    }
}
