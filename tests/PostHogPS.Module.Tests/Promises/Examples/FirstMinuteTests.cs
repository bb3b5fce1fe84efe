using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.HelpTool;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Examples;

/// <summary>The first lines of the README show what their comments say, on a narrow screen and on a wide one.</summary>
public sealed class FirstMinuteTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Each_line_shows_what_it_is_for(int width)
    {
        string readme = File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "README.md"));
        string[] parts = Regex.Split(PlainText.Code(readme, "powershell").First(), "(?m)^# ").Select(part => part.Trim()).ToArray();
        Assert.Equal(5, parts.Length);
        using Shell shell = Shell.Open(new ShellOptions { Width = width });
        string[] shown = parts.Select((part, i) =>
            Regex.Replace(shell.Show(i == 0 ? part : part[part.IndexOf('\n', StringComparison.Ordinal)..]).Text, @"\s+", " ")).ToArray();
        Assert.Contains("events-to-s3", shown[1], StringComparison.Ordinal);
        Assert.Contains("Paused", shown[1], StringComparison.Ordinal);
        Assert.Contains("events-to-postgres AutoPaused", shown[2], StringComparison.Ordinal);
        Assert.Contains("PostHog paused it", shown[2], StringComparison.Ordinal);
        Assert.Contains("Suggestion : Get-PHBatchExportError -BatchExport", shown[3], StringComparison.Ordinal);
        Assert.Contains("What if: Performing the operation", shown[4], StringComparison.Ordinal);
    }

    /// <summary>The excerpt above them is what the sandbox shows, but for dates and spans, which move with the clock.</summary>
    [Trait("Speed", "Slow")]
    [Fact]
    public void What_it_looks_like_is_what_a_person_sees()
    {
        string excerpt = PlainText.Code(File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "README.md")), "text").First();
        using Shell shell = Shell.Open(new ShellOptions { Width = 100 });
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 3600").Clean();
        string[] parts = excerpt.Split("PS> ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, parts.Length);
        Assert.All(parts, part =>
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            Assert.Equal(Undated(part[end..]), Undated(shell.Show(part[..end]).Text));
        });
    }

    [Fact]
    public void The_README_is_read_in_a_few_minutes() =>
        Assert.InRange(File.ReadLines(Path.Combine(StagedModule.RepositoryRoot, "README.md")).Count(), 1, 100);

    private static string Undated(string text) =>
        Regex.Replace(Regex.Replace(Regex.Replace(text, @"\d\d-\d\d \d\d:\d\d", "<date>"), @"\d+d \d+h|\d+:\d\d:\d\d", "<span>"), @"\s+", " ").Trim();
}
