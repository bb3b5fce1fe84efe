using System;
using System.Globalization;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>The rows of a window: what PostHog holds, what was exported, and what explains the rest.</summary>
public sealed class BatchExportRowSummary : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>Start of the window that was looked at.</summary>
    public DateTimeOffset After { get; set; }

    /// <summary>End of the window that was looked at.</summary>
    public DateTimeOffset Before { get; set; }

    /// <summary>Intervals that were compared: without those that are too recent.</summary>
    public long Intervals { get; set; }

    /// <summary>Rows that PostHog holds of them; null where they cannot be counted.</summary>
    public long? Expected { get; set; }

    /// <summary>Rows that runs exported of them.</summary>
    public long? Exported { get; set; }

    /// <summary>Rows that completed runs left out.</summary>
    public long? Short { get; set; }

    /// <summary>Rows of intervals without a completed run.</summary>
    public long? Missing { get; set; }

    /// <summary>Rows that were exported and that PostHog does not hold: deleted since, or exported twice.</summary>
    public long? Surplus { get; set; }

    /// <summary>
    /// Rows that were exported, of those that PostHog holds, in percent: below 100 where any are short or missing, above it with
    /// a surplus; null without any.
    /// </summary>
    public double? Percent { get; set; }

    /// <summary>Match, Short, Missing, Surplus, TooRecent or NotComparable: the worst of its intervals.</summary>
    public string State { get; set; } = "";

    /// <summary>One sentence.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The ranges that explain what is short or missing.</summary>
    public ItemList<BatchExportRowRange> Ranges { get; set; } = [];

    /// <summary>The commands that export these ranges again, ready to paste; null where there are none.</summary>
    public string? Suggestion { get; set; }

    /// <summary>Name and percent.</summary>
    public override string ToString() => BatchExportName + " " + (Percent?.ToString(CultureInfo.InvariantCulture) ?? "-") + " %";
}
