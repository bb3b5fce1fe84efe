using System.Globalization;

namespace PostHogPS;

/// <summary>Progress of a backfill (docs/server.md#backfills).</summary>
public sealed class BackfillProgress : ServerObject
{
    /// <summary>Runs expected; null when unknown.</summary>
    public long? TotalRuns { get; set; }

    /// <summary>Runs that are Completed or Failed.</summary>
    public long? FinishedRuns { get; set; }

    /// <summary>0 to 1.</summary>
    public double? Ratio { get; set; }

    /// <summary>For example "3/12".</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0}/{1}", FinishedRuns, TotalRuns);
}
