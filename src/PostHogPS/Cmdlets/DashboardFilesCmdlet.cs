using System.IO;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;
using PostHogPS.Files;
using PostHogPS.Hosting;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that compare files of dashboards with a project. All files are judged before anything is sent.</summary>
public abstract class DashboardFilesCmdlet : ProjectCmdlet
{
    /// <summary><para>The folder with the files, or one file. JSON that PostHog's own pages export can be read too.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Whether there is anything to hold against the project.</summary>
    private protected bool HasFiles { get; private set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Path, () =>
    {
        string path = FilePath.Resolve(this, Path, "folder");
        bool isFile = File.Exists(path);
        if (!isFile && !Directory.Exists(path))
            throw Problems.BadPath(Path, "folder", "there is no such folder or file.");
        var folder = new FileFolder(isFile ? System.IO.Path.GetDirectoryName(path)! : path, EngineHost.FileReader);
        DashboardFileSet files = DashboardFileSet.Read(folder, isFile ? System.IO.Path.GetFileName(path) : null);
        if (!Report(Path, files.Problems))
            return;
        HasFiles = files.Files.Count > 0;
        if (!HasFiles)
            WriteWarning(folder.DescribeEmpty("a dashboard", static inner => DashboardFileSet.Read(inner).Files.Count > 0));
        ProjectScope scope = Scopes.Default();
        foreach (DashboardFile file in files.Files)
            Try(file.File, () => Process(file, scope), Advice);
    });

    private protected abstract void Process(DashboardFile file, ProjectScope scope);

    /// <summary>What to do about a failed call; null for the usual advice.</summary>
    private protected virtual string? Advice(PostHogApiException e) => null;
}
