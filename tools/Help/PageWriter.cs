using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PostHogPS.HelpTool;

/// <summary>Writes a page anew: what people wrote is kept, what the code decides is taken from the code.</summary>
public static class PageWriter
{
    /// <summary>Stands where words are still missing. Nothing with this in it passes the check.</summary>
    public const string Missing = "{{ words wanted }}";

    private const string CommonParameters =
        """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    public static string Write(HelpPage page, CmdletFacts cmdlet, DocComments comments)
    {
        var text = new StringBuilder();
        Add(text, page.FrontMatter.Length > 0 ? page.FrontMatter : FrontMatter(cmdlet));
        Add(text, "# " + cmdlet.Name);
        Add(text, "## SYNOPSIS", Or(page.Text("SYNOPSIS"), comments.Of(cmdlet.TypeName)));
        Add(text, "## SYNTAX");
        foreach (ParameterSetFacts set in cmdlet.Sets)
            Add(text, "### " + SetName(set), "```\n" + string.Join("\n", set.Syntax(cmdlet.Name)) + "\n```");
        Add(text, "## ALIASES", "This cmdlet has no aliases.");
        Add(text, "## DESCRIPTION", Or(page.Text("DESCRIPTION"), Missing));
        Add(text, "## EXAMPLES");
        foreach (Section example in Or(page.Parts("EXAMPLES"), new Section("Example 1: ", Missing, [])))
            Add(text, "### " + example.Heading, example.Body);
        Add(text, "## PARAMETERS");
        foreach (ParameterFacts parameter in cmdlet.Parameters)
            Add(text, "### -" + parameter.Name, Words(page, parameter, comments), "```yaml\n" + string.Join("\n", parameter.Yaml()) + "\n```");
        Add(text, "### CommonParameters", CommonParameters.ReplaceLineEndings("\n"));
        Add(text, "## INPUTS");
        foreach (Section input in Or(page.Parts("INPUTS"), new Section(cmdlet.Parameters.Any(p => p.FromPipeline) ? "System.Object" : "None", Missing, [])))
            Add(text, "### " + input.Heading, input.Body);
        Add(text, "## OUTPUTS");
        foreach (Section output in Or(page.Parts("OUTPUTS"), [.. cmdlet.Outputs.DefaultIfEmpty("None").Select(o => new Section(o, Missing, []))]))
            Add(text, "### " + output.Heading, output.Body);
        Add(text, "## NOTES", page.Text("NOTES"));
        Add(text, "## RELATED LINKS", Or(page.Text("RELATED LINKS"), Missing));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The words of a parameter on a page, without the yaml block.</summary>
    public static string Words(string body)
    {
        int yaml = body.IndexOf("```yaml", StringComparison.Ordinal);
        return (yaml < 0 ? body : body[..yaml]).Trim('\n');
    }

    private static string Words(HelpPage page, ParameterFacts parameter, DocComments comments)
    {
        Section? known = page.Parts("PARAMETERS").FirstOrDefault(p => p.Heading.Equals("-" + parameter.Name, StringComparison.OrdinalIgnoreCase));
        string written = known is null ? "" : Words(known.Body);
        return Or(written, Or(StandardWords.Of(parameter.Name), comments.Of(parameter.DeclaringType, parameter.Name)));
    }

    private static string SetName(ParameterSetFacts set) => set.Name + (set.IsDefault && set.Name != "__AllParameterSets" ? " (Default)" : "");

    private static string FrontMatter(CmdletFacts cmdlet) => string.Join("\n",
        "---",
        "document type: cmdlet",
        "external help file: PostHogPS.dll-Help.xml",
        "HelpUri: ''",
        "Locale: en-US",
        "Module Name: PostHogPS",
        "ms.date: " + DateTime.UtcNow.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture),
        "PlatyPS schema version: 2024-05-01",
        "title: " + cmdlet.Name,
        "---");

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise.Length > 0 ? otherwise : Missing;

    private static IReadOnlyList<Section> Or(IReadOnlyList<Section> parts, params Section[] otherwise) => parts.Count > 0 ? parts : otherwise;

    private static void Add(StringBuilder text, params string[] paragraphs)
    {
        foreach (string paragraph in paragraphs.Where(p => p.Length > 0))
            text.Append(paragraph).Append("\n\n");
    }
}
