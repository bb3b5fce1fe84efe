using System;

namespace PostHogPS;

/// <summary>How much of a window a batch export covers.</summary>
public sealed class BatchExportCoverage : PostHogObject, INamesBatchExport
{
    /// <summary>The export.</summary>
    public Guid BatchExportId { get; set; }

    /// <summary>Its name.</summary>
    public string BatchExportName { get; set; } = "";

    /// <summary>Start of the window that was looked at.</summary>
    public DateTimeOffset After { get; set; }

    /// <summary>End of the window that was looked at.</summary>
    public DateTimeOffset Before { get; set; }

    /// <summary>Complete intervals in the window.</summary>
    public long Expected { get; set; }

    /// <summary>Those with a successful or running run, and those without rows.</summary>
    public long Covered { get; set; }

    /// <summary>Of the uncovered ones, those that were not run because PostHog has paused the export by itself.</summary>
    public long AutoPaused { get; set; }

    /// <summary>Intervals that are not expected, because a person has paused the export.</summary>
    public long Paused { get; set; }

    /// <summary>Covered of Expected in percent, rounded down; null where nothing was expected.</summary>
    public double? Coverage => Expected == 0 ? null : Math.Floor(Covered * 10000.0 / Expected) / 100;

    /// <summary>Number of gaps.</summary>
    public int Gaps { get; set; }

    /// <summary>Length of the longest gap.</summary>
    public TimeSpan LongestGap { get; set; }

    /// <summary>Name and coverage.</summary>
    public override string ToString() => BatchExportName + " " + (Coverage?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-") + " %";
}
