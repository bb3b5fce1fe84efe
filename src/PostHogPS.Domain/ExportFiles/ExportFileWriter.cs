using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>
/// Writes batch exports into a folder, one file for each. What a person has written there stays: comments, names of secrets,
/// properties of their own.
/// </summary>
internal sealed class ExportFileWriter
{
    private readonly FileFolder _folder;
    private readonly bool _includeState;
    private readonly bool _force;

    /// <param name="folder">Where to.</param>
    /// <param name="includeState">Whether the files say if the exports are paused.</param>
    /// <param name="force">Replaces read-only files too.</param>
    internal ExportFileWriter(FileFolder folder, bool includeState, bool force)
    {
        _folder = folder;
        _includeState = includeState;
        _force = force;
    }

    /// <summary>What would be written: a file for each export, in the order of the exports.</summary>
    /// <param name="exports">The exports to write.</param>
    /// <param name="project">The project they are of, with all of its exports.</param>
    /// <param name="files">What is in the folder.</param>
    /// <param name="problems">Files of which it is not clear whose they are.</param>
    internal IReadOnlyList<ExportFileDraft> Plan(IReadOnlyList<BatchExport> exports, ProjectExports project, ExportFileSet files,
        out IReadOnlyList<ProblemException> problems)
    {
        ExportMatch match = ExportMatch.Create(files.Files, project);
        problems = match.Problems.Select(static one => one.Problem).ToList();
        if (!_force)
        {
            problems = [.. problems, .. match.Pairs.Where(pair => exports.Any(export => export.Id == pair.Export.Id)).Select(CheckId)
                .OfType<ProblemException>()];
        }

        Dictionary<Guid, ExportFile> known = match.Pairs.ToDictionary(static pair => pair.Export.Id, static pair => pair.File);
        // Files of other things keep their names; names already given stay, so that an export keeps its file when another one gets its name.
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique(
            exports.Where(export => !known.ContainsKey(export.Id)).Select(static export => (export.Name, export.Id.ToString())).ToList(),
            ExportFormat.Fallback,
            _folder.List().Select(static file => file.Substring(0, file.Length - FileNames.Extension.Length)));
        Dictionary<Guid, string> secrets = SecretPrefixes(exports, project, files.Files, known);
        return exports.Select(export =>
        {
            known.TryGetValue(export.Id, out ExportFile? old);
            string file = old?.File ?? names[export.Id.ToString()] + FileNames.Extension;
            FileValue complete = ExportDocument.Create(export, project.Integrations, secrets[export.Id]);
            return new ExportFileDraft(export, file, CreateContent(complete, old?.Root), old is null,
                ExportDocument.WithoutDefaults(complete, includeState: true));
        }).ToList();
    }

    // Two exports with one name of a secret would get one token, and so would two names that share a variable of the environment. Names that
    // are in a file stay.
    private static Dictionary<Guid, string> SecretPrefixes(
        IReadOnlyList<BatchExport> exports, ProjectExports project, IReadOnlyList<ExportFile> files, Dictionary<Guid, ExportFile> known)
    {
        Dictionary<Guid, string> prefixes = exports.ToDictionary(static export => export.Id, static export => ExportFile.SecretPrefix(export.Name));
        List<(string, string)> unnamed = exports.Where(export => !(known.TryGetValue(export.Id, out ExportFile? file) && ExportSecrets.NamesIn(file).Any())
            && ExportSecrets.NamesIn(new ExportFile("", ExportDocument.Create(export, project.Integrations, ""))).Any())
            .Select(static export => (export.Name, export.Id.ToString())).ToList();
        foreach (KeyValuePair<string, string> made in FileNames.CreateUnique(
            unnamed, ExportFormat.Fallback, ExportSecrets.PrefixesOf(files.SelectMany(ExportSecrets.NamesIn)), SecretVariable.Fold))
            prefixes[Guid.Parse(made.Key)] = made.Value;
        return prefixes;
    }

    // By name: the same files serve several projects, but a run in the wrong one would make them those of another.
    private static ProblemException? CheckId((ExportFile File, BatchExport Export) pair) => pair.File.Id is not { } id || id == pair.Export.Id ? null
        : Problems.Validation(
            $"'{pair.File.File}' has the id {id}, and '{MessageText.Name(pair.Export.Name)}' of project {pair.Export.ProjectId} has {pair.Export.Id}. "
                + "Nothing was written.",
            "Export another project into another folder. To replace the ids in these files: -Force.");

    /// <summary>The path of a file.</summary>
    internal string PathOf(ExportFileDraft draft) => Path.Combine(_folder.Root, draft.File);

