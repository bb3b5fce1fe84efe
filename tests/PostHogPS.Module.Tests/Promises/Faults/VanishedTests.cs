using System;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>What is waited for is gone from the server, which has been set up anew or restored from an older state.</summary>
public sealed class VanishedTests
{
    [Fact]
    public async Task A_wait_for_a_backfill_that_is_no_longer_listed_ends_with_an_error()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$export = Get-PHBatchExport events-to-s3");
        // The first look sees it, no later one does.
        bench.Faults.Add(new Fault { Kind = FaultKind.Rewrite, Method = "GET", Path = "*/backfills/*", Nth = 2, Times = 0,
            Rewrite = static _ => """{"next":null,"previous":null,"results":[]}"""u8.ToArray() });
        DateTimeOffset began = bench.Clock.UtcNow;

        ShellResult result = bench.Run("$export | Start-PHBatchExportBackfill -Start -30h -End -2h -Wait");

        ErrorRecord error = result.Error;
        Assert.StartsWith("PostHog.BackfillNotSeen,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("any more", error.ToString(), StringComparison.Ordinal);
        Assert.InRange(bench.Clock.UtcNow - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(8));
        Assert.Single(bench.Writes());
    }
}
