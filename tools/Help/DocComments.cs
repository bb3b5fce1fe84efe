using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PostHogPS.HelpTool;

/// <summary>The summaries in the code, for the first version of a page.</summary>
public sealed class DocComments
{
    private readonly Dictionary<string, string> _summaries = [];

    /// <summary>Reads the file beside an assembly; nothing when there is none, as beside the one that ships.</summary>
    public DocComments(Assembly module)
    {
        string file = Path.ChangeExtension(module.Location, ".xml");
        if (!File.Exists(file))
            return;
        foreach (XElement member in XDocument.Load(file).Descendants("member"))
            _summaries[(string)member.Attribute("name")!] = Regex.Replace((string?)member.Element("summary") ?? "", @"\s+", " ").Trim();
    }

    internal string Of(string type) => _summaries.GetValueOrDefault("T:" + type, "");

    internal string Of(string type, string property) => _summaries.GetValueOrDefault("P:" + type + "." + property, "");
}
