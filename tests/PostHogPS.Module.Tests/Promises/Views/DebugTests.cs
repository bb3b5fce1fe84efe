using System;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Views;

/// <summary>
/// -Debug shows, and does not ask: PowerShell turns verbose lines, warnings, errors and changes into questions, which end a command
/// that nobody can answer.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class DebugTests
{
    [Theory]
    [InlineData("New-PHDashboard 'made with debug' -Debug", 1)]
    [InlineData("Get-PHBatchExport events-to-s3 -Debug", 1)]
    [InlineData("Suspend-PHBatchExport events-to-s3 -PassThru -Debug", 1)]
    [InlineData("Get-PHBatchExportRun events-to-s3 -First 1 -Debug -Verbose", 1)]
    [InlineData("Connect-PostHog -Sandbox -PassThru -Debug", 1)]
    [InlineData("Remove-PHDashboard Revenue -Confirm:$false -Debug -Verbose", 0)]
    [InlineData("New-PHDashboardTile Revenue -Text 'made with debug' -Debug -Verbose", 1)]
    [InlineData("Start-PHBatchExportBackfill events-to-s3 -Start -2d -End -1d -Confirm:$false -Debug -Verbose", 1)]
    [InlineData("Invoke-PHRestMethod /api/users/@me/ -Debug -Verbose", 1)]
    public void Nothing_asks(string line, int objects)
    {
        using Shell shell = Connected();

        ShellResult result = shell.Run(line).Clean();

        Assert.Equal(objects, result.Objects.Count);
        Assert.Empty(shell.UI.Prompts);
        Assert.NotEmpty(result.Debug);
    }

    [Fact]
    public void Warnings_and_errors_do_not_ask_either()
    {
        using Shell shell = Connected();

        ShellResult result = shell.Run("Suspend-PHBatchExport events-to-s3, 'no such export', events-to-s3 -Debug");

        Assert.StartsWith("PostHog.NotFound", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(shell.UI.Prompts);
    }

    [Fact]
    public void What_asks_by_itself_still_asks()
    {
        using Shell shell = Connected();
        shell.UI.Answers.Enqueue("N");

        shell.Run("Remove-PHBatchExport events-to-s3 -Debug").Clean();

        Assert.Single(shell.UI.Prompts);
        Assert.Single(shell.Run("Get-PHBatchExport events-to-s3").Clean().Objects);
    }

    [Fact]
    public void An_error_action_that_was_given_counts()
    {
        using Shell shell = Connected();
        Assert.Empty(shell.Run("Suspend-PHBatchExport 'no such export' -Debug -ErrorAction Ignore").Errors);
        Assert.NotNull(shell.Run("Suspend-PHBatchExport 'no such export' -Debug -ErrorAction Stop").Terminating);
    }

    private static Shell Connected()
    {
        Shell shell = Shell.Open();
        shell.Run("Connect-PostHog -Sandbox").Clean();
        return shell;
    }
}
