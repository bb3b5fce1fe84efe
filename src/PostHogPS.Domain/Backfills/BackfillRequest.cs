using System;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Backfills;

/// <summary>One backfill to start: over a range, or by retrying a run. Data; <see cref="BackfillStarter"/> sends it.</summary>
internal sealed class BackfillRequest
{
    /// <param name="scope">Where the export lives.</param>
    /// <param name="batchExport">The export.</param>
    /// <param name="exportName">Its name, where known.</param>
    /// <param name="input">What the user gave, for error targets.</param>
    internal BackfillRequest(ProjectScope scope, Guid batchExport, string? exportName, object? input)
    {
        Scope = scope;
        BatchExportId = batchExport;
        ExportName = exportName;
        Input = input;
    }

    internal ProjectScope Scope { get; }

    internal Guid BatchExportId { get; }

    internal string? ExportName { get; }

    internal object? Input { get; }

    /// <summary>Start of its range; null for the beginning.</summary>
    internal DateTimeOffset? Start { get; set; }

    /// <summary>End of its range; null for now.</summary>
    internal DateTimeOffset? End { get; set; }

    /// <summary>The same bounds as the server takes them for this export; null where the run says them.</summary>
    internal (BackfillBound? Start, BackfillBound? End)? Bounds { get; set; }

    /// <summary>The run to retry; null for a backfill over the range.</summary>
    internal Guid? RunId { get; set; }

    /// <summary>Whether PostHog selects its rows by event time; null where the export is not known.</summary>
    internal bool? SelectsByEventTime { get; set; }

    /// <summary>The object for the backfill as far as it is known before the answer. The server's row comes later.</summary>
    internal BatchExportBackfill ToBackfill(DateTimeOffset when) => Scope.Stamp(new BatchExportBackfill
    {
        BatchExportId = BatchExportId,
        BatchExportName = ExportName,
        Start = Start,
        End = End,
        CreatedAt = when,
        SelectsByEventTime = SelectsByEventTime,
    });
}
