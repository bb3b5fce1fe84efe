namespace PostHogPS.Repair;

/// <summary>What a repair of one export came to.</summary>
internal static class RepairState
{
    /// <summary>Nothing was missing.</summary>
    internal const string Complete = "Complete";

    /// <summary>What was missing is covered now, by this repair or by other backfills.</summary>
    internal const string Repaired = "Repaired";

    /// <summary>Some of what was missing is covered now.</summary>
    internal const string Partly = "Partly";

    /// <summary>None of it is, or nothing more could be sent.</summary>
    internal const string StillFailing = "StillFailing";

    /// <summary>PostHog has paused the export.</summary>
    internal const string AutoPaused = "AutoPaused";

    /// <summary>Nothing was started.</summary>
    internal const string Skipped = "Skipped";

    /// <summary>Other backfills run over the window.</summary>
    internal const string Running = "Running";

    /// <summary>Backfills were started and have not been waited for to their end.</summary>
    internal const string Started = "Started";
}
