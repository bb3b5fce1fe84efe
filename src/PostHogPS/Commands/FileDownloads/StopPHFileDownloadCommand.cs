using System;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Cancels exports to files (POST cancel).</summary>
[Cmdlet(VerbsLifecycle.Stop, "PHFileDownload", SupportsShouldProcess = true)]
[OutputType(typeof(FileDownload))]
public sealed class StopPHFileDownloadCommand : ProjectCmdlet
{
    /// <summary><para>The downloads: objects or ids.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [FileDownloadReferences]
    [ArgumentCompleter(typeof(FileDownloadCompleter))]
    public FileDownloadReference[] FileDownload { get; set; } = [];

    /// <summary><para>Gives the downloads back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (FileDownloadReference reference in FileDownload)
            Try(reference.Piped.Input, () => Cancel(reference.Required(), Scopes.Resolve(reference.Piped)));
    }

    private void Cancel(Guid id, ProjectScope scope)
    {
        if (!ShouldProcess($"file download {id} in {scope.Description}", "Stop (cancel)"))
            return;
        Await(call => scope.Session.FileDownloads.CancelAsync(scope.Project, id, call));
        if (PassThru)
            WriteObject(scope.Stamp(Await(call => scope.Session.FileDownloads.GetAsync(scope.Project, id, call))));
    }
}
