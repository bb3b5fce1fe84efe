using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PostHogPS.HelpTool;

/// <summary>Markdown as Get-Help can show it: paragraphs of plain text, and code.</summary>
public static class PlainText
{
    /// <summary>The paragraphs, without code blocks.</summary>
    public static IEnumerable<string> Paragraphs(string markdown) => Markdown.Parse(markdown).SelectMany(Paragraphs);

    /// <summary>The code blocks of one language.</summary>
    public static IEnumerable<string> Code(string markdown, string language) =>
        Markdown.Parse(markdown).OfType<FencedCodeBlock>().Where(b => b.Info == language).Select(b => b.Lines.ToString().ReplaceLineEndings("\n"));

    /// <summary>Text and address of each link, in order.</summary>
    public static IEnumerable<(string Text, string Url)> Links(string markdown) =>
        Markdown.Parse(markdown).Descendants<LinkInline>().Select(l => (Inline(l), l.Url ?? ""));

    private static IEnumerable<string> Paragraphs(Block block) => block switch
    {
        LeafBlock { Inline: { } inline } => [Inline(inline)],
        ListBlock list => list.Cast<ListItemBlock>().Select((item, i) =>
            (list.IsOrdered ? (i + 1) + ". " : "- ") + string.Join(" ", item.SelectMany(Paragraphs))),
        FencedCodeBlock { Info: "output" or "text" } code => [code.Lines.ToString().ReplaceLineEndings("\n").TrimEnd('\n')],
        ContainerBlock container => container.SelectMany(Paragraphs),
        _ => [],
    };

    private static string Inline(ContainerInline container)
    {
        var text = new StringBuilder();
        Append(text, container);
        return Regex.Replace(text.ToString(), @"\s+", " ").Trim();
    }

    private static void Append(StringBuilder text, ContainerInline container)
    {
        foreach (Inline inline in container)
        {
            switch (inline)
            {
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case LiteralInline literal:
                    text.Append(literal.Content.ToString());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString());
                    break;
                case ContainerInline inner:
                    Append(text, inner);
                    break;
            }
        }
    }
}
