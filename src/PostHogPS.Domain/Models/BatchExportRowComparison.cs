using System;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>The rows that PostHog holds of an interval, compared with those that were exported.</summary>
public sealed class BatchExportRowComparison : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>Start of the interval; of the window where the export cannot be compared.</summary>
    public DateTimeOffset Start { get; set; }

    /// <summary>End of the interval; of the window where the export cannot be compared.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>Rows that PostHog holds, each event, distinct id and uuid once; null where they were not counted.</summary>
    public long? Expected { get; set; }

    /// <summary>Rows of the last completed scheduled run, or of a backfill where no scheduled run completed; null without both.</summary>
    public long? Exported { get; set; }

    /// <summary>Rows of completed backfill runs of the interval.</summary>
    public long? Backfilled { get; set; }

    /// <summary>Rows that PostHog holds, those that it holds twice included.</summary>
    public long? Stored { get; set; }

    /// <summary>Expected less Exported; null where the interval was not compared.</summary>
    public long? Difference { get; set; }

    /// <summary>The sum of the differences up to here.</summary>
    public long? RunningDifference { get; set; }

    /// <summary>Rows that no later run has made up for.</summary>
    public long? Shortfall { get; set; }

    /// <summary>Match, Short, Surplus, Missing, TooRecent or NotComparable.</summary>
    public string State { get; set; } = "";

    /// <summary>One sentence; empty for a match.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Name, interval and state.</summary>
    public override string ToString() => BatchExportName + " " + IntervalText.FormatInBrackets(Start, End) + " " + State;
}
