using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Hosting;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that compare a folder of files with a project. All files are judged before anything is sent.</summary>
public abstract class ExportFilesCmdlet : ProjectCmdlet
{
    /// <summary><para>The folder with the files.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Path, () =>
    {
        var folder = new FileFolder(FilePath.Resolve(this, Path, "folder"), EngineHost.FileReader);
        if (!folder.Exists)
            throw Problems.BadPath(Path, "folder", System.IO.File.Exists(folder.Root) ? "it is a file; give its folder." : "there is no such folder.");
        ExportFileSet files = ExportFileSet.Read(folder);
        foreach (string name in files.Skipped)
            WriteVerbose($"'{name}' is not the file of a batch export.");
        if (!Report(Path, files.Problems))
            return;
        if (files.Files.Count == 0)
            WriteWarning(folder.DescribeEmpty("a batch export", static inner => ExportFileSet.Read(inner).Files.Count > 0));
        ProjectScope scope = Scopes.Default();
        Process(files, Await(call => ProjectExports.ReadAsync(scope, call)));
    });

    private protected abstract void Process(ExportFileSet files, ProjectExports project);
}
