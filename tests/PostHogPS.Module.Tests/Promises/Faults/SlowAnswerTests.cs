using System;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>A look within a wait gets the time that the wait has left: an answer that drips in does not outlast -Timeout.</summary>
[Trait("Speed", "Slow")]
public sealed class SlowAnswerTests
{
    [Theory(Timeout = 300_000)]
    [InlineData("$run = Get-PHBatchExportRun -State Running -First 1", "Wait-PHBatchExportRun $run -Timeout 00:00:02", "*/runs/*")]
    [InlineData("$fill = Start-PHBatchExportBackfill events-to-s3 -Start -6h -End -3h", "$fill | Wait-PHBatchExportBackfill -Timeout 00:00:02",
        "*/backfills/*")]
    [InlineData("$load = Start-PHFileDownload -Start -1d", "$load | Save-PHFileDownload -Path $folder -Timeout 00:00:02", "*/file_download_batch_exports/*")]
    public async Task Ends_at_the_timeout(string before, string wait, string path)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect =
            "-ProjectId 101 -RouteFamily Projects -RateLimit None -Timeout 00:30:00" });
        bench.Prepare(before);
        // Something comes every minute, so the connection is patient: only the limit of the wait can end the look.
        bench.Faults.Add(new Fault { Kind = FaultKind.SlowDrip, Delay = TimeSpan.FromMinutes(1), Method = "GET", Path = path, Times = 0 });

        using RunningPipeline pipeline = bench.Shell.Start(wait);
        await using var _ = TestContext.Current.CancellationToken.Register(pipeline.Stop);
        ShellResult result = pipeline.Wait();

        Assert.StartsWith("PostHog.WaitTimeout", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
