using System;
using System.IO;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Shells;

/// <summary>The first thing a reader of the README runs.</summary>
[Trait("Speed", "Slow")]
public sealed class TourTests
{
    [Fact]
    public void Tour_does_the_main_job_from_connecting_to_dashboards()
    {
        ProcessResult result = Run();
        Assert.True(result.ExitCode == 0, result.Output);
        foreach (string line in new[] { "PS> Connect-PostHog -Sandbox", "PS> Get-PHBatchExport", "Invoke-PHBatchExportRetry -Wait",
            "Resume-PHBatchExport -Backfill", "Get-PHDashboard -Pinned" })
            Assert.Contains(line, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public void A_line_of_ones_own_runs_in_the_sandbox()
    {
        ProcessResult result = Run("-Command", "(Get-PHConnection).IsSandbox; Get-PHBatchExport -First 1 | ForEach-Object Interval");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("True", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHBatchExport 'no-such-export'")]
    [InlineData("throw 'no'")]
    [InlineData("Get-Nothing")]
    public void A_line_that_fails_is_an_exit_code(string line)
    {
        ProcessResult result = Run("-Command", line);
        Assert.Equal(1, result.ExitCode);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public void Prompt_goes_on_after_an_error_and_ends_with_the_input()
    {
        ProcessResult result = ChildProcess.Run("PostHogPS.Tour.dll", ["-Interactive"], "if ($true) {\n'in a block'\n}\n\nGet-Nothing\n'still here'\nexit 7\n");
        Assert.Equal(7, result.ExitCode);
        Assert.Contains("in a block", result.Output, StringComparison.Ordinal);
        Assert.Contains("still here", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Pwsh_of_the_build_has_the_line_editor_of_the_prompt() =>
        Assert.True(File.Exists(Path.Combine(Pwsh.Folder, "Modules", "PSReadLine", "PSReadLine.psd1")), Pwsh.Folder);

    [Fact]
    public void Arguments_that_make_no_sense_are_refused_with_the_usage()
    {
        ProcessResult result = Run("-Nonsense");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("-Interactive", result.Output, StringComparison.Ordinal);
    }

    private static ProcessResult Run(params string[] arguments) => ChildProcess.Run("PostHogPS.Tour.dll", arguments);
}
