using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>
/// What the server and the network do wrong, at lines as people type them: the error names what was typed as its target, and
/// the server has received what the line needs and nothing beyond.
/// </summary>
public sealed class ServerTroubleTests
{
    private const string Typed = "events-to-s3";

    /// <summary>The command whose rules hold, and the line. Each line first reads the list of exports, to find the name.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "Get-PHBatchExportRun", $"Get-PHBatchExportRun {Typed} -First 5" },
        { "Suspend-PHBatchExport", $"Suspend-PHBatchExport {Typed}" },
        { "Start-PHBatchExportBackfill", $"Start-PHBatchExportBackfill {Typed} -Start -6h -End -3h" },
    };

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Lines))]
    public async Task The_error_names_what_was_typed(string name, string line)
    {
        CmdletCase driven = CmdletCases.Named(name);
        await using Bench bench = await Bench.StartAsync();
        var wrong = new List<string>();
        int errors = 0;
        foreach (FaultCase fault in FaultCases.All.Where(f => f is { Source: FaultSource.Server, Hangs: false } && f.Expect(driven).Error is not null))
        {
            Fault made = fault.Make(bench.Clock.UtcNow);
            (made.Method, made.Path) = (driven.Method, driven.Path);
            bench.Requests.Clear();
            bench.Faults.Add(made);
            ShellResult result = bench.Run(line);
            bench.Faults.Clear();
            errors++;

            if (result.Errors.Count != 1 || Problem(result.Errors[0], fault.Expect(driven)) is { } problem)
                wrong.Add($"{fault}: {string.Join(" | ", result.Errors.Select(e => $"{e.FullyQualifiedErrorId} at '{e.TargetObject}': {e}"))}");
            else if (!fault.Expect(driven).Allows(bench.Requests.Count - 1, 0) || bench.Requests.All[0].Method != "GET")
                wrong.Add($"{fault}: received {string.Join(" | ", bench.Requests.All)}");
            // What was asked to be waited for is over, and so is what was started.
            bench.Clock.Advance(TimeSpan.FromHours(11));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(errors >= 10, "only " + errors + " faults end in an error");
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Nobody_there(string name, string line)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.MoveTo(Places.Nobody());
        ErrorRecord error = bench.Run(line).Error;
        Assert.Null(Problem(error, new Ending("Unreachable", 0)));
        Assert.True(bench.Clock.Waits.Count >= 3, name + " was not tried again");
        Assert.Empty(bench.Requests.All);
    }

    private static string? Problem(ErrorRecord error, Ending expected) =>
        error.FullyQualifiedErrorId.Split(',')[0] != "PostHog." + expected.Error ? "id"
        : error.CategoryInfo.Category != expected.Category ? "category"
        : !Typed.Equals(error.TargetObject?.ToString(), StringComparison.Ordinal) ? "target"
        : string.IsNullOrEmpty(error.ErrorDetails?.RecommendedAction) ? "advice" : null;
}
