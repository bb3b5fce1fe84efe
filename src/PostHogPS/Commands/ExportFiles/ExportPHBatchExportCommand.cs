using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Hosting;

namespace PostHogPS.Commands;

/// <summary>Writes batch exports as files for a repository: one each, the same bytes for the same state, no secret in any.</summary>
[Cmdlet(VerbsData.Export, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPHBatchExportCommand : OperationCmdlet
{
    private string _root = "";

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
    protected override void BeginProcessing() => Try(Path, () =>
    {
        base.BeginProcessing();
        _root = FilePath.Resolve(this, Path, "folder");
        if (File.Exists(_root))
            throw Problems.BadPath(Path, "folder", "it is a file.");
        // With folders in it, it need not be the one that is written to.
        if (!Command.Parameters.IsWhatIf && new FileFolder(_root, EngineHost.FileReader) is { IsEmpty: true } folder)
            folder.CheckWritable();
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () => Selection.Collect(References, AllProjects));

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Path, () =>
    {
        Selection.CheckCollected(BatchExport, "Nothing was written");
        List<IGrouping<(PostHogConnection, string), BatchExportTarget>> projects = Selection.Collected.GroupBy(static target => target.Scope.Key).ToList();
        IReadOnlyDictionary<(PostHogConnection, string), string> paths =
            ProjectFolders.FindPaths(_root, projects.ConvertAll(static project => project.First().Scope), AllProjects);
        foreach (IGrouping<(PostHogConnection, string), BatchExportTarget> project in projects)
        {
            ProjectScope scope = project.First().Scope;
            Try(scope.Description, () => Write(scope, project.ToList(), paths[scope.Key]));
        }
    });

    private void Write(ProjectScope scope, List<BatchExportTarget> targets, string path)
    {
        var folder = new FileFolder(path, EngineHost.FileReader);
        // With files there, all of them may be up to date.
        if (folder.List().Count == 0 && !Command.Parameters.IsWhatIf)
            folder.CheckWritable();
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
            Try(draft.Export, () => Write(writer, draft));
    }

    private void Write(ExportFileWriter writer, ExportFileDraft draft)
    {
        string file = writer.PathOf(draft);
        if (draft.Content is null)
            WriteVerbose($"'{file}' is up to date.");
        else
        {
            writer.CheckWritable(draft);
            if (!ShouldProcess(file, draft.Description))
                return;
            writer.Write(draft);
            foreach (string fault in draft.DescribeFaults(file))
                WriteWarning(fault);
        }

        if (PassThru)
            Command.Messages.WriteFile(new FileInfo(file));
    }
}
