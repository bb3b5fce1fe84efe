using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.TestHost;

namespace PostHogPS.HelpTool;

/// <summary>The folder of help pages, and what is made from it.</summary>
public sealed class HelpBook(string folder)
{
    public static string DefaultFolder { get; } = Path.Combine(StagedModule.RepositoryRoot, "docs", "en-US");

    private static string Readme => Path.Combine(StagedModule.RepositoryRoot, "README.md");

    private readonly DocComments _comments = new();

    public string MamlFile => Path.Combine(folder, "PostHogPS.dll-Help.xml");

    /// <summary>Brings every page in step with the code. Answers what changed.</summary>
    public IEnumerable<string> Refresh(IReadOnlyList<CmdletFacts> cmdlets)
    {
        foreach (CmdletFacts cmdlet in cmdlets)
        {
            string file = PageFile(cmdlet.Name);
            string before = File.Exists(file) ? File.ReadAllText(file) : "";
            string after = PageWriter.Write(before.Length > 0 ? HelpPage.Parse(before) : HelpPage.Empty(cmdlet.Name), cmdlet, _comments);
            if (after == before)
                continue;
            File.WriteAllText(file, after);
            yield return (before.Length == 0 ? "new      " : "changed  ") + Path.GetFileName(file);
        }
    }

    /// <summary>Writes what is made from the pages. Answers the files written.</summary>
    public IEnumerable<string> Build(IReadOnlyList<CmdletFacts> cmdlets)
    {
        File.WriteAllText(MamlFile, Maml(cmdlets));
        yield return MamlFile;
        if (!File.Exists(Readme))
            yield break;
        File.WriteAllText(Readme, CmdletTable.Put(File.ReadAllText(Readme), Table(cmdlets)));
        yield return Readme;
    }

    /// <summary>The MAML as the pages and the code would have it now.</summary>
    public string Maml(IReadOnlyList<CmdletFacts> cmdlets) =>
        MamlWriter.Write(cmdlets.Where(c => File.Exists(PageFile(c.Name))).Select(c => (c, Page(c.Name))));

    /// <summary>The table of cmdlets as the README should have it.</summary>
    public string Table(IReadOnlyList<CmdletFacts> cmdlets) =>
        CmdletTable.Write(cmdlets.Where(c => File.Exists(PageFile(c.Name))).Select(c => (c, Page(c.Name))));

    /// <summary>Everything that is out of step.</summary>
    public IEnumerable<string> Check(IReadOnlyList<CmdletFacts> cmdlets)
    {
        HashSet<string> names = [.. cmdlets.Select(c => c.Name)];
        foreach (string gone in Directory.GetFiles(folder, "*-*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !names.Contains(n)))
            yield return $"{gone}: has a page but is no cmdlet.";

        foreach (CmdletFacts cmdlet in cmdlets)
        {
            foreach (string problem in Check(cmdlet, names))
                yield return cmdlet.Name + ": " + problem;
        }

        if (!File.Exists(MamlFile) || File.ReadAllText(MamlFile) != Maml(cmdlets))
            yield return Path.GetFileName(MamlFile) + ": is not what the pages give.";
        if (File.Exists(Readme) && CmdletTable.Put(File.ReadAllText(Readme), Table(cmdlets)) != File.ReadAllText(Readme))
            yield return "README.md: its table of cmdlets is not what the pages give.";
    }

    public HelpPage Page(string cmdlet) => HelpPage.Parse(File.ReadAllText(PageFile(cmdlet)));

    private IEnumerable<string> Check(CmdletFacts cmdlet, HashSet<string> names)
    {
        string file = PageFile(cmdlet.Name);
        if (!File.Exists(file))
            return ["has no page."];
        string text = File.ReadAllText(file);
        HelpPage page = HelpPage.Parse(text);
        return PageCheck.Against(cmdlet, page, text, PageWriter.Write(page, cmdlet, _comments), names);
    }

    private string PageFile(string cmdlet) => Path.Combine(folder, cmdlet + ".md");
}
