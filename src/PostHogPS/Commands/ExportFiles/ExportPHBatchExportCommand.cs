using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Hosting;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Writes batch exports as files for a repository: one each, the same bytes for the same state, no secret in any.</summary>
[Cmdlet(VerbsData.Export, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPHBatchExportCommand : OperationCmdlet
{
    private readonly List<BatchExportTarget> _targets = new();
    private bool _asked;

    /// <summary><para>The folder, which is created if it does not exist.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default:
    /// every export of the project.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public override BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>Writes down as well whether an export is paused. Without it only files that say so already do.</para></summary>
    [Parameter]
    public SwitchParameter IncludeState { get; set; }

    /// <summary><para>Replaces read-only files too, and ids of another project in the files.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Gives the files back, those that were up to date included.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override int? PageSize => ProjectExports.PageSize;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _asked = true;
        Try(BatchExport, () => _targets.AddRange(Exports()));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Path, () =>
    {
        if (_targets.Count == 0 && !HasFailed && (BatchExport is not null || !_asked))
            throw Problems.Validation($"Nothing was written: {ExportSelection.WhyNothing(BatchExport)}.",
                "Get-PHBatchExport shows the exports and their names.");
        string root = FilePath.Resolve(this, Path, "folder");
        List<IGrouping<(PostHogConnection, string), BatchExportTarget>> projects = _targets.GroupBy(static target => target.Scope.Key).ToList();
        if (File.Exists(root))
            throw Problems.BadPath(Path, "folder", "it is a file.");
        IReadOnlyDictionary<(PostHogConnection, string), string> folders = AllProjects || projects.Count > 1
            ? ProjectFolders.CreateNames(projects.ConvertAll(static project => project.First().Scope))
            : new Dictionary<(PostHogConnection, string), string>();
        foreach (IGrouping<(PostHogConnection, string), BatchExportTarget> project in projects)
        {
            ProjectScope scope = project.First().Scope;
            string path = folders.TryGetValue(scope.Key, out string? name) ? System.IO.Path.Combine(root, name) : root;
            Try(scope.Description, () => Write(scope, project.ToList(), path));
        }
    });

    private void Write(ProjectScope scope, List<BatchExportTarget> targets, string path)
    {
        var folder = new FileFolder(path, EngineHost.FileReader);
        IReadOnlyList<BatchExport> listed = Resolver.ListOnce(scope);
        ExportFileSet files = ExportFileSet.Read(folder, "Nothing was written.").ForWriting(listed);
        // A file that is not understood may be the one of any of these exports.
        if (!Report(Path, files.Problems))
            return;
        List<BatchExport> exports = targets.ConvertAll(target => listed.FirstOrDefault(export => export.Id == target.Id) ?? Resolver.Load(target));
        ProjectExports project = Await(call => ProjectExports.ReadAsync(scope, listed.Union(exports).ToList(), call));
        var writer = new ExportFileWriter(folder, IncludeState, Force);
        IReadOnlyList<ExportFileDraft> drafts = writer.Plan(exports, project, files, out IReadOnlyList<ProblemException> problems);
        if (!Report(Path, problems))
            return;
        foreach (ExportFileDraft draft in drafts)
            Try(draft.Export, () => Write(writer, draft, folder));
    }

    private void Write(ExportFileWriter writer, ExportFileDraft draft, FileFolder folder)
    {
        string file = System.IO.Path.Combine(folder.Root, draft.File);
        if (draft.Content is null)
            WriteVerbose($"'{file}' is up to date.");
        else if (!Force && File.Exists(file) && (File.GetAttributes(file) & FileAttributes.ReadOnly) != 0)
            throw NotWritten(Problems.FileNotWritten(file, "it is read-only."));
        else if (ShouldProcess(file, $"{(draft.IsNew ? "Write" : "Update")} the file of batch export '{MessageText.Name(draft.Export.Name)}'"))
            Write(writer, draft, folder, file);
        else
            return;
        if (PassThru)
            Command.Messages.WriteFile(new FileInfo(file));
    }

    private void Write(ExportFileWriter writer, ExportFileDraft draft, FileFolder folder, string file)
    {
        try
        {
            writer.Write(draft);
        }
        catch (ProblemException problem) when (folder.Exists)
        {
            throw NotWritten(problem);
        }

        if (draft.Doubtful.Count > 0)
            WriteWarning($"'{file}' has what PostHog says about '{MessageText.Name(draft.Export.Name)}', "
                + $"which this version of the module takes for wrong or incomplete: {string.Join(", ", draft.Doubtful)}. Sync-PHBatchExport will not use it.");
        if (draft.Mistakes.Count > 0)
            WriteWarning($"'{file}' was updated and keeps what is wrong in it: {string.Join(", ", draft.Mistakes)}. Correct it: "
                + "Sync-PHBatchExport will not use it.");
    }

    // The remaining files are written anyway.
    private static ProblemException NotWritten(ProblemException problem) =>
        new(problem.Id, problem.Category, problem.Message, "Check that the file may be written to. -Force replaces a read-only one.");
}
