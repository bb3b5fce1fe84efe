using System;

namespace PostHogPS;

/// <summary>One line of a batch export's log (docs/server.md#logs).</summary>
public sealed class BatchExportLogEntry : PostHogObject
{
    /// <summary>When, to the microsecond.</summary>
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>DEBUG, LOG, INFO, WARN, ERROR.</summary>
    public string Level { get; set; } = "";

    /// <summary>The text.</summary>
    public string Message { get; set; } = "";

    /// <summary>One execution in the scheduler; not a run's id.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The export (the server's log_source_id).</summary>
    public Guid? BatchExportId { get; set; }

    /// <summary>Name of the export, where the command that read the entry knew it.</summary>
    public string? BatchExportName { get; set; }

    /// <summary>The text.</summary>
    public override string ToString() => Message;
}
