using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.Module.Tests.Faults;
using PostHogPS.Module.Tests.Support;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Safety;

/// <summary>
/// Every exported cmdlet at its main work, over a socket, against servers of both generations: it succeeds, gives what its
/// help promises, and what goes over the socket is as the generation's API description says.
/// </summary>
public sealed class EveryCmdletTests
{
    /// <summary>What the server of early 2026 does not have, or does not let keys do: the error that says so.</summary>
    private static readonly Dictionary<string, string> NotInA = new(StringComparer.Ordinal)
    {
        ["Get-PHBatchExportLog"] = "Forbidden",
        ["Get-PHFileDownload"] = "NotFound",
        ["Measure-PHFileDownload"] = "NotFound",
        ["Save-PHFileDownload"] = "NotFound",
        ["Start-PHFileDownload"] = "NotFound",
        ["Stop-PHFileDownload"] = "NotFound",
        ["Test-PHBatchExportDestination"] = "Forbidden",
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
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Works_over_a_socket_as_the_description_says(string name, string generation)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = generation } } });
        var judge = new ApiJudge(bench.Server, generation);
        string? refusal = generation == "A" ? NotInA.GetValueOrDefault(driven.Cmdlet) : null;

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

    /// <summary>Only what the cmdlet declares comes out, and something does unless silence is the promise.</summary>
    private static void CheckOutput(Bench bench, CmdletCase driven, ShellResult result)
    {
        CmdletInfo cmdlet = bench.Run("Get-Command " + driven.Cmdlet).Clean().As<CmdletInfo>().Single();
        bool silent = cmdlet.Verb is "Set" or "Remove" or "Suspend" or "Resume" or "Stop" or "Restore" or "Disconnect" or "Export"
            || (cmdlet.Verb == "Find" && result.Objects.Count == 0);
        Assert.Equal(silent, result.Objects.Count == 0);
        string[] declared = [.. cmdlet.OutputType.Select(t => t.Name)];
        Assert.All(result.Objects, o => Assert.Contains(declared, type =>
            type == o.BaseObject.GetType().FullName || (o.BaseObject is PSCustomObject && type == typeof(PSObject).FullName)));
    }
}
