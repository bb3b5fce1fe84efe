using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>Consecutive intervals of a batch export that no successful or running run covers.</summary>
public sealed class BatchExportGap : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>Start of the first interval.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>End of the last interval.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>Number of intervals.</summary>
    public long Intervals { get; set; }

    /// <summary>Missing (no run that failed), Failed, BillingBlocked, or AutoPaused (no run, since PostHog has paused the export by itself).</summary>
    public string Kind { get; set; } = "";

    /// <summary>Error of the newest failed run in the gap.</summary>
    public string? LastError { get; set; }

    /// <summary>The newest failed run in the gap, when the gap is one interval long.</summary>
    public Guid? RunId { get; set; }

    /// <summary>From Start to End.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>Name and bounds.</summary>
    public override string ToString() => BatchExportName + " " + IntervalText.FormatInBrackets(Start, End);
}
