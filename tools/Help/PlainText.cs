using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PostHogPS.HelpTool;

/// <summary>Markdown as Get-Help can show it: paragraphs of plain text, tables in columns, and code.</summary>
public static class PlainText
{
    // What is left of 80 columns where Get-Help indents most. It breaks longer lines without regard to columns.
    private const int TableWidth = 68;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>The paragraphs, without code blocks.</summary>
    public static IEnumerable<string> Paragraphs(string markdown) => Markdown.Parse(markdown, Pipeline).SelectMany(Paragraphs);

    /// <summary>The code blocks of one language.</summary>
    public static IEnumerable<string> Code(string markdown, string language) =>
        Markdown.Parse(markdown, Pipeline).OfType<FencedCodeBlock>().Where(b => b.Info == language).Select(b => b.Lines.ToString().ReplaceLineEndings("\n"));

    /// <summary>Text and address of each link, in order.</summary>
    public static IEnumerable<(string Text, string Url)> Links(string markdown) =>
        Markdown.Parse(markdown, Pipeline).Descendants<LinkInline>().Select(l => (Inline(l), l.Url ?? ""));

    private static IEnumerable<string> Paragraphs(Block block) => block switch
    {
        LeafBlock { Inline: { } inline } => [Inline(inline)],
        ListBlock list => list.Cast<ListItemBlock>().Select((item, i) =>
            (list.IsOrdered ? (i + 1) + ". " : "- ") + string.Join(" ", item.SelectMany(Paragraphs))),
        FencedCodeBlock { Info: "output" or "text" } code => [code.Lines.ToString().ReplaceLineEndings("\n").TrimEnd('\n')],
        Table table => [Columns(table)],
        ContainerBlock container => container.SelectMany(Paragraphs),
        _ => [],
    };

    // All columns but the last as wide as their widest cell; the last one takes what is left and is wrapped there.
    private static string Columns(Table table)
    {
        List<string[]> rows = [.. table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(cell => string.Join(" ", cell.SelectMany(Paragraphs))).ToArray())];
        int last = rows[0].Length - 1;
        int[] widths = [.. Enumerable.Range(0, last).Select(column => rows.Max(row => row[column].Length))];
        rows.Insert(1, [.. rows[0].Select(head => new string('-', head.Length))]);
        int rest = TableWidth - widths.Sum(width => width + 2);
        return string.Join("\n", rows.SelectMany(row => Wrap(row[last], rest).Select((line, i) =>
            string.Concat(widths.Select((width, column) => (i == 0 ? row[column] : "").PadRight(width + 2))) + line)));
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += (line.Length > 0 ? " " : "") + word;
        }

        yield return line;
    }

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
