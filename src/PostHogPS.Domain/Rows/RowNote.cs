namespace PostHogPS.Rows;

/// <summary>What else is known of an interval than its count and its run.</summary>
internal sealed class RowNote
{
    private const string NotInBackfill = "that happened in it, not in its backfill";

    private const string NotInRun = "of its query, not in its run";

    private RowNote(string? state, string reason)
    {
        State = state;
        Reason = reason;
    }

    /// <summary>The server looked and found no rows: nothing was exported, and nothing is missing.</summary>
    internal static RowNote NoRows { get; } = new(null, "");

    /// <summary>Its state where its rows say nothing; null where they are judged.</summary>
    internal string? State { get; }

    internal string Reason { get; }

    /// <summary>Rows that happened in it and were there when its backfill selected them, where it selected by event time.</summary>
    internal RowCount? Happened { get; private set; }

    /// <summary>Which rows are short where fewer were exported than happened.</summary>
    internal string Lacking { get; private set; } = "";

    /// <summary>The interval cannot be judged.</summary>
    internal static RowNote NotComparable(string reason) => new(RowState.NotComparable, reason);

    /// <summary>The interval cannot be judged yet.</summary>
    internal static RowNote TooRecent(string reason) => new(RowState.TooRecent, reason);

    /// <summary>Its rows were exported by a backfill that selects by event time.</summary>
    internal static RowNote ByEventTime(RowCount happened) => new(null, "Compared by event time.") { Happened = happened, Lacking = NotInBackfill };

    /// <summary>Its rows are those that its own query found when its run began.</summary>
    internal static RowNote ByQuery(RowCount found, bool isRecent) =>
        isRecent ? new RowNote(RowState.TooRecent, RowJudge.RecentReason) { Happened = found } : new RowNote(null, "") { Happened = found, Lacking = NotInRun };
}
