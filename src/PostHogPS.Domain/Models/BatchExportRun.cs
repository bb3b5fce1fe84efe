using System;

namespace PostHogPS;

/// <summary>One run of a batch export (docs/server.md#runs).</summary>
public sealed class BatchExportRun : PostHogObject
{
    /// <summary>Id of the run.</summary>
    public Guid Id { get; set; }

    /// <summary>The export it belongs to; null for an on-demand file download.</summary>
    public Guid? BatchExportId { get; set; }

    /// <summary>Name of the export, where the command that read the run knew it.</summary>
    public string? BatchExportName { get; set; }

    /// <summary>Status as the server says it: Starting, Running, Completed, Failed ...</summary>
    public string Status { get; set; } = "";

    /// <summary>Active as far as one can tell.</summary>
    internal bool IsOpen => RunStates.IsOpen(Status, FinishedAt);

    /// <summary>Running, Completed, Failed, Cancelled or Unknown (see <see cref="RunStates"/>).</summary>
    public string State => RunStates.Of(Status);

    /// <summary>Start of the data interval; null means from the beginning.</summary>
    public DateTimeOffset? DataIntervalStart { get; set; }

    /// <summary>End of the data interval.</summary>
    public DateTimeOffset? DataIntervalEnd { get; set; }

    /// <summary>Rows exported.</summary>
    public long? RecordsCompleted { get; set; }

    /// <summary>Rows that could not be exported (newer servers).</summary>
    public long? RecordsFailed { get; set; }

    /// <summary>Rows the interval holds.</summary>
    public long? RecordsTotalCount { get; set; }

    /// <summary>Bytes written (newer servers).</summary>
    public long? BytesExported { get; set; }

    /// <summary>The last error text of the server.</summary>
    public string? LatestError { get; set; }

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it ended; null while active.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Time of the last change.</summary>
    public DateTimeOffset? LastUpdatedAt { get; set; }

    /// <summary>The backfill that made it; null for a scheduled run.</summary>
    public Guid? BackfillId { get; set; }

    /// <summary>The on-demand export it belongs to, instead of a batch export (newer servers).</summary>
    public Guid? BatchExportOnDemandId { get; set; }

    /// <summary>Opaque to clients.</summary>
    public string? Cursor { get; set; }

    /// <summary>From creation to the end; null while active.</summary>
    public TimeSpan? Duration => FinishedAt - CreatedAt;

    /// <summary>The id.</summary>
    public override string ToString() => Id.ToString();
}
