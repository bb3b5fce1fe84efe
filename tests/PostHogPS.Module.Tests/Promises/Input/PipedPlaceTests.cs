using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>A name beside a project or a connection from the pipeline is looked for there.</summary>
public sealed class PipedPlaceTests
{
    private static readonly long[] Projects = [101, 202];
    private static readonly string[] Names = ["events-1", "events-2", "other"];

    public static TheoryData<string> Lookups => new()
    {
        "Get-PHBatchExportHealth",
        "Find-PHBatchExportGap",
        "Find-PHBatchExportGap -Summary",
        "Get-PHBatchExportRun",
        "Get-PHBatchExportBackfill",
        "Repair-PHBatchExport -After -2d -PlanOnly",
        "Watch-PHBatchExport -Count 1 -PassThru",
    };

    [Theory]
    [MemberData(nameof(Lookups))]
    public void Names_are_looked_for_in_the_project(string command)
    {
        using Scene scene = TwoProjects();
        scene.Run("Start-PHBatchExportBackfill events-1, events-2, other -ProjectId 202 -Start 2026-10-10T00:00Z -End 2026-10-10T02:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        ShellResult named = scene.Run($"Get-PHProject | Where-Object Id -eq 202 | {command} -BatchExport 'events-*'").Clean();

        Assert.Equal(["events-1", "events-2"],
            named.Objects.Select(o => (string)o.Properties["BatchExportName"].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.All(named.Objects, o => Assert.Equal(202L, o.Properties["ProjectId"].Value));
    }

    [Theory]
    [InlineData("Get-PHBatchExportRun -After -1d")]
    [InlineData("Get-PHBatchExportLog -Tail 1")]
    [InlineData("Get-PHBatchExportBackfill")]
    public void A_project_without_names_means_all_of_its_exports(string command)
    {
        using Scene scene = TwoProjects();
        scene.Run("Start-PHBatchExportBackfill events-1, events-2, other -ProjectId 202 -Start 2026-10-10T00:00Z -End 2026-10-10T02:00Z").Clean();
        scene.Clock.Advance(TimeSpan.FromSeconds(10));

        ShellResult all = scene.Run("Get-PHProject | Where-Object Id -eq 202 | " + command).Clean();

        Assert.Equal(Names, all.Objects.Select(o => (string)o.Properties["BatchExportName"].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.All(all.Objects, o => Assert.Equal(202L, o.Properties["ProjectId"].Value));
    }

    [Theory]
    [InlineData("Get-PHBatchExportRun -RunId 00000000-0000-0000-0000-000000000001")]
    [InlineData("Get-PHBatchExportBackfill -BackfillId 00000000-0000-0000-0000-000000000001")]
    public void A_project_beside_an_id_does_not_say_whose_it_is(string command)
    {
        using Scene scene = TwoProjects();
        ShellResult refused = scene.Run("Get-PHProject | Where-Object Id -eq 202 | " + command);
        Assert.StartsWith("PostHog.InvalidBatchExport", refused.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_piped_project_is_looked_in()
    {
        using Scene scene = TwoProjects();
        Assert.Equal([101L, 202L], scene.Run("Get-PHProject | Get-PHBatchExportHealth events-1").Clean().As<BatchExportHealth>()
            .Select(h => h.ProjectId).Order());
        Assert.Equal(4, scene.Run("Get-PHConnection | Get-PHBatchExportHealth 'events-*' -AllProjects").Clean().Objects.Count);
        Assert.Equal(6, scene.Run("Get-PHProject | Watch-PHBatchExport events-1, 'events-2', other -Count 1 -PassThru").Clean().Objects.Count);
        Assert.Equal([101L], scene.Run("Get-PHConnection | Get-PHBatchExportHealth events-1").Clean().As<BatchExportHealth>().Select(h => h.ProjectId));
    }

    [Fact]
    public void Single_results_look_at_the_named_ones_only()
    {
        using Scene scene = TwoProjects();
        Assert.True((bool)scene.Run("Get-PHProject | Where-Object Id -eq 202 | Test-PHBatchExportHealth 'other'").Clean().Single.BaseObject);
        Assert.False((bool)scene.Run("Get-PHProject | Where-Object Id -eq 202 | Test-PHBatchExportHealth 'nothing-*' -WarningAction Ignore")
            .Clean().Single.BaseObject);
        using var folder = new TempFolder();
        scene.Run("Get-PHProject | Where-Object Id -eq 202 | Export-PHBatchExportReport $args[0] 'events-*'", folder["report.html"]).Clean();
        string text = System.IO.File.ReadAllText(folder["report.html"]);
        Assert.Contains("events-2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("other", text.Replace("another", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'events-1' | Get-PHBatchExportHealth 'events-2'")]
    [InlineData("Get-PHBatchExport events-1 | Get-PHBatchExportRun events-2")]
    [InlineData("Get-PHConnection | Get-PHBatchExportHealth (Get-PHBatchExport events-1)")]
    [InlineData("Get-PHProject | Watch-PHBatchExport (Get-PHProject) -Count 1")]
    [InlineData("Get-PHConnection | Repair-PHBatchExport (Repair-PHBatchExport events-1 -After -2d -PlanOnly)")]
    public void Exports_from_both_sides_are_refused(string command)
    {
        using Scene scene = TwoProjects();
        ShellResult run = scene.Run(command);
        Assert.StartsWith("PostHog.Validation,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("from the pipeline and from -BatchExport", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(scene.Writes);
    }

    [Theory]
    [InlineData("'events-1' | Get-PHBatchExportHealth", 1)]
    [InlineData("'events-1', 'other' | Get-PHBatchExportHealth", 2)]
    [InlineData("Get-PHProject | Get-PHBatchExportHealth", 6)]
    [InlineData("Get-PHBatchExportHealth -InputObject (Get-PHProject)", 6)]
    [InlineData("Get-PHBatchExportHealth 'events-*'", 2)]
    public void Without_a_name_beside_it_the_pipeline_says_it_all(string command, int exports)
    {
        using Scene scene = TwoProjects();
        Assert.Equal(exports, scene.Run(command).Clean().Objects.Count);
    }

    private static Scene TwoProjects() => Scene.OfProjects(Projects.Select(id =>
    {
        var project = new SandboxProject { Id = id, Name = "Shop " + id };
        foreach (string name in Names)
            project.Exports.Add(new SandboxExport { Name = name,
                Past = (start, _) => start == Scene.Noon.AddHours(-10).AddMinutes(-20) && name != "other" ? null : SandboxResult.Completed });
        return project;
    }));
}
