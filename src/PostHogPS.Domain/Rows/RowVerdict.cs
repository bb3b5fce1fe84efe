using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>What PostHog holds of an interval, compared with what its runs exported.</summary>
internal sealed class RowVerdict
{
    internal RowVerdict(DataInterval interval, RowCount held)
    {
        Interval = interval;
        Expected = held.Distinct;
        Seen = held.Seen;
    }

    internal DataInterval Interval { get; }

    /// <summary>Distinct rows that PostHog holds.</summary>
    internal long Expected { get; }

    /// <summary>All rows that PostHog holds, duplicates too.</summary>
    internal long Seen { get; }

    /// <summary>Rows of the last completed scheduled run, or of a backfill where no scheduled run completed; null without both.</summary>
    internal long? Exported { get; set; }

    /// <summary>Rows of completed backfill runs of this interval.</summary>
    internal long Backfilled { get; set; }

    /// <summary>False where its rows say nothing: they are in no sum.</summary>
    internal bool IsJudged { get; set; } = true;

    /// <summary>True where it is judged by itself: its rows were selected by event time or by a query, so no edge moves any.</summary>
    internal bool IsApart { get; set; }

    /// <summary>Where it is judged by itself: which rows are short.</summary>
    internal string Lacking { get; set; } = "";

    /// <summary>Expected less Exported.</summary>
    internal long Difference => IsJudged ? Expected - (Exported ?? 0) : 0;

    /// <summary>The sum of the differences up to here: what an edge has moved is gone from it one interval later.</summary>
    internal long RunningDifference { get; set; }

    /// <summary>Rows of this interval that no later run has made up for.</summary>
    internal long Shortfall { get; set; }

    internal string State { get; set; } = RowState.Match;

    internal string Reason { get; set; } = "";
}
