using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Lists exports to files, or reads some with their files.</summary>
[Cmdlet(VerbsCommon.Get, "PHFileDownload", SupportsPaging = true)]
[OutputType(typeof(FileDownload))]
public sealed class GetPHFileDownloadCommand : ProjectCmdlet
{

    /// <summary>
    /// <para>Downloads to read: ids, or objects to read again. A project lists its downloads. Default: all; a list says only their
    /// status.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [FileDownloadReferences]
    [ArgumentCompleter(typeof(FileDownloadCompleter))]
    public FileDownloadReference[]? FileDownload { get; set; }

    /// <summary><para>Only those in these states: Running, Completed, Failed, Cancelled.</para></summary>
    [Parameter]
    [ValidateSet("Running", "Completed", "Failed", "Cancelled")]
    public string[]? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (FileDownload is null)
            Try(null, () => List(Scopes.Default()));
        foreach (FileDownloadReference reference in FileDownload ?? [])
            Try(reference.Piped.Input, () => Read(reference));
    }

    private void Read(FileDownloadReference reference)
    {
        if (reference.Piped.Kind is PipedKind.Project or PipedKind.Connection)
        {
            List(Scopes.Resolve(reference.Piped));
            return;
        }

        Guid id = reference.Required();
        ProjectScope scope = Scopes.Resolve(reference.Piped);
        FileDownload download = Await(call => scope.Session.FileDownloads.GetAsync(scope.Project, id, call));
        download.Extension = reference.Download?.Extension;
        Emit(scope, download);
    }

    private void List(ProjectScope scope)
    {
        foreach (FileDownload download in Stream("Reading file downloads", (next, call) => scope.Session.FileDownloads.ListAsync(scope.Project, next, call)))
        {
            if (Output.IsFull)
                return;
            Emit(scope, download);
        }
    }

    private void Emit(ProjectScope scope, FileDownload download)
    {
        if (State is null || State.Contains(download.State, StringComparer.OrdinalIgnoreCase))
            Output.Write(scope.Stamp(download));
    }
}
