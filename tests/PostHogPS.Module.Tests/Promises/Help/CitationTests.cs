using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>A comment that sends its reader to a document of this repository names one that is there, and a heading in it.</summary>
public sealed class CitationTests
{
    private static readonly string Root = StagedModule.RepositoryRoot;

    private static readonly string[] Folders = ["src", "tests", "tools", "benchmarks", "examples"];

    private static readonly string[] Kinds = [".cs", ".ps1", ".csproj", ".props", ".targets"];

    private static readonly Regex Citation = new(@"\bdocs/(?<file>[\w./-]+\.md)(?:#(?<part>[\w-]+))?", RegexOptions.CultureInvariant);

    [Trait("Speed", "Slow")]
    [Fact]
    public void Every_document_that_a_comment_cites_has_the_cited_part()
    {
        List<string> problems = [];
        int cited = 0;
        foreach (string file in Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(IsSource))
        {
            foreach (Match citation in Citation.Matches(File.ReadAllText(file)))
            {
                cited++;
                if (Problem(citation.Value) is { } problem)
                    problems.Add(Path.GetRelativePath(Root, file) + ": " + problem);
            }
        }

        Assert.Empty(problems);
        Assert.True(cited > 5, "The pattern finds no citations any more.");
    }

    /// <summary>A check that finds nothing would agree with everything.</summary>
    [Theory]
    [InlineData("docs/server.md#no-such-part")]
    [InlineData("docs/nothing.md")]
    public void A_wrong_citation_is_found(string citation) => Assert.NotNull(Problem(citation));

    [Fact]
    public void A_right_citation_is_accepted() => Assert.Null(Problem("docs/server.md#runs"));

    private static string? Problem(string citation)
    {
        Match parts = Citation.Match(citation);
        string file = Path.Combine(Root, "docs", parts.Groups["file"].Value);
        if (!File.Exists(file))
            return citation + " is not there.";
        if (!parts.Groups["part"].Success)
            return null;
        IEnumerable<string> anchors = Regex.Matches(File.ReadAllText(file).ReplaceLineEndings("\n"), "^#+ +(.+)$", RegexOptions.Multiline)
            .Select(heading => Regex.Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
        return anchors.Contains(parts.Groups["part"].Value) ? null : citation + ": no such heading.";
    }

    // This file shows wrong ones on purpose.
    private static bool IsSource(string file) =>
        Kinds.Contains(Path.GetExtension(file)) && Path.GetFileName(file) != nameof(CitationTests) + ".cs"
        && !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && !file.Contains(Path.DirectorySeparatorChar + "bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
