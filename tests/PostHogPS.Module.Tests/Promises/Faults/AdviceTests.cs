using System;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>The next command that an error names is about the same thing as the error.</summary>
public sealed class AdviceTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Theory]
    [InlineData("Get-PHBatchExport -Id 00000000-0000-0000-0000-000000000001", "Get-PHBatchExport.")]
    [InlineData("Get-PHBatchExport | Select-Object -First 1 | Get-PHBatchExportRun -RunId 00000000-0000-0000-0000-000000000001", "Get-PHBatchExportRun")]
    [InlineData("Get-PHDashboard -Id 999", "Get-PHDashboard.")]
    [InlineData("Get-PHFileDownload -Id 00000000-0000-0000-0000-000000000001", "Get-PHFileDownload.")]
    [InlineData("New-PHBatchExport x @{ type = 'AwsS3'; integration = 77; config = @{ bucket_name = 'b'; region = 'r'; prefix = 'p' } }", "Get-PHIntegration ")]
    public void Advice_fits_the_error(string line, string advice) =>
        Assert.Contains(" " + advice, " " + _c.Run(line).Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
}
