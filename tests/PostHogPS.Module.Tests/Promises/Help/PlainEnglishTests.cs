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

    private static readonly Regex Banned = new(@"\b(?:" + string.Join("|", List.Select(row => row.Not)) + @")\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

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

    /// <summary>A check that finds nothing would agree with everything.</summary>
    [Theory]
    [InlineData("The window is whole again.")]
    [InlineData("Others\nare at it.")]
    [InlineData("Lag that is in order.")]
    [InlineData("PostHog gave it up.")]
    [InlineData("The certificate does not hold.")]
    public void A_word_of_the_list_is_found(string text) => Assert.Single(Hits(text));

    [Theory]
    [InlineData("In order to see it, then in order of time.")]
    [InlineData("State is Whole.")]
    [InlineData("They are in the other exports, and stay on hold.")]
    public void Other_words_are_not(string text) => Assert.Empty(Hits(text));

    private static IEnumerable<string> Hits(string text)
    {
        text = Regex.Replace(text, @"\s+", " ");
        // "Whole" with a capital is a state of BatchExportRepairResult.
        return Banned.Matches(text).Where(hit => hit.Value != "Whole")
            .Select(hit => $"...{text[Math.Max(0, hit.Index - 40)..Math.Min(text.Length, hit.Index + hit.Length + 20)]}... Write: {List.First(row => Regex.IsMatch(hit.Value, row.Not, RegexOptions.IgnoreCase)).But}");
    }
}
