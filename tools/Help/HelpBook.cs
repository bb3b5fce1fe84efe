using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PostHogPS.HelpTool;

/// <summary>The folder of help pages, and what is made from it.</summary>
public sealed class HelpBook(string folder, Assembly module)
{
    public static string RepositoryRoot { get; } = Recorded("RepositoryRoot");

    /// <summary>The module's assembly as the last build left it.</summary>
    public static string BuiltModule { get; } = Recorded("Module");

    public static string DefaultFolder { get; } = Path.Combine(RepositoryRoot, "docs", "en-US");

    private readonly DocComments _comments = new(module);

    /// <summary>What the code says of every cmdlet.</summary>
    public IReadOnlyList<CmdletFacts> Cmdlets { get; } = CmdletFacts.OfModule(module);

    private string ModulePageFile => Path.Combine(folder, "PostHogPS.md");

    /// <summary>Brings every page in step with the code. Answers what changed.</summary>
    public IEnumerable<string> Refresh()
    {
        foreach (CmdletFacts cmdlet in Cmdlets)
        {
            string file = PageFile(cmdlet.Name);
            string before = File.Exists(file) ? File.ReadAllText(file) : "";
            string after = PageWriter.Write(before.Length > 0 ? HelpPage.Parse(before) : HelpPage.Empty(cmdlet.Name), cmdlet, _comments);
            if (after == before)
                continue;
            File.WriteAllText(file, after);
            yield return (before.Length == 0 ? "new      " : "changed  ") + Path.GetFileName(file);
        }

        string page = File.ReadAllText(ModulePageFile);
        if (ModulePage.Put(page, Table()) is var renewed && renewed != page)
        {
            File.WriteAllText(ModulePageFile, renewed);
            yield return "changed  " + Path.GetFileName(ModulePageFile);
        }
    }

    /// <summary>The MAML of the pages.</summary>
    public string Maml() => MamlWriter.Write(Cmdlets.Where(c => File.Exists(PageFile(c.Name))).Select(c => (c, Page(c.Name))));

    /// <summary>Everything that is out of step.</summary>
    public IEnumerable<string> Check()
    {
        HashSet<string> names = [.. Cmdlets.Select(c => c.Name)];
        foreach (string gone in Directory.GetFiles(folder, "*-*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !names.Contains(n)))
            yield return $"{gone}: has a page but is no cmdlet.";

        foreach (CmdletFacts cmdlet in Cmdlets)
        {
            foreach (string problem in Check(cmdlet, names))
                yield return cmdlet.Name + ": " + problem;
        }

        if (ModulePage.Put(File.ReadAllText(ModulePageFile), Table()) != File.ReadAllText(ModulePageFile))
            yield return "PostHogPS: its table of cmdlets is not what the pages give.";
    }

    public HelpPage Page(string cmdlet) => HelpPage.Parse(File.ReadAllText(PageFile(cmdlet)));

    private static string Recorded(string key) => typeof(HelpBook).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;

    private string Table() => ModulePage.Table(Cmdlets.Where(c => File.Exists(PageFile(c.Name))).Select(c => (c, Page(c.Name))));

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
