using System;
using System.IO;
using System.Linq;
using PostHogPS.HelpTool;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What a user sees of anomalies; their rules are tested in the domain.</summary>
public sealed class FindPHBatchExportAnomalyTests
{
    private static readonly DateTimeOffset LastHour = Scene.Noon.AddMinutes(-20);

    [Fact]
    public void A_covered_interval_without_rows_is_an_anomaly_and_no_gap()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "stopped", Quiet = static (start, _) => start == LastHour.AddHours(-3) },
            new SandboxExport { Name = "fine", Model = "persons" });

        Assert.Empty(scene.Run("Find-PHBatchExportGap -After -2d").Clean().Objects);
        BatchExportAnomaly anomaly = scene.Run("Find-PHBatchExportAnomaly -After -2d").Clean().As<BatchExportAnomaly>().Single();

        Assert.Equal(("stopped", LastHour.AddHours(-3), LastHour.AddHours(-2), "Empty", 0L),
            (anomaly.BatchExportName, anomaly.Start, anomaly.End, anomaly.Kind, anomaly.Rows));
        Assert.Equal($"No rows, where {anomaly.ExpectedLow} to {anomaly.ExpectedHigh} are usual.", anomaly.Reason);
        Assert.Equal($"{anomaly.ExpectedLow} to {anomaly.ExpectedHigh} rows", anomaly.Expected);
    }

    [Fact]
    public void The_example_that_shows_the_runs_names_their_export()
    {
        string page = File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "docs", "en-US", "Find-PHBatchExportAnomaly.md"));
        string code = PlainText.Code(page, "powershell").Single(static code => code.Contains("Get-PHBatchExportRun", StringComparison.Ordinal));
        using Shell shell = VirtualShell.Open();
        BatchExportRun[] runs = [.. shell.Run("Connect-PostHog -Sandbox; " + code).Clean().As<BatchExportRun>()];
        Assert.NotEmpty(runs);
        Assert.All(runs, static run => Assert.Equal("persons-to-snowflake", run.BatchExportName));
    }

    [Fact]
    public void A_new_export_is_not_judged_and_a_warning_says_so()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "new", Age = TimeSpan.FromDays(3),
            Quiet = static (start, _) => start == LastHour.AddHours(-3) });

        ShellResult run = scene.Run("Find-PHBatchExportAnomaly -After -2d").Clean();

        Assert.Empty(run.Objects);
        Assert.StartsWith("Rows of 'new' were not judged: its history of ", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_means_each_match_and_a_wrong_name_one_error()
    {
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "events-1", Quiet = static (start, _) => start == LastHour.AddHours(-3) },
            new SandboxExport { Name = "events-2", Quiet = static (start, _) => start == LastHour.AddHours(-4) },
            new SandboxExport { Name = "other", Quiet = static (start, _) => start == LastHour.AddHours(-5) });

        ShellResult run = scene.Run("Find-PHBatchExportAnomaly 'events-*', nobody -After -1d");

        // Exports of one project's events have its quiet hours in common.
        Assert.Equal(["events-1", "events-2"], run.As<BatchExportAnomaly>().Select(a => a.BatchExportName).Distinct().Order());
        Assert.StartsWith("PostHog.NotFound", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_week_of_an_hourly_export_is_read_with_its_history_in_nine_requests()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "a" });
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        scene.Run("$export | Find-PHBatchExportAnomaly").Clean();

        Assert.Equal(9, scene.Requests.Count - before);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void An_anomaly_names_its_export_to_other_commands()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "a", Quiet = static (start, _) => start == LastHour.AddHours(-3) });

        Assert.Equal("a", scene.Run("Find-PHBatchExportAnomaly -After -1d | Get-PHBatchExportHealth").Clean().As<BatchExportHealth>().Single().BatchExportName);
        Assert.Equal("a", scene.Run("Find-PHBatchExportAnomaly -After -1d | Select-Object BatchExportId, Kind, Score | Get-PHBatchExportHealth").Clean()
            .As<BatchExportHealth>().Single().BatchExportName);
    }
}
