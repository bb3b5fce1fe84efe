using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Copies mean what the object means, in every form; and what a copy does not say for certain is refused.</summary>
public sealed class CopyKindTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public CopyKindTests()
    {
        _shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 5000").Clean();
        _shell.Run("$day = $clock.UtcNow.AddDays(-3).ToString('yyyy-MM-dd'); "
            + "$null = Start-PHBatchExportBackfill events-to-s3 -Start \"${day}T00:00Z\" -End \"${day}T03:00Z\" -Wait").Clean();
        _shell.Run("$one = Get-PHBatchExportBackfill events-to-s3 | Select-Object -First 1; if (-not $one) { throw 'no backfill' }").Clean();
    }

    public static TheoryData<string, string> Copies()
    {
        var data = new TheoryData<string, string>();
        foreach (string copy in new[] { "$one | ConvertTo-Json -Depth 4 | ConvertFrom-Json", "$one | ConvertTo-Csv | ConvertFrom-Csv",
            "$one | Select-Object *", "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($one))" })
        {
            foreach (string command in new[]
            {
                "Get-PHBatchExportRun | Select-Object -First 1 -ExpandProperty BatchExportName", "Stop-PHBatchExportRun -WhatIf", "Wait-PHBatchExportRun",
                "Invoke-PHBatchExportRetry -WhatIf",
            })
                data.Add(copy, command);
        }

        return data;
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Copies))]
    public void A_copy_of_a_backfill_is_a_backfill_and_no_run(string copy, string command) =>
        Assert.Equal(Outcome("$one", command), Outcome(copy, command));

    [Theory]
    [InlineData("Start-PHBatchExportBackfill -WhatIf")]
    [InlineData("Repair-PHBatchExport -PlanOnly")]
    public void A_copied_gap_whose_date_can_be_two_is_refused(string command)
    {
        ShellResult result = _shell.Run(
            $$"""
            $export = Get-PHBatchExport events-to-s3
            [pscustomobject]@{ BatchExportId = $export.Id; Intervals = 1; Kind = 'Missing'
                Start = '03/11/2025 15:00:00 +00:00'; End = '03/11/2025 16:00:00 +00:00' } | {{command}}
            """);
        Assert.StartsWith("PostHog.InvalidDate,", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Export-Clixml or ConvertTo-Json keeps dates", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(result.Objects);
    }

    // Whatever the command says of the object, it says of the copy.
    private string Outcome(string input, string command)
    {
        ShellResult result = _shell.Run($"({input}) | {command}");
        return string.Join(' ', result.Errors.Select(error => error.FullyQualifiedErrorId)) + " " + string.Join(' ', result.Objects);
    }
}
