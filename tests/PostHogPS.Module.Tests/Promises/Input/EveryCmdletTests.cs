using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>
/// Every exported cmdlet at its main work, over a socket, against servers of all generations: it succeeds, gives what its
/// help promises, and what goes over the socket is as the generation's API description says.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class EveryCmdletTests
{
    /// <summary>What the server of early 2026 does not have, or does not let keys do: the error that says so.</summary>
    private static readonly Dictionary<string, string> NotInA = new(StringComparer.Ordinal)
    {
        ["Get-PHBatchExportLog"] = "Forbidden",
        ["Get-PHFileDownload"] = "NotFound",
        ["Measure-PHFileDownload"] = "NotFound",
        ["New-PHBatchExportAlert"] = "NotSupported",
        ["Save-PHFileDownload"] = "NotFound",
        ["Start-PHFileDownload"] = "NotFound",
        ["Stop-PHFileDownload"] = "NotFound",
        ["Test-PHBatchExportDestination"] = "Forbidden",
    };

    /// <summary>The same for servers without a list of backfills, besides.</summary>
    private static readonly Dictionary<string, string> NotInLegacy = new(StringComparer.Ordinal)
    {
        ["Get-PHBatchExportBackfill"] = "NotSupported",
        ["Stop-PHBatchExportBackfill"] = "NotSupported",
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (CmdletCase driven in CmdletCases.All)
            {
                data.Add(driven.Name, "A");
                data.Add(driven.Name, "C");
                data.Add(driven.Name, "Legacy");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Works_over_a_socket_as_the_description_says(string name, string generation)
    {
        CmdletCase driven = generation switch { "Legacy" => Legacy(Older(CmdletCases.Named(name))), "A" => Older(CmdletCases.Named(name)),
            _ => CmdletCases.Named(name) };
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = generation } } });
        var judge = new ApiJudge(bench.Server, generation);
        string? refusal = generation == "C" ? null
            : NotInA.GetValueOrDefault(driven.Cmdlet) ?? (generation == "Legacy" ? NotInLegacy.GetValueOrDefault(driven.Cmdlet) : null);

        if (refusal is null || !driven.Before.StartsWith("$download", StringComparison.Ordinal))
            bench.Prepare(driven.Before);
        else
            bench.Shell.Set("download", Guid.NewGuid());
        ShellResult result = bench.Run(driven.Script);

        Assert.Empty(judge.Problems());
        if (refusal is not null)
        {
            Assert.StartsWith("PostHog." + refusal, result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
            return;
        }

        Assert.Empty(result.Errors.Select(e => e.FullyQualifiedErrorId + ": " + e));
        CheckOutput(bench, driven, result);
        if (driven.Sending == Sending.Nothing)
            Assert.Empty(bench.Requests.All);
        else
            Assert.Contains(bench.Requests.Find(driven.Method, driven.Path), r => r.Status < 400);
    }

    // A text tile has no route of its own: it comes with an update of its dashboard.
    private static CmdletCase Older(CmdletCase driven) =>
        driven.Name == "New-PHDashboardTile" ? driven with { Method = "PATCH", Path = "*/dashboards/*" } : driven;

    // There is no list to take a backfill from, and the start has a route of its own.
    private static CmdletCase Legacy(CmdletCase driven) => driven.Name switch
    {
        "Wait-PHBatchExportBackfill" =>
            driven with { Before = "$done = Get-PHBatchExport events-to-s3 | Start-PHBatchExportBackfill -Start -6h -End -3h", Path = "*/runs/*" },
        "Start-PHBatchExportBackfill -Wait" => driven with { Path = "*/runs/*" },
        "Start-PHBatchExportBackfill" => driven with { Path = "*/backfill/" },
        _ => driven,
    };

    /// <summary>Only what the cmdlet declares comes out, and something does unless silence is the promise.</summary>
    private static void CheckOutput(Bench bench, CmdletCase driven, ShellResult result)
    {
        CmdletInfo cmdlet = bench.Run("Get-Command " + driven.Cmdlet).Clean().As<CmdletInfo>().Single();
        bool silent = cmdlet.Verb is "Set" or "Remove" or "Suspend" or "Resume" or "Stop" or "Restore" or "Disconnect" or "Export"
            || ((cmdlet.Verb is "Find" || cmdlet.Name == "Compare-PHDashboard") && result.Objects.Count == 0);
        Assert.Equal(silent, result.Objects.Count == 0);
        string[] declared = [.. cmdlet.OutputType.Select(t => t.Name)];
        Assert.All(result.Objects, o => Assert.Contains(declared, type =>
            type == o.BaseObject.GetType().FullName || (o.BaseObject is PSCustomObject && type == typeof(PSObject).FullName)));
    }
}
