using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>Texts use the terms that a reader would search for. The left column of the project's word list, kept out.</summary>
public sealed class PlainEnglishTests
{
    private static readonly string Root = StagedModule.RepositoryRoot;

    // What is not written, and what is written instead.
    private static readonly (string Not, string But)[] List =
    [
        (@"mend(?:s|ed|ing)?", "fix, repaired, complete"),
        (@"whole", "complete, completely; coverage 100 %"),
        (@"are at it", "another backfill already covers these intervals"),
        (@"(?:be|is|are|not|lag that is) in order(?! to| of)", "healthy; allowed: 4 hours"),
        (@"that is none", "a malformed id"),
        (@"stands? there twice", "is duplicated"),
        (@"that is known here", "is not a known destination type"),
        (@"given that could change", "no changes specified"),
        (@"believed in any more", "how long to wait for PostHog to list a started backfill"),
        (@"with counters in it", "goes through the JIT's instrumented tier"),
        (@"in which they win", "in order of precedence"),
        (@"be it as", "even if bound to"),
        (@"likewise", "the same"),
        (@"turned away", "rejected"),
        (@"(?:gave|gives?|given) (?:it |them )?up", "timed out, ended"),
        (@"do(?:es)? not hold", "is invalid"),
        (@"ha(?:s|d|ve) room again", "allowed again at 14:05"),
        (@"the wish(?:es)?", "request"),
        (@"the meant one", "target"),
        (@"the others", "remaining items, the other exports"),
    ];

    private static readonly Regex Banned =
        new(@"\b(?:" + string.Join("|", List.Select(row => row.Not)) + @")\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*", SearchOption.AllDirectories)
                .Where(f => f.EndsWith(".md", StringComparison.Ordinal) || f.EndsWith(".txt", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_uses_the_terms_of_the_field(string page) => Assert.Empty(Hits(File.ReadAllText(Path.Combine(Root, page))));

    /// <summary>The same for every text of the code that a user may read.</summary>
    [Trait("Speed", "Slow")]
    [Fact]
    public void A_message_uses_the_terms_of_the_field()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))];
        string[] hits = [.. files.SelectMany(file =>
            Literals(File.ReadAllText(file)).SelectMany(Hits).Select(hit => Path.GetRelativePath(Root, file) + ": " + hit))];
        Assert.True(hits.Length == 0, string.Join("\n", hits));
        Assert.True(files.Sum(file => Literals(File.ReadAllText(file)).Count()) > 1000, "The pattern finds no literals any more.");
    }

    /// <summary>A check that finds nothing would agree with everything.</summary>
    [Theory]
    [InlineData("The window is whole again.")]
    [InlineData("State is Whole.")]
    [InlineData("Others\nare at it.")]
    [InlineData("Lag that is in order.")]
    [InlineData("PostHog gave it up.")]
    [InlineData("The certificate does not hold.")]
    public void A_word_of_the_list_is_found(string text) => Assert.Single(Hits(text));

    [Theory]
    [InlineData("In order to see it, then in order of time.")]
    [InlineData("State is no longer `Whole`.")]
    [InlineData("They are in the other exports, and stay on hold.")]
    public void Other_words_are_not(string text) => Assert.Empty(Hits(text));

    // Between two quotes on one line, without the holes of an interpolated one; a comment is no literal.
    private static IEnumerable<string> Literals(string code) =>
        Regex.Matches(Regex.Replace(code, @"(?m)^\s*//.*$", ""), @"""(?:[^""\\\n]|\\.)*""").Select(m => Regex.Replace(m.Value, @"\{[^{}]*\}", "{}"));

    private static IEnumerable<string> Hits(string text)
    {
        // The changelog names a state that BatchExportRepairResult has no more.
        text = Regex.Replace(text.Replace("`Whole`", "", StringComparison.Ordinal), @"\s+", " ");
        return Banned.Matches(text)
            .Select(hit => $"...{text[Math.Max(0, hit.Index - 40)..Math.Min(text.Length, hit.Index + hit.Length + 20)]}... Write: {List.First(row => Regex.IsMatch(hit.Value, row.Not, RegexOptions.IgnoreCase)).But}");
    }
}
