using System;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>A command that changes something and finds nothing to change does not look as if it had.</summary>
public sealed class PatternWithoutMatchTests
{
    [Theory]
    [InlineData("Suspend-PHBatchExport 'evnts-*'")]
    [InlineData("Resume-PHBatchExport 'evnts-*'")]
    [InlineData("Set-PHBatchExport 'evnts-*' -Name x")]
    [InlineData("Remove-PHBatchExport 'evnts-*' -Confirm:$false")]
    [InlineData("Update-PHBatchExportCredential 'evnts-*' -Integration 1002 -Confirm:$false")]
    [InlineData("New-PHBatchExportAlert 'evnts-*' -Webhook -Uri (ConvertTo-SecureString https://h.example -AsPlainText -Force)")]
    [InlineData("Start-PHBatchExportBackfill 'evnts-*' -Start 2026-08-01 -End 2026-08-02")]
    [InlineData("Repair-PHBatchExport 'evnts-*' -After -1d")]
    [InlineData("Repair-PHBatchExport 'evnts-*' -After -1d -AllProjects")]
    [InlineData("Remove-PHBatchExportAlert 'evnts-*' -Confirm:$false")]
    [InlineData("Set-PHBatchExportAlert 'evnts-*' -Enabled:$false")]
    [InlineData("Remove-PHDashboard 'evnts-*' -Confirm:$false")]
    [InlineData("Set-PHDashboard 'evnts-*' -Name x")]
    public void A_command_that_changes_something_warns(string line)
    {
        using var shell = new SandboxShell();
        ShellResult run = shell.Run(line).Clean();
        Assert.Empty(run.Objects);
        Assert.Contains("matches 'evnts-*', so nothing is done for it.", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHBatchExport 'evnts-*'")]
    [InlineData("Get-PHBatchExportHealth 'evnts-*'")]
    [InlineData("Find-PHBatchExportGap 'evnts-*'")]
    [InlineData("Get-PHDashboard 'evnts-*'")]
    public void One_that_reads_is_silent(string line)
    {
        using var shell = new SandboxShell();
        ShellResult run = shell.Run(line).Clean();
        Assert.Empty(run.Objects);
        Assert.Empty(run.Warnings);
    }

    /// <summary>Runbooks end in "what is there to do" every night: nothing is the good news.</summary>
    [Fact]
    public void An_empty_pipeline_is_silent_as_everywhere()
    {
        using var shell = new SandboxShell();
        Assert.Empty(shell.Run("Get-PHBatchExport 'evnts-*' | Suspend-PHBatchExport").Clean().Warnings);
    }
}
