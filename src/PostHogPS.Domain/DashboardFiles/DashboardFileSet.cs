using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;

namespace PostHogPS.DashboardFiles;

/// <summary>The dashboards of a folder, or the one of a file. All files are read and judged before anything is sent.</summary>
internal sealed class DashboardFileSet
{
    private readonly List<DashboardFile> _files = [];
    private readonly List<ProblemException> _problems = [];
    private readonly HashSet<string> _templates = [];

    private DashboardFileSet(FileFolder folder) => Folder = folder;

    internal FileFolder Folder { get; }

    internal IReadOnlyList<DashboardFile> Files => _files;

    /// <summary>What is wrong, file by file. With one of them nothing is sent.</summary>
    internal IReadOnlyList<ProblemException> Problems => _problems;

    /// <param name="folder">The folder.</param>
    /// <param name="single">The only file to read; null for all.</param>
    internal static DashboardFileSet Read(FileFolder folder, string? single = null)
    {
        var set = new DashboardFileSet(folder);
        foreach (string name in single is null ? folder.List() : [single])
            set.Add(name, isSingle: single is not null);
        foreach (IGrouping<string, DashboardFile> twins in set._files.GroupBy(static file => file.Key).Where(static group => group.Count() > 1))
        {
            set._problems.Add(new FileProblem(DashboardFormat.Key,
                $"{string.Join(" and ", twins.Select(static file => file.File))} have the same key, so they are about one dashboard."
                    + (twins.All(file => set._templates.Contains(file.File))
                        ? " Templates without an id are known by template_name alone: give one of them another name." : ""),
                twins.Last().Root.Line, twins.Last().Root.Column).ToException(Path.Combine(folder.Root, twins.Last().File)));
        }

        return set;
    }

    private void Add(string name, bool isSingle)
    {
        string path = Path.Combine(Folder.Root, name);
        if (Folder.Read(name, _problems) is not { } root)
            return;

        var problems = new List<FileProblem>();
        if (TemplateReader.IsTemplate(root))
        {
            _templates.Add(name);
            root = TemplateReader.Read(root, problems);
        }
        else if (!isSingle && DashboardFormat.Format.IsOther(root))
            return;
        if (problems.Count == 0)
            problems.AddRange(DashboardFormat.Format.Check(root));
        if (problems.Count == 0)
            problems.AddRange(DashboardFileRules.Check(root));
        _problems.AddRange(problems.Select(problem => problem.ToException(path)));
        if (problems.Count > 0)
            return;
        ReferenceWriter.NameIds(root);
        DashboardFile.AddKeys(root);
        _files.Add(new DashboardFile(name, root));
    }
}
