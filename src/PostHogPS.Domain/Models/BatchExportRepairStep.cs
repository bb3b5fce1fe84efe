using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>One step of a repair plan. Piped back into Repair-PHBatchExport, it is checked again and then carried out.</summary>
public sealed class BatchExportRepairStep : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>Backfill, Retry, or Leave.</summary>
    public string Action { get; set; } = "";

    /// <summary>Start of the range.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>End of the range.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>Intervals in the range.</summary>
    public long Intervals { get; set; }

    /// <summary>True for a small step that goes first, since the export has failed lately.</summary>
    public bool IsCanary { get; set; }

    /// <summary>The run to retry; null for a backfill.</summary>
    public Guid? RunId { get; set; }

    /// <summary>
    /// True when its start is so long ago that PostHog selects the rows by event time and not by arrival: late events can be
    /// missing or doubled.
    /// </summary>
    public bool SelectsByEventTime { get; set; }

    /// <summary>Why this is done, or why it is left.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Action, name and bounds.</summary>
    public override string ToString() => $"{Action} {BatchExportName} {IntervalText.FormatInBrackets(Start, End)}";
}
