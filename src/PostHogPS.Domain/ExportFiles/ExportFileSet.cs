using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>The batch exports of a folder. All files are read and judged before anything is sent.</summary>
internal sealed class ExportFileSet
{
    private readonly List<ExportFile> _files = [];
    private readonly List<ProblemException> _problems = [];
    private readonly List<string> _skipped = [];
    private readonly List<(ExportFile File, IReadOnlyList<ProblemException> Problems)> _wrong = [];

    private readonly string _consequence;

    private ExportFileSet(FileFolder folder, string consequence)
    {
        Folder = folder;
        _consequence = consequence;
    }

    internal FileFolder Folder { get; }

    internal IReadOnlyList<ExportFile> Files => _files;

    /// <summary>
    /// What is wrong, file by file. With one of them nothing of the folder may be sent: a file that is not understood may be
    /// about any export.
    /// </summary>
    internal IReadOnlyList<ProblemException> Problems => _problems;

    /// <summary>Files that are about something else, and are left alone.</summary>
    internal IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Reads all files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="consequence">What a wrong file means, for its message.</param>
    internal static ExportFileSet Read(FileFolder folder, string consequence = FileProblem.NothingSent)
    {
        var set = new ExportFileSet(folder, consequence);
        foreach (string name in folder.List())
            set.Add(name);
        return set;
    }

    /// <summary>
    /// The same for writing the files again: an error in a file does not matter where its id names the export, since PostHog's values
    /// take the place of those in it.
    /// </summary>
    /// <param name="exports">The exports of the project.</param>
    internal ExportFileSet ForWriting(IReadOnlyList<BatchExport> exports)
    {
        var set = new ExportFileSet(Folder, _consequence);
        set._files.AddRange(_files);
        set._problems.AddRange(_problems);
        foreach ((ExportFile file, IReadOnlyList<ProblemException> problems) in _wrong)
        {
            if (file.Id is not { } id || exports.All(export => export.Id != id))
                continue;
            set._files.Add(file);
            set._problems.RemoveAll(problems.Contains);
        }

        return set;
    }

    private void Add(string name)
    {
        string path = Path.Combine(Folder.Root, name);
        if (Folder.Read(name, _problems, _consequence) is not { } root)
            return;

        if (ExportFormat.Format.IsOther(root) || IsForeign(root))
        {
            _skipped.Add(name);
            return;
        }

        var file = new ExportFile(name, root);
        List<ProblemException> problems = Judge(file).Select(problem => problem.ToException(path, _consequence)).ToList();
        _problems.AddRange(problems);
        if (problems.Count == 0)
            _files.Add(file);
        else if (ExportFormat.Format.IsThisVersion(root))
            _wrong.Add((file, problems));
    }

    // package.json and the like. One that looks like an export has only lost its $schema.
    private static bool IsForeign(FileValue root) =>
        root.FindProperty(FileFormat.SchemaKey) is null && (root.Find(ExportFormat.Destination) is null || root.Find("model") is null);

    /// <summary>What is wrong with a file: by the schema, then by the rules that a schema cannot say.</summary>
    internal static IReadOnlyList<FileProblem> Judge(ExportFile file)
    {
        IReadOnlyList<FileProblem> problems = ExportFormat.Format.Check(file.Root);
        return problems.Count > 0 ? problems : ExportFileRules.Check(file).ToList();
    }
}
