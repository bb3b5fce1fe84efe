using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Limits;

/// <summary>What the operations may cost, as hard limits.</summary>
public sealed class RequestBudgetTests
{
    [Trait("Speed", "Slow")]
    [Fact]
    public void Health_of_fifty_projects_with_twenty_exports_each_takes_51()
    {
        using Scene scene = Scene.OfProjects(Enumerable.Range(0, 50).Select(p => Project(101 + p, 20, _ => new SandboxExport { Age = TimeSpan.FromDays(2) })));

        ShellResult run = scene.Run("Get-PHBatchExportHealth -AllProjects").Clean();

        Assert.Equal(1000, run.Objects.Count);
        Assert.Equal(51, scene.Requests.Count);
        Assert.Equal(1000, run.As<BatchExportHealth>().Select(h => h.BatchExportId).Distinct().Count());
    }

    [Fact]
    public void A_gap_scan_of_twenty_hourly_exports_over_thirty_days_takes_181_and_at_most_a_tenth_more()
    {
        // One list, 8 pages of runs each, and the backfills of each: they may have found no rows. With a gap near each end, where a
        // scan could be tempted to look further.
        using Scene scene = Scene.OfProjects([Project(101, 20, _ => new SandboxExport
        {
            Past = (start, _) => start == Scene.Noon.AddMinutes(-20).AddDays(-30).AddHours(3) || start == Scene.Noon.AddMinutes(-20).AddHours(-5) ? null
                : SandboxResult.Completed,
        })]);

        ShellResult run = scene.Run("Find-PHBatchExportGap -After -30d").Clean();

        Assert.Equal(40, run.Objects.Count);
        // Windows that are read side by side hold a little less than a page.
        Assert.InRange(scene.Requests.Count, 161 + 20, (161 + 20) * 11 / 10);
    }

    [Fact]
    public void The_first_gap_of_twenty_exports_takes_3()
    {
        // The list, a page of runs, and the backfills that could cover it.
        using Scene scene = Scene.OfProjects([Project(101, 20, _ => new SandboxExport
        {
            Past = (start, _) => start == Scene.Noon.AddMinutes(-20).AddDays(-30).AddHours(3) ? null : SandboxResult.Completed,
        })]);

        Assert.Single(scene.Run("Find-PHBatchExportGap -After -30d | Select-Object -First 1").Clean().Objects);

        Assert.Equal(3, scene.Requests.Count);
    }

    [Fact]
    public void A_gap_scan_pays_a_page_more_for_a_hundred_runs_of_backfills()
    {
        using Scene scene = Scene.OfProjects([Project(101, 1, _ => new SandboxExport { BackfillPace = TimeSpan.FromSeconds(1) })]);
        scene.Run("Start-PHBatchExportBackfill export-0 -Start 2026-10-01T00:00:00Z -End 2026-10-06T04:00:00Z -Wait").Clean();
        int before = scene.Requests.Count;

        Assert.Empty(scene.Run("Find-PHBatchExportGap -After -30d").Clean().Objects);

        // 720 scheduled runs and 124 of the backfill.
        Assert.InRange(scene.Requests.Count - before, 1 + 9, 1 + 10);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Waiting_ten_minutes_for_thirty_backfills_of_ten_exports_takes_250_at_most()
    {
        using Scene scene = Scene.Of(Scene.Noon, options => options.BackfillLimit = 100,
            [.. Enumerable.Range(0, 10).Select(i => new SandboxExport { Name = "export-" + i, BackfillPace = TimeSpan.FromMinutes(1) })]);
        scene.Run("""
            foreach ($day in 1, 2, 3) {
                Get-PHBatchExport | Start-PHBatchExportBackfill -Start "2026-10-0${day}T00:00:00Z" -End "2026-10-0$($day + 1)T00:00:00Z"
            }
            """).Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        ShellResult all = scene.Run("$running = Get-PHBatchExport | Get-PHBatchExportBackfill; $running").Clean();
        Assert.Equal(30, all.Objects.Count);
        int before = scene.Requests.Count;
        DateTimeOffset began = scene.Now;

        ShellResult run = scene.Run("$running | Wait-PHBatchExportBackfill -Timeout 00:10:00");

        Assert.StartsWith("PostHog.WaitTimeout", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(10), scene.Now - began);
        Assert.InRange(scene.Requests.Count - before, 1, 250);
    }

    private static SandboxProject Project(long id, int exports, Func<int, SandboxExport> make)
    {
        var project = new SandboxProject { Id = id, Name = "Project " + id };
        for (int i = 0; i < exports; i++)
        {
            SandboxExport export = make(i);
            export.Name = "export-" + i;
            project.Exports.Add(export);
        }

        return project;
    }
}
