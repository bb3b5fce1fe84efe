using System.Threading.Tasks;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Api;

public sealed class BatchExportsTests
{
    [Fact]
    public async Task Lists_exports()
    {
        using var bench = new Bench(static _ => Reply.Json(Samples.Page(Samples.ExportJson)));

        Page<BatchExport> page = await bench.Session.BatchExports.ListAsync("7", 10, null, null, bench.Call);

        Assert.Equal("GET /api/projects/7/batch_exports/?limit=10", Assert.Single(bench.Server.Lines));
        Assert.Null(page.Next);
        Assert.Equal(1, page.Count);
        BatchExport export = Assert.Single(page.Items);
        Assert.Equal(7, export.ProjectId);
        Assert.Equal(12, export.Destination.IntegrationId);
        Assert.Equal("SELECT 1", export.HogQLQuery);
        Assert.Equal(7, export.LatestRuns[0].ProjectId);
        Assert.Equal(Samples.Export, export.LatestRuns[0].BatchExportId);
        Assert.Equal("Completed", export.LastStatus);
    }
}
