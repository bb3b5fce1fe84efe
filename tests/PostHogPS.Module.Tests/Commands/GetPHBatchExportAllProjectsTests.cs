using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>-AllProjects on both list cmdlets.</summary>
[Trait("Speed", "Slow")]
public sealed class GetPHBatchExportAllProjectsTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void Exports_of_every_project_come_with_its_name()
    {
        var all = _c.Good("Get-PHBatchExport -AllProjects").As<BatchExport>();
        var one = _c.Good("Get-PHProject | Get-PHBatchExport").As<BatchExport>();
        Assert.Equal(one.Select(e => e.Id).Order(), all.Select(e => e.Id).Order());
        Assert.Equal(["Northwind Mobile", "Northwind Web"], all.Select(e => e.ProjectName!).Distinct().Order());
        Assert.All(all, e => Assert.Equal(e.ProjectId == 101 ? "Northwind Web" : "Northwind Mobile", e.ProjectName));
    }

    [Fact]
    public void A_name_is_looked_for_everywhere()
    {
        Assert.Equal([101L, 102L], _c.Good("Get-PHBatchExport events-to-s3 -AllProjects").As<BatchExport>().Select(e => e.ProjectId).Order());
        _c.Bad("PostHog.NotFound", "Get-PHBatchExport no-such -AllProjects");
        Assert.Empty(_c.Good("Get-PHBatchExport no-such* -AllProjects").Objects);
    }

    [Fact]
    public void An_export_is_found_by_id_in_whatever_project() =>
        Assert.Equal("mobile-events-to-http",
            _c.Good("$e = Get-PHBatchExport mobile-events-to-http -AllProjects; Get-PHBatchExport -Id $e.Id -AllProjects").As<BatchExport>().Single().Name);

    [Fact]
    public void First_counts_over_all_projects() =>
        Assert.Equal(2, _c.Good("Get-PHBatchExport -AllProjects -First 2").Objects.Count);

    [Fact]
    public void Get_PHDashboard_AllProjects_lists_every_project()
    {
        var all = _c.Good("Get-PHDashboard -AllProjects -Pinned").As<Dashboard>();
        Assert.Equal(["Northwind Mobile", "Northwind Web"], all.Select(d => d.ProjectName!).Distinct().Order());
        Assert.All(all, d => Assert.True(d.Pinned));
        Assert.Equal(2, _c.Good("Get-PHDashboard Revenue -AllProjects").Objects.Count);
    }
}
