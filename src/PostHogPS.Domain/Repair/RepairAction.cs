namespace PostHogPS.Repair;

/// <summary>What a repair does about a range of intervals.</summary>
internal static class RepairAction
{
    /// <summary>A backfill over the range.</summary>
    internal const string Backfill = "Backfill";

    /// <summary>A retry of the one run that failed.</summary>
    internal const string Retry = "Retry";

    /// <summary>Nothing; the reason says why.</summary>
    internal const string Leave = "Leave";
}
