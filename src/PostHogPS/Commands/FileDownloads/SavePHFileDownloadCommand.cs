using System;
using System.IO;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Downloads;

namespace PostHogPS.Commands;

/// <summary>Waits for exports to files and fetches every part of them. After an interruption the same command continues.</summary>
[Cmdlet(VerbsData.Save, "PHFileDownload", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, DefaultParameterSetName = ById)]
[OutputType(typeof(FileInfo))]
public sealed class SavePHFileDownloadCommand : ProjectCmdlet
{
    private const string ById = "Id";
    private const string ByInput = "Input";

    private volatile string? _saving;

    /// <summary><para>The downloads: objects or ids. When downloads are piped in, this argument is the folder.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [Parameter(Position = 0, ParameterSetName = ByInput)]
    [Alias("Id")]
    [FileDownloadReferences]
    [ArgumentCompleter(typeof(FileDownloadCompleter))]
    public FileDownloadReference[] FileDownload { get; set; } = [];

    /// <summary><para>Folder to write to; made when it is missing. Default: the current one.</para></summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary><para>The downloads, from the pipeline.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInput)]
    [FileDownloadReferences]
    public FileDownloadReference[] InputObject { get; set; } = [];

    /// <summary><para>Longest time to wait for the export to be ready.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Fetches parts again that are there already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string? GoesOn => _saving is { } id
        ? $"The file download {id} continues in PostHog, and what was fetched is kept: Save-PHFileDownload {id} goes on with it."
        : null;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(null, () =>
    {
        base.BeginProcessing();
        if (ParameterSetName != ByInput || FileDownload.Length == 0)
            return;
        // Get-PHFileDownload | Save-PHFileDownload ./exports
        if (Given(nameof(Path)) || FileDownload.Length > 1 || FileDownload[0].Piped is not { Kind: PipedKind.Text or PipedKind.Other, Input: { } folder })
            throw Problems.BothGiven("FileDownload", "file downloads");
        Path = folder.ToString() ?? "";
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (FileDownloadReference reference in ParameterSetName == ByInput ? InputObject : FileDownload)
            Try(reference.Piped.Input, () => Save(reference));
    }

    private void Save(FileDownloadReference reference)
    {
        Guid id = reference.Required();
        ProjectScope scope = Scopes.Resolve(reference.Piped);
        string folder = Folder();
        if (!ShouldProcess($"file download {id} in {scope.Description}", $"Save to {folder}"))
            return;

        _saving = id.ToString();
        FileDownload ready = Await(call => FileDownloadWatcher.WaitAsync(scope, id, Timeout, call));
        if (ready.Files.Length == 0)
            WriteWarning($"The file download {id} holds no rows, so there is no file.");
        new PartSaver(this, Command, scope, ready) { Folder = folder, Extension = reference.Download?.Extension, Force = Force }.SaveAll();
        _saving = null;
    }

    private string Folder()
    {
        string folder = FilePath.Resolve(this, Path, "folder");
        return File.Exists(folder)
            ? throw Problems.Invalid("Path", $"'{Path}' is a file. A download may have several parts, which get names of their own in a folder.",
                "Give a folder such as ./exports.")
            : folder;
    }
}
