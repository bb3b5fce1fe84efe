using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Following a log over connections that break now and then.</summary>
[Trait("Speed", "Slow")]
public sealed class GetPHBatchExportLogFollowTests
{
    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.CutBody)]
    [InlineData(FaultKind.Unavailable)]
    public async Task Nothing_is_lost_and_nothing_comes_twice(FaultKind kind)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$export = Get-PHBatchExport 'events [prod]'");
        // The first answers are whole; from then on two are lost, in the midst of following.
        bench.Faults.Add(new Fault { Kind = kind, Method = "GET", Path = "*/logs/*", Nth = 4, Times = 2 });

        IReadOnlyList<BatchExportLogEntry> followed = bench.Run("$export | Get-PHBatchExportLog -Follow | Select-Object -First 60").Clean()
            .As<BatchExportLogEntry>();

        Assert.Equal(60, followed.Count);
        Assert.Equal(followed.OrderBy(e => e.Timestamp).Select(e => e.Timestamp), followed.Select(e => e.Timestamp));
        Assert.Equal(followed.Count, followed.Select(Key).Distinct().Count());
        Assert.Equal(2, bench.Requests.Find("GET", "*/logs/*").Count(r => r.Faults.Count > 0));

        bench.Shell.Set("from", followed[0].Timestamp.AddTicks(-10));
        bench.Shell.Set("to", followed[^1].Timestamp);
        IReadOnlyList<BatchExportLogEntry> all = bench.Run("$export | Get-PHBatchExportLog -After $from -Before $to").Clean().As<BatchExportLogEntry>();
        Assert.Empty(all.Select(Key).Except(followed.Select(Key)));
    }

    private static (DateTimeOffset, string?, string, string) Key(BatchExportLogEntry e) => (e.Timestamp, e.InstanceId, e.Level, e.Message);
}
