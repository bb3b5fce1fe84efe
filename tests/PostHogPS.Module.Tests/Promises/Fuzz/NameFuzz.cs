using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using CsCheck;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Engine.Tests.Fuzz;
using Xunit;
using PostHogPS.Text;
using PostHogPS.Schedule;
using PostHogPS.Report;
using PostHogPS.Health;
using PostHogPS.Contracts;

namespace PostHogPS.Module.Tests.Promises.Fuzz;

/// <summary>Names and other texts that somebody else chose: matched, quoted, shown and read as what they are.</summary>
[Trait("Speed", "Slow")]
public sealed class NameFuzz
{
    private const int Modest = 20_000;

    private static readonly Gen<string> Texts = Gen.Frequency((200, HostileText.Any), (1, HostileText.Long));

    /// <summary>A name finds itself, whatever it looks like; a pattern finds without an exception.</summary>
    [Fact]
    public void A_name_finds_itself() => Fuzzing.Texts("match", Texts, Modest / 4, static text =>
    {
        string[] names = ["events", text, "e[v]ents*"];
        Assert.Contains(text, NameMatcher.Match(names, text, static n => n));
        Assert.True(NameMatcher.IsMatch(text, text));
        _ = NameMatcher.IsMatch(text, "events");
        if (NameMatcher.IsPattern(text))
            _ = names.Count(NameMatcher.Pattern(text).IsMatch);
    });

    /// <summary>What Tab puts on the line is one constant, and that constant is the name.</summary>
    [Fact]
    public void A_quoted_name_is_one_constant() => Fuzzing.Texts("quote", Texts, Modest, static text =>
    {
        ScriptBlockAst script = Parser.ParseInput("Get-PHBatchExport " + Completer.Quote(text), out _, out ParseError[] errors);
        Assert.Empty(errors);
        CommandAst command = Assert.IsType<CommandAst>(Assert.Single(Assert.IsType<PipelineAst>(Assert.Single(script.EndBlock.Statements)).PipelineElements));
        Assert.Equal(2, command.CommandElements.Count);
        Assert.Empty(command.Redirections);
        Assert.Equal(text, command.CommandElements[1] is StringConstantExpressionAst constant ? constant.Value
            : ((ConstantExpressionAst)command.CommandElements[1]).Extent.Text);
    });

    /// <summary>On the screen: one line, of a length that can be borne, and nothing that steers.</summary>
    [Fact]
    public void A_shown_name_does_not_steer() => Fuzzing.Texts("shown", Texts, Modest, static text =>
    {
        foreach ((string shown, int longest) in new[] { (OneLine.Clean(text), 2001), (OneLine.Shorten(text), 40), (MessageText.Name(text), 120),
            (ErrorCause.Normalize(text), 6000) })
        {
            Assert.InRange(shown.Length, 0, longest);
            Assert.DoesNotContain(shown, static c =>
                char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
            AssertWhole(text, shown);
        }

        string message = MessageText.Clean("before\n" + text);
        Assert.InRange(message.Length, 0, 8001);
        Assert.DoesNotContain(message, char.IsControl);
        AssertWhole(text, message);
    });

    /// <summary>In the report: a text can neither open an element nor leave its attribute.</summary>
    [Fact]
    public void A_reported_name_is_text() => Fuzzing.Texts("html", Texts, Modest, static text =>
    {
        string html = HtmlWriter.Escape(text);
        Assert.DoesNotContain(html, static c => c is '<' or '>' or '"' or '\'' || (char.IsControl(c) && c is not ('\n' or '\t')));
        Assert.Equal(
            string.Concat(text.Select(static c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c)),
            System.Net.WebUtility.HtmlDecode(html));
    });

    /// <summary>A date is one, or is refused by the module's own error.</summary>
    [Fact]
    public void A_date_is_a_date_or_refused() => Fuzzing.Texts(
        "given-dates",
        Gen.Frequency(
            (2, HostileText.Pick("2026", "-08-01", "T", "06:00", ":00", "Z", "+02:00", "+14:00", "-14:00", "0001-01-01", "9999-12-31", "-", "1", "99999",
                "999999", "999999999", "h", "d", "w", "m", "min", " ", "now", "today", "yesterday", "beginning", "/", ".", "24:00", "23:59:60", "\u0661")
                .Array[0, 6].Select(static p => string.Concat(p))),
            (1, HostileText.Any)),
        Modest,
        static text =>
        {
            DateInput date = DateInput.CreateFrom(text);
            Assert.NotNull(date.ToString());
            try
            {
                date.ThrowIfBad("After");
            }
            catch (ProblemException)
            {
                return;
            }

            if (!date.IsBeginning)
                _ = date.Instant.ToUniversalTime();
        });

    [Fact]
    public void A_length_of_time_is_one_or_refused() => Fuzzing.Texts(
        "given-spans",
        Gen.Frequency(
            (2, HostileText.Pick("1", "90", "m", "h", "d", "s", "min", ":", "00", ".", "1e", "99999999", "-", "+", " ", "NaN", "Infinity", "10675199",
                "\u0661").Array[0, 6].Select(static p => string.Concat(p))),
            (1, HostileText.Any)),
        Modest,
        static text =>
        {
            try
            {
                Assert.True((TimeSpan)new TimeSpanTransformationAttribute().Transform(null!, text) > TimeSpan.Zero);
            }
            catch (ArgumentTransformationMetadataException)
            {
                return;
            }
        });

    // Cutting must not leave half of a character that was whole.
    private static void AssertWhole(string given, string shown)
    {
        if (Halves(given) == 0)
            Assert.Equal(0, Halves(shown));
    }

    private static int Halves(string text)
    {
        int halves = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                halves++;
        }

        return halves;
    }
}
