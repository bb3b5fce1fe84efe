using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>What a repair came to, for one export.</summary>
public sealed class BatchExportRepairResult : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>
    /// Complete (nothing was missing), Repaired, Partly, StillFailing, AutoPaused, Skipped (nothing was started), Running (other
    /// backfills cover it), or Started (without -Wait).
    /// </summary>
    public string State { get; set; } = "";

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Start of the window that was looked at.</summary>
    public DateTimeOffset After { get; set; }

    /// <summary>End of the window that was looked at.</summary>
    public DateTimeOffset Before { get; set; }

    /// <summary>Intervals that were uncovered at the first look, as Find-PHBatchExportGap counts them.</summary>
    public long IntervalsMissing { get; set; }

    /// <summary>Of those, covered at the last look.</summary>
    public long IntervalsRepaired { get; set; }

    /// <summary>
    /// Intervals that were uncovered at the last look; without -Wait all that were missing, and those that a running backfill has
    /// not finished. 0 means that the window is complete.
    /// </summary>
    public long IntervalsLeft { get; set; }

    /// <summary>The backfills that were started.</summary>
    public ItemList<BatchExportBackfill> Backfills { get; set; } = [];

    /// <summary>
    /// True when something of it was so old that PostHog selects the rows by event time and not by arrival: late events can be
    /// missing or doubled.
    /// </summary>
    public bool SelectsByEventTime { get; set; }

    /// <summary>The newest error of the export in the window, when it is not complete.</summary>
    public string? Error { get; set; }

    /// <summary>The next command, or null.</summary>
    public string? Suggestion { get; set; }

    /// <summary>Name and state.</summary>
    public override string ToString() => BatchExportName + ": " + State;
}
