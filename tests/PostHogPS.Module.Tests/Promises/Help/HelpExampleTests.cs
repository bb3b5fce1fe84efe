using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.HelpTool;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>Every example runs as it is written, each against a sandbox of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class HelpExampleTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string cmdlet in HelpPageTests.Cmdlets.Select(c => c.Name))
            {
                foreach (Section example in HelpPageTests.Book.Page(cmdlet).Parts("EXAMPLES"))
                    data.Add(cmdlet, example.Heading);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_runs_as_written(string cmdlet, string heading)
    {
        Section example = HelpPageTests.Book.Page(cmdlet).Parts("EXAMPLES").Single(e => e.Heading == heading);
        Run(PlainText.Code(example.Body, "powershell").Single());
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/en-US/PostHogPS.md")]
    public void Lines_of_a_page_run_as_written(string page)
    {
        string[] blocks = [.. PlainText.Code(File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, page)), "powershell")];
        Assert.NotEmpty(blocks);
        Assert.All(blocks, Run);
    }

    private static void Run(string code)
    {
        string folder = Directory.CreateTempSubdirectory("PostHogPS").FullName;
        using Shell shell = VirtualShell.Open();
        shell.Runspace.SessionStateProxy.Path.SetLocation(folder);
        // A fast clock there, so that waiting for a week's backfill takes no week here. What is to be stopped must not end before.
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed " + (code.Contains("Stop-PH", StringComparison.Ordinal) ? "1" : "3600")).Clean();
        shell.Run("function Get-Date { Microsoft.PowerShell.Utility\\Get-Date $clock.UtcNow.LocalDateTime @args }").Clean();
        // A real server is never asked; all else of such a line is as it would be.
        if (Regex.IsMatch(code, @"Connect-PostHog(?!.*-Sandbox)"))
            shell.Run("$PSDefaultParameterValues = @{ 'Connect-PostHog:SkipValidation' = $true }").Clean();
        shell.UI.Answers.Enqueue(code.Contains("-Uri ", StringComparison.Ordinal) ? "https://hooks.example.com/services/T1/B1" : "phx_example");

        ShellResult result = shell.Run(code);

        Directory.Delete(folder, recursive: true);
        Assert.True(result.Errors.Count == 0, code + "\n" + string.Join("\n", result.Errors.Select(e => e.FullyQualifiedErrorId + ": " + e)));
    }
}
