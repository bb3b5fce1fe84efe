using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What -First has enough of is asked of no further export.</summary>
[Trait("Speed", "Slow")]
public sealed class GetPHBatchExportFirstTests
{
    [Theory]
    [InlineData("Get-PHBatchExportRun -After -20d -First 3", "/runs/")]
    [InlineData("Get-PHBatchExportRun events-to-s3, events-to-minio, events-to-bigquery -First 3", "/runs/")]
    [InlineData("Get-PHBatchExportBackfill events-to-bigquery, events-to-s3, events-to-minio -First 1", "/backfills/")]
    public void First_stops_between_exports(string script, string route)
    {
        using var shell = new SandboxShell();
        int found = shell.Good(script).Objects.Count;
        Assert.True(found is 1 or 3);
        // Exports without anything may come first; after the one that filled the window none is asked.
        Assert.True(shell.Sent.Count(r => r.Path.EndsWith(route, StringComparison.Ordinal)) <= 4, string.Join("\n", shell.Sent.Select(r => r.Path)));
    }
}
