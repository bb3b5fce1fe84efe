using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>The batch exports of a folder, read and judged as a whole before anything is sent.</summary>
internal sealed class ExportFileSet
{
    private readonly List<ExportFile> _files = [];
    private readonly List<ProblemException> _problems = [];

    private ExportFileSet(FileFolder folder) => Folder = folder;

    internal FileFolder Folder { get; }

    internal IReadOnlyList<ExportFile> Files => _files;

    /// <summary>What is wrong, file by file. With one of them nothing of the folder may be sent: a file that is not understood may be about any export.</summary>
    internal IReadOnlyList<ProblemException> Problems => _problems;

    internal static ExportFileSet Read(FileFolder folder)
    {
        var set = new ExportFileSet(folder);
        foreach (string name in folder.List())
            set.Add(name);
        return set;
    }

    private void Add(string name)
    {
        string path = Path.Combine(Folder.Root, name);
        FileValue? root;
        FileProblem? syntax;
        try
        {
            root = Folder.Read(name, out syntax);
        }
        catch (ProblemException problem)
        {
            _problems.Add(problem);
            return;
        }

        if (root is null)
        {
            _problems.Add(syntax!.ToException(path));
            return;
        }

        if (ExportFormat.Format.IsOther(root))
            return;
        IReadOnlyList<FileProblem> problems = ExportFormat.Format.Check(root);
        var file = new ExportFile(name, root);
        if (problems.Count == 0)
            problems = ExportFileRules.Check(file).ToList();
        _problems.AddRange(problems.Select(problem => problem.ToException(path)));
        if (problems.Count == 0)
            _files.Add(file);
    }
}
