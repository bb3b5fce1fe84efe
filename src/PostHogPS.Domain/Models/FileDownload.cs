using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>An on-demand export to files (docs/server.md#file-downloads).</summary>
public sealed class FileDownload : PostHogObject
{
    /// <summary>Id of the download.</summary>
    public Guid Id { get; set; }

    /// <summary>Status as the server says it.</summary>
    public string Status { get; set; } = "Starting";

    /// <summary>Running, Completed, Failed, Cancelled or Unknown.</summary>
    public string State => RunStates.FromStatus(Status);

    /// <summary>The files, once completed.</summary>
    public ItemList<Guid> Files { get; set; } = [];

    /// <summary>Rows, once completed.</summary>
    public long? RecordsCompleted { get; set; }

    /// <summary>What went wrong, when it failed.</summary>
    public string? Error { get; set; }

    /// <summary>The extension of files; known only where the download was started, since the content does not show it.</summary>
    internal string? Extension { get; set; }

    /// <summary>The id.</summary>
    public override string ToString() => Id.ToString();
}
