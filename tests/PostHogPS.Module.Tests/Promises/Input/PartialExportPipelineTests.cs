using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Objects that stand for a part of an export, into commands that could take them for all of it.</summary>
[Trait("Speed", "Slow")]
public sealed class PartialExportPipelineTests
{
    private const string Gap = "@(Find-PHBatchExportGap -After -20d)[0]";
    private const string Step = "@(Find-PHBatchExportGap -After -20d)[0] | Repair-PHBatchExport -PlanOnly | Select-Object -First 1";
    private const string Entry = "Get-PHBatchExportLog events-to-s3 -Tail 1";

    /// <summary>What comes of each: refused before anything is sent, or its own range, or (null) its export.</summary>
    public static TheoryData<string, string, string> Table
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string part in new[] { Gap, Step, Entry })
            {
                data.Add(part, "Remove-PHBatchExport -Confirm:$false", "InvalidBatchExport");
                data.Add(part, "Suspend-PHBatchExport", "InvalidBatchExport");
                data.Add(part, "Resume-PHBatchExport", "InvalidBatchExport");
                data.Add(part, "Set-PHBatchExport -Paused", "InvalidBatchExport");
                data.Add(part, "Invoke-PHBatchExportRetry", "InvalidRun");
                data.Add(part, "Stop-PHBatchExportRun", "InvalidRun");
                data.Add(part, "Stop-PHBatchExportBackfill", "InvalidBackfill");
                data.Add(part, "Get-PHBatchExportRun -First 1", "");
            }

            data.Add(Gap, "Start-PHBatchExportBackfill -Start -1d -End now", "Validation");
            data.Add(Gap, "Start-PHBatchExportBackfill -End now", "Validation");
            data.Add(Step, "Start-PHBatchExportBackfill", "Validation");
            data.Add(Step, "Start-PHBatchExportBackfill -Start -1d -End now", "Validation");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_part_is_never_taken_for_its_export(string part, string command, string id)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$part = " + part
            + "; if (-not $part) { throw 'nothing' }; $copy = $part | Select-Object *; $csv = $part | ConvertTo-Csv | ConvertFrom-Csv");
        foreach (string given in part == Entry ? new[] { "$part" } : ["$part", "$copy", "$csv"])
        {
            ShellResult result = bench.Run(given + " | " + command);
            if (id.Length == 0)
            {
                Assert.Empty(result.Errors);
                continue;
            }

            Assert.Equal("PostHog." + id, Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
            Assert.Empty(bench.Requests.All);
        }
    }

    [Fact]
    public async Task A_gap_is_backfilled_over_its_own_range()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$gaps = @(Find-PHBatchExportGap events-to-s3 -After -20d)");
        BatchExportGap[] gaps = [.. bench.Run("$gaps").Clean().As<BatchExportGap>()];
        Assert.True(gaps.Length > 1);
        bench.Requests.Clear();

        bench.Run("$gaps | Start-PHBatchExportBackfill").Clean();

        Assert.Equal(gaps.Select(gap => (gap.Start, gap.End)), bench.Writes().Select(write => JsonNode.Parse(write.Body)!)
            .Select(body => (DateTimeOffset.Parse((string)body["start_at"]!, System.Globalization.CultureInfo.InvariantCulture),
                DateTimeOffset.Parse((string)body["end_at"]!, System.Globalization.CultureInfo.InvariantCulture))));
    }
}
