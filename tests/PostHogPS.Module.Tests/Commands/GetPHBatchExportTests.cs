using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class GetPHBatchExportTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void An_id_may_stand_where_a_name_does()
    {
        BatchExport export = _c.Good("Get-PHBatchExport events-to-s3").As<BatchExport>().Single();

        Assert.Equal(export.Id, _c.Good("Get-PHBatchExport " + export.Id).As<BatchExport>().Single().Id);
        Assert.Equal(export.Id, _c.Good("Get-PHBatchExport no-such*, " + export.Id).As<BatchExport>().Single().Id);
        _c.Bad("PostHog.NotFound", "Get-PHBatchExport " + Guid.NewGuid());
    }

    [Fact]
    public void An_id_where_a_name_stands_is_found_in_whatever_project()
    {
        BatchExport export = _c.Good("Get-PHBatchExport mobile-events-to-http -AllProjects").As<BatchExport>().Single();

        Assert.Equal(export.Name, _c.Good($"Get-PHBatchExport {export.Id} -AllProjects").As<BatchExport>().Single().Name);
    }
}
