using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PostHogPS.HelpTool;

/// <summary>Makes the file that Get-Help reads. The same pages give the same bytes.</summary>
public static class MamlWriter
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<(CmdletFacts Cmdlet, HelpPage Page)> pages)
    {
        XNamespace root = "http://msh";
        var document = new XDocument(
            new XComment(" Made from the pages in docs/en-US by tools/Help. Edit those. "),
            new XElement(root + "helpItems", new XAttribute("schema", "maml"), pages.Select(p => Cmdlet(p.Cmdlet, p.Page))));
        var text = new Utf8Writer();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
            document.Save(writer);
        return text + "\n";
    }

    private static XElement Cmdlet(CmdletFacts cmdlet, HelpPage page)
    {
        Dictionary<string, string> words = page.Parts("PARAMETERS").ToDictionary(p => p.Heading, p => PageWriter.Words(p.Body), StringComparer.OrdinalIgnoreCase);
        return new XElement(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                Description(page.Text("SYNOPSIS"))),
            Description(page.Text("DESCRIPTION")),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => new XElement(Command + "syntaxItem",
                new XElement(Maml + "name", cmdlet.Name),
                set.Parameters.Select(p => SyntaxParameter(cmdlet, p))))),
            new XElement(Command + "parameters", cmdlet.Parameters.Select(p => Parameter(p, p.IsMandatory, p.Position, p.FromPipeline, words.GetValueOrDefault("-" + p.Name, "")))),
            new XElement(Command + "inputTypes", page.Parts("INPUTS").Select(i => new XElement(Command + "inputType", Type(i.Heading), Description(i.Body)))),
            new XElement(Command + "returnValues", page.Parts("OUTPUTS").Select(o => new XElement(Command + "returnValue", Type(o.Heading), Description(o.Body)))),
            page.Text("NOTES").Length == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Text("NOTES")))),
            new XElement(Command + "examples", page.Parts("EXAMPLES").Select(Example)),
            new XElement(Command + "relatedLinks", PlainText.Links(page.Text("RELATED LINKS")).Select(Link)));
    }

    private static XElement SyntaxParameter(CmdletFacts cmdlet, CommandParameterInfo p)
    {
        ParameterFacts facts = cmdlet.Parameters.Single(f => f.Name == p.Name);
        return Parameter(facts, p.IsMandatory, p.Position, p.ValueFromPipeline, "");
    }

    private static XElement Parameter(ParameterFacts parameter, bool mandatory, int position, bool pipeline, string words) =>
        new(Command + "parameter",
            new XAttribute("required", mandatory),
            new XAttribute("variableLength", parameter.Type.IsArray),
            new XAttribute("globbing", parameter.SupportsWildcards),
            new XAttribute("pipelineInput", pipeline ? "True (ByValue)" : "False"),
            new XAttribute("position", position >= 0 ? position.ToString(System.Globalization.CultureInfo.InvariantCulture) : "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            words.Length == 0 ? null : Description(words),
            // Get-Help shows a switch without a value when it finds none here.
            parameter.Type == typeof(SwitchParameter) ? null : new XElement(Command + "parameterValue",
                new XAttribute("required", true), new XAttribute("variableLength", parameter.Type.IsArray), TypeText.Short(parameter.Type)),
            new XElement(Dev + "type", new XElement(Maml + "name", TypeText.Short(parameter.Type)), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default.Length > 0 ? parameter.Default : parameter.Type == typeof(SwitchParameter) ? "False" : "None"));

    private static XElement Example(Section example) =>
        new(Command + "example",
            new XElement(Maml + "title", "---------- " + example.Heading + " ----------"),
            new XElement(Dev + "code", string.Join("\n", PlainText.Code(example.Body, "powershell")).TrimEnd('\n')),
            // The empty paragraph keeps the next title apart. No prompt: what is shown is what can be pasted.
            new XElement(Dev + "remarks", Paragraphs(example.Body), new XElement(Maml + "para")));

    private static XElement Link((string Text, string Url) link) =>
        new(Maml + "navigationLink",
            new XElement(Maml + "linkText", link.Text),
            // A page of this folder is reached by its name; only addresses are worth printing.
            new XElement(Maml + "uri", link.Url.Contains("://", StringComparison.Ordinal) ? link.Url : ""));

    private static XElement Type(string name) => new(Dev + "type", new XElement(Maml + "name", name), new XElement(Maml + "uri"));

    private static XElement Description(string markdown) => new(Maml + "description", Paragraphs(markdown));

    private static IEnumerable<XElement> Paragraphs(string markdown) => PlainText.Paragraphs(markdown).Select(p => new XElement(Maml + "para", p));

    private sealed class Utf8Writer : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
