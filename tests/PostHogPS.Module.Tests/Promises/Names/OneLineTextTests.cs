using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Names;

/// <summary>A line break in a name repaints nothing: warnings, prompts, verbose lines and progress have the lines that the module gave them.</summary>
public sealed class OneLineTextTests
{
    private const string Name = "harmless\r\nWARNING: everything is fine\rDELETED\u0085x\u2028y\tz\vw";

    [Theory]
    [InlineData("$made | Remove-PHBatchExport", 1)]
    [InlineData("$made | Suspend-PHBatchExport -Confirm", 1)]
    [InlineData("$made | Set-PHBatchExport -Interval day -Confirm", 3)]
    [InlineData("$board | Remove-PHDashboard", 1)]
    [InlineData("$board | Set-PHDashboard -Description new -Confirm", 2)]
    [InlineData("New-PHBatchExport ($name + '2') @{ type = 'NoOp'; config = @{} } -Confirm", 1)]
    public async Task A_prompt_has_no_line_of_the_name(string line, int lines)
    {
        await using Bench bench = await Made();
        bench.Shell.UI.Answers.Enqueue("N");
        bench.Run(line).Clean();
        string prompt = Assert.Single(bench.Shell.UI.Prompts);
        // The caption is a line of its own.
        Assert.InRange(prompt.Split('\n').Length, lines, lines + 2);
        Assert.DoesNotContain(prompt.Split('\n'), static l => l.StartsWith("WARNING", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', prompt.Replace(Environment.NewLine, "\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_one_line()
    {
        await using Bench bench = await Made();
        ShellResult result = bench.Run("New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }; $made | Suspend-PHBatchExport -Verbose; $made | Set-PHBatchExport -Paused -Verbose; Test-PHBatchExportHealth $made; Resume-PHBatchExport $made -Verbose; New-PHBatchExport $name @{ type = 'NoOp'; config = @{} } -Force -Verbose; Suspend-PHBatchExport $name");
        Assert.NotEmpty(result.Errors);
        foreach (string text in result.Warnings.Concat(result.Verbose).Concat(result.Errors.Select(static e => e.ToString()))
            .Concat(result.Progress.Select(static p => p.Activity + p.StatusDescription)))
            Assert.True(text.IndexOfAny(['\r', '\n', '\u0085', '\u2028', '\v']) < 0, text);
    }

    private static async Task<Bench> Made()
    {
        Bench bench = await Bench.StartAsync();
        bench.Shell.Set("name", Name);
        bench.Prepare("$made = New-PHBatchExport $name @{ type = 'NoOp'; config = @{} }; $board = New-PHDashboard $name");
        return bench;
    }
}
