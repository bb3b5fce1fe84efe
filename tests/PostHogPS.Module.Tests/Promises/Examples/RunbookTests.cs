using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.HelpTool;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Examples;

/// <summary>
/// The runbook of docs/runbooks.md as a step of GitHub: an environment, no person, a log and an exit code. As a file: tests/Pester/Runbooks.Tests.ps1.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RunbookTests
{
    private const string AttentionLine = "Need attention: ";

    private static readonly string File = Path.Combine(StagedModule.RepositoryRoot, "examples", "Repair-LastTwoDays.ps1");

    // What the sandbox cannot repair: a wrong password and a bill.
    private static readonly string[] BeyondRepair = ["events-to-databricks", "events-to-postgres"];

    [Theory]
    [InlineData("Repair-LastTwoDays.ps1")]
    [InlineData("Repair-Rows.ps1")]
    [InlineData("Update-DestinationKey.ps1")]
    public void The_page_about_runbooks_shows_the_file_as_it_is(string file)
    {
        string page = System.IO.File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "docs", "runbooks.md"));
        Assert.Contains(System.IO.File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "examples", file)).Trim(),
            PlainText.Code(page, "pwsh").Select(block => block.Trim()));
    }

    [Fact]
    public async Task A_job_that_finds_trouble_fails_and_says_which_export_and_why()
    {
        await using SandboxServer server = await JobServer.StartAsync();
        BatchExport[] exports = Exports(server, "");

        ProcessResult result = Run(server);

        Assert.True(result.ExitCode == 1, result.Output);
        string[] lines = result.Output.Split('\n').Select(line => line.TrimEnd()).ToArray();
        Assert.All(exports, export => Assert.Contains(lines, line => line.StartsWith(export.Name + ": ", StringComparison.Ordinal) && line.EndsWith('.')));
        Assert.Equal(string.Join(", ", BeyondRepair), lines.Single(line => line.StartsWith(AttentionLine, StringComparison.Ordinal))[AttentionLine.Length..]);
        Assert.Contains(lines, line => line.StartsWith("events-to-postgres: AutoPaused. ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("    Next: Get-PHBatchExportError -BatchExport ", StringComparison.Ordinal));
        Assert.Contains("2 batch exports need attention, and there were 0 errors",
            string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("| ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_repairs_everything_succeeds()
    {
        await using SandboxServer server = await JobServer.StartAsync();
        Exports(server, "Remove-PHBatchExport " + string.Join(", ", BeyondRepair) + " -Confirm:$false; ");

        ProcessResult result = Run(server);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("    Repair: Repaired. ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(AttentionLine, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_that_cannot_be_repaired_does_not_keep_the_others_from_it()
    {
        await using SandboxServer server = await JobServer.StartAsync();
        BatchExport[] exports = Exports(server, "Remove-PHBatchExport " + string.Join(", ", BeyondRepair) + " -Confirm:$false; ");
        server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "GET",
            Path = $"*{exports.Single(e => e.Name == "events-to-minio").Id}/runs/*", Times = 0 });

        ProcessResult result = Run(server);

        Assert.True(result.ExitCode == 1, result.Output);
        Assert.Contains("    Repair: Repaired. ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Errors: 1", result.Output, StringComparison.Ordinal);
    }

    private static BatchExport[] Exports(SandboxServer server, string before)
    {
        using Shell shell = Shell.Open();
        shell.Set("key", new System.Net.NetworkCredential("", "phx_job").SecurePassword);
        return [.. shell.Run($"Connect-PostHog -ApiKey $key -HostUri {server.Address} -ProjectId 101; {before}Get-PHBatchExport").Clean().As<BatchExport>()];
    }

    private static ProcessResult Run(SandboxServer server)
    {
        var environment = new Dictionary<string, string?>
        {
            ["POSTHOG_PERSONAL_API_KEY"] = "phx_job",
            ["POSTHOG_HOST"] = server.Address.AbsoluteUri,
            ["POSTHOG_PROJECT_ID"] = "101",
            ["PSModulePath"] = Path.GetFullPath(Path.Combine(StagedModule.Directory, "..", "..")),
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["NO_COLOR"] = "1",
        };
        // The runner puts a line before the step's text and one after it.
        using var folder = new TempFolder();
        string step = Path.Combine(folder.Path, "step.ps1");
        System.IO.File.WriteAllText(step,
            $"$ErrorActionPreference = 'stop'\n& '{File}'\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) {{ exit $LASTEXITCODE }}\n");
        return Pwsh.Run(environment, "-Command", $". '{step}'");
    }
}
