using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Contracts;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>Scripts catch on error ids, so every id is documented, and no id is documented that is never given.</summary>
public sealed class AboutTests
{
    private static readonly string Docs = Path.Combine(StagedModule.RepositoryRoot, "docs", "en-US");

    private static readonly string About = File.ReadAllText(Path.Combine(Docs, "about_PostHogPS.help.txt"));

    [Fact]
    public void About_topic_lists_every_error_id()
    {
        HashSet<string> listed = [.. Regex.Matches(About, @"^    PostHog\.(\w+)", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
        Assert.Equal(Known().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pages_name_no_error_id_that_does_not_exist()
    {
        HashSet<string> known = Known();
        Assert.All(Directory.GetFiles(Docs).Append(Path.Combine(StagedModule.RepositoryRoot, "README.md")), file =>
            Assert.All(Regex.Matches(File.ReadAllText(file), @"`PostHog\.(\w+)`"), id => Assert.Contains(id.Groups[1].Value, known)));
    }

    [Fact]
    public void About_topic_fits_a_screen_of_80_columns() =>
        Assert.All(About.Split('\n'), line => Assert.True(line.Length <= 80, line));

    private static readonly string[] Projects = ["PostHogPS", "PostHogPS.Domain"];

    // From the code itself: ids are made in few places and in few forms.
    private static HashSet<string> Known()
    {
        string code = string.Join("\n",
            Projects.SelectMany(project =>
            Directory.EnumerateFiles(Path.Combine(StagedModule.RepositoryRoot, "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(File.ReadAllText));
        return
        [
            .. Enum.GetNames<PostHogErrorKind>(),
            .. Regex.Matches(code, @"new(?: ProblemException)?\(""(\w+)"",\s*(?:[\w.]+\.)?ProblemCategory\.").Select(m => m.Groups[1].Value),
            .. Regex.Matches(code, @"\bResolve\(\w+, PipedKind\.(\w+)").Select(m => "Invalid" + m.Groups[1].Value),
            .. Regex.Matches(code, @"(?:Invalid|Refused|RefuseNothing)\(\s*""(\w+)""").Select(m => "Invalid" + m.Groups[1].Value),
        ];
    }
}
