using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.HelpTool;

/// <summary>A heading and the text under it.</summary>
public sealed record Section(string Heading, string Body, IReadOnlyList<Section> Parts);

/// <summary>One help page, cut at its headings. Bodies are kept as they were written.</summary>
public sealed class HelpPage
{
    private HelpPage(string frontMatter, string name, IReadOnlyList<Section> sections)
    {
        FrontMatter = frontMatter;
        Name = name;
        Sections = sections;
    }

    public string FrontMatter { get; }

    public string Name { get; }

    public IReadOnlyList<Section> Sections { get; }

    public static HelpPage Empty(string name) => new("", name, []);

    public static HelpPage Parse(string text)
    {
        List<string> lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        string frontMatter = "";
        if (lines[0] == "---")
        {
            int end = lines.IndexOf("---", 1);
            frontMatter = string.Join("\n", lines.Take(end + 1));
            lines.RemoveRange(0, end + 1);
        }

        List<(string Heading, List<string> Body)> titles = Cut(lines, "# ");
        string name = titles.Count > 1 ? titles[1].Heading : "";
        List<string> rest = titles.Count > 1 ? titles[1].Body : [];
        return new HelpPage(frontMatter, name, [.. Cut(rest, "## ").Skip(1).Select(s => Build(s.Heading, s.Body))]);
    }

    /// <summary>The text under a heading, without its parts; empty when it is not there.</summary>
    public string Text(string heading) => Find(heading)?.Body ?? "";

    public IReadOnlyList<Section> Parts(string heading) => Find(heading)?.Parts ?? [];

    private Section? Find(string heading) => Sections.FirstOrDefault(s => s.Heading == heading);

    private static Section Build(string heading, List<string> body)
    {
        List<(string Heading, List<string> Body)> parts = Cut(body, "### ");
        return new Section(heading, Join(parts[0].Body), [.. parts.Skip(1).Select(p => new Section(p.Heading, Join(p.Body), []))]);
    }

    private static string Join(List<string> lines) => string.Join("\n", lines).Trim('\n');

    // A "#" inside a code block is a comment, not a heading.
    private static List<(string Heading, List<string> Body)> Cut(IEnumerable<string> lines, string mark)
    {
        List<(string Heading, List<string> Body)> pieces = [("", [])];
        bool code = false;
        foreach (string line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                code = !code;
            if (!code && line.StartsWith(mark, StringComparison.Ordinal))
                pieces.Add((line[mark.Length..].Trim(), []));
            else
                pieces[^1].Body.Add(line.TrimEnd());
        }

        return pieces;
    }
}