    /// <summary>Rejects a read-only file, before anybody is asked about it.</summary>
    internal void CheckWritable(ExportFileDraft draft)
    {
        string path = PathOf(draft);
        if (!_force && File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
            throw NotWritten(Problems.FileNotWritten(path, "it is read-only."));
    }

    /// <summary>Writes a file, and the schema beside it. Bytes that are there already are not written again.</summary>
    internal bool Write(ExportFileDraft draft)
    {
        // What keeps all files from being written is no error of this one.
        _folder.CheckWritable();
        _folder.Write(ExportFormat.Format.SchemaPath, ExportFormat.Format.EncodeSchema(), _force);
        try
        {
            return draft.Content is not null && _folder.Write(draft.File, FileText.Encode(draft.Content), _force);
        }
        catch (ProblemException problem)
        {
            throw NotWritten(problem);
        }
    }

    // The remaining files are written anyway.
    private static ProblemException NotWritten(ProblemException problem) =>
        new(problem.Id, problem.Category, problem.Message, "Check that the file may be written to. -Force replaces a read-only one.");

    /// <summary>
    /// Writes the id of an export into its file, so that a rename does not make another one. An id that is there stays: it is the
    /// export's in another project, and the same files serve several. Nothing else of the file changes.
    /// </summary>
    internal static bool WriteId(FileFolder folder, ExportFile file, System.Guid id)
    {
        if (file.Id is not null)
            return false;
        FileValue root = file.Root;
        FileProperty property = new("id", FileValue.CreateText(id.ToString()));
        int place = root.Properties.FindIndex(static one => one.Name == FileFormat.SchemaKey) + 1;
        if (root.FindProperty("id") is { } empty)
            root.Set("id", property.Value.WithCommentsOf(empty.Value));
        else if (place < root.Properties.Count
            && FileText.Insert(folder.ReadText(file.File), root.Properties[place], property.Name, property.Value.Text) is { } text)
            return folder.Write(file.File, System.Text.Encoding.UTF8.GetBytes(text));
        else
            root.Properties.Insert(place, property);
        return folder.Write(file.File, FileText.Encode(root));
    }

    // Null where the file says it all already, in whatever form and order.
    private FileValue? CreateContent(FileValue complete, FileValue? old)
    {
        bool hasState = _includeState || old?.Find("paused") is not null;
        FileValue wanted = ExportDocument.WithoutDefaults(complete, hasState);
        if (old is null)
            return wanted;
        bool isSame = SameId(old, complete) && hasState == old.Find("paused") is not null && !Differences(old, complete).Any();
        if (isSame)
            return null;
        DropInlineSecrets(old, wanted);
        return ExportFormat.Format.Schema.Merge(old, wanted, null);
    }

    private static bool SameId(FileValue old, FileValue complete) =>
        string.Equals(old.FindText("id"), complete.FindText("id"), StringComparison.OrdinalIgnoreCase);

    // What only the file knows stays there and is no reason to write it.
    private static IEnumerable<FileDifference> Differences(FileValue old, FileValue complete)
    {
        var found = new List<FileDifference>();
        ExportFormat.Format.Schema.Compare(old, complete, null, "", found);
        return found.Where(static difference => !difference.IsUnknown || difference.AtServer is not null);
    }

    // Credentials that have moved into an integration.
    private static void DropInlineSecrets(FileValue old, FileValue wanted)
    {
        if (wanted.Find(ExportFormat.Destination)?.Find(ExportFormat.Integration) is not null)
            old.Find(ExportFormat.Destination)?.Find(ExportFormat.Config)?.Properties.RemoveAll(static property => SecretSchema.IsReference(property.Value));
    }
}

/// <summary>A file that is to be written.</summary>
internal sealed class ExportFileDraft(BatchExport export, string file, FileValue? content, bool isNew, FileValue server)
{
    internal BatchExport Export { get; } = export;

    internal string File { get; } = file;

    /// <summary>Null where nothing changes.</summary>
    internal FileValue? Content { get; } = content;

    /// <summary>
    /// Properties that a file of this format must have or may not have so: the answer of a server that is older or newer
    /// than what is known here.
    /// </summary>
    internal IReadOnlyList<string> Doubtful { get; } = content is null ? [] : Judge(file, server);

    /// <summary>Properties that a person has written wrongly, and that stay.</summary>
    internal IReadOnlyList<string> Mistakes { get; } = content is null ? [] : [.. Judge(file, content).Except(Judge(file, server), StringComparer.Ordinal)];

    internal bool IsNew { get; } = isNew;

    /// <summary>What is written, as a question says it.</summary>
    internal string Description => $"{(IsNew ? "Write" : "Update")} the file of batch export '{MessageText.Name(Export.Name)}'";

    /// <summary>What keeps a sync from using the file, as sentences.</summary>
    /// <param name="path">The path of the file.</param>
    internal IEnumerable<string> DescribeFaults(string path)
    {
        if (Doubtful.Count > 0)
            yield return $"'{path}' has what PostHog says about '{MessageText.Name(Export.Name)}', "
                + $"which this version of the module takes for wrong or incomplete: {string.Join(", ", Doubtful)}. Sync-PHBatchExport will not use it.";
        if (Mistakes.Count > 0)
            yield return $"'{path}' was updated and keeps what is wrong in it: {string.Join(", ", Mistakes)}. Correct it: "
                + "Sync-PHBatchExport will not use it.";
    }

    private static List<string> Judge(string file, FileValue content) =>
        ExportFileSet.Judge(new ExportFile(file, content)).Select(static problem => problem.Property).ToList();
}
