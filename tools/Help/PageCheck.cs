using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PostHogPS.HelpTool;

/// <summary>What is wrong with one page.</summary>
internal static class PageCheck
{
    private const int SynopsisLength = 110;

    private const int MostSentences = 3;

    internal static IEnumerable<string> Against(CmdletFacts cmdlet, HelpPage page, string written, string wanted, IReadOnlySet<string> cmdlets) =>
        Parameters(cmdlet, page)
            .Concat(SharedTexts(cmdlet, page))
            .Concat(InStep(written, wanted))
            .Concat(Synopsis(page))
            .Concat(Description(page))
            .Concat(Examples(cmdlet, page))
            .Concat(Outputs(cmdlet, page))
            .Concat(Links(page, cmdlets))
            .Concat(written.Contains("{{", StringComparison.Ordinal) ? ["has places without words: " + PageWriter.Missing] : []);

    private static IEnumerable<string> Parameters(CmdletFacts cmdlet, HelpPage page)
    {
        HashSet<string> documented = [.. page.Parts("PARAMETERS").Select(p => p.Heading.TrimStart('-')).Where(p => p != "CommonParameters")];
        HashSet<string> real = [.. cmdlet.Parameters.Select(p => p.Name)];
        return real.Except(documented).Select(p => $"-{p} is not documented.")
            .Concat(documented.Except(real).Select(p => $"-{p} is documented but gone."));
    }

    // The same parameter has the same text on all pages.
    private static IEnumerable<string> SharedTexts(CmdletFacts cmdlet, HelpPage page) =>
        page.Parts("PARAMETERS")
            .Select(part => (part.Heading, part.Body, Sentence: StandardWords.FirstSentence(cmdlet.Name, part.Heading.TrimStart('-'))))
            .Where(part => part.Sentence.Length > 0 && !Regex.Replace(part.Body, @"\s+", " ").TrimStart().StartsWith(part.Sentence, StringComparison.Ordinal))
            .Select(part => $"{part.Heading} does not begin like on the other pages: '{part.Sentence}'.");

    // The first line that differs says more than "differs".
    private static IEnumerable<string> InStep(string written, string wanted)
    {
        if (written == wanted)
            yield break;
        string[] has = written.Split('\n');
        string[] should = wanted.Split('\n');
        int line = Enumerable.Range(0, Math.Min(has.Length, should.Length)).FirstOrDefault(i => has[i] != should[i], Math.Min(has.Length, should.Length));
        yield return $"line {line + 1} is '{has.ElementAtOrDefault(line)}', but the code gives '{should.ElementAtOrDefault(line)}'.";
    }

    private static IEnumerable<string> Synopsis(HelpPage page)
    {
        string synopsis = page.Text("SYNOPSIS");
        if (synopsis.Contains('\n', StringComparison.Ordinal) || synopsis.Length > SynopsisLength)
            yield return $"its synopsis is longer than one line of {SynopsisLength}.";
    }

    private static IEnumerable<string> Description(HelpPage page) =>
        PlainText.Paragraphs(page.Text("DESCRIPTION"))
            .Where(p => Regex.Count(p, @"[.!?](?=\s+[A-Z'-])") >= MostSentences)
            .Select(p => $"the paragraph '{p[..Math.Min(p.Length, 50)]}...' has more than {MostSentences} sentences.");

    private static IEnumerable<string> Examples(CmdletFacts cmdlet, HelpPage page)
    {
        IReadOnlyList<Section> examples = page.Parts("EXAMPLES");
        if (examples.Count < 2)
            yield return $"has {examples.Count} examples; two are the least.";
        for (int i = 0; i < examples.Count; i++)
        {
            string[] code = [.. PlainText.Code(examples[i].Body, "powershell")];
            if (!Regex.IsMatch(examples[i].Heading, $@"^Example {i + 1}: \S"))
                yield return $"the heading '{examples[i].Heading}' is not 'Example {i + 1}: what it does'.";
            if (code.Length != 1)
                yield return $"example {i + 1} has {code.Length} blocks of powershell instead of one.";
            else if (!code[0].Contains(cmdlet.Name, StringComparison.Ordinal))
                yield return $"example {i + 1} does not use the cmdlet.";
            if (PlainText.Paragraphs(examples[i].Body).FirstOrDefault()?.StartsWith("Run this ", StringComparison.Ordinal) != true)
                yield return $"example {i + 1} does not begin with 'Run this' and say when one would.";
        }
    }

    private static IEnumerable<string> Outputs(CmdletFacts cmdlet, HelpPage page)
    {
        HashSet<string> named = [.. page.Parts("OUTPUTS").Select(o => o.Heading)];
        return cmdlet.Outputs.Where(o => !named.Contains(o)).Select(o => $"does not say that it gives {o}.");
    }

    private static IEnumerable<string> Links(HelpPage page, IReadOnlySet<string> cmdlets) =>
        PlainText.Links(page.Text("RELATED LINKS"))
            .Where(l => l.Url.EndsWith(".md", StringComparison.Ordinal) && !cmdlets.Contains(l.Url[..^3]))
            .Select(l => $"links to {l.Url}, which is no cmdlet's page.");
}
