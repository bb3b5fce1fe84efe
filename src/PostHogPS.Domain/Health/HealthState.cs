namespace PostHogPS.Health;

/// <summary>
/// The states of Get-PHBatchExportHealth, in order of precedence: what keeps an export from running
/// comes before what its runs say, and a cause (failing, billing) before its effect (late).
/// </summary>
internal static class HealthState
{
    /// <summary>It was remembered and is not there any more. Only where a state file was given.</summary>
    internal const string NotFound = "NotFound";
    internal const string AutoPaused = "AutoPaused";
    internal const string PausedByUser = "PausedByUser";
    internal const string Ended = "Ended";
    internal const string BillingBlocked = "BillingBlocked";
    internal const string Failing = "Failing";
    internal const string NeverRan = "NeverRan";
    internal const string Backfilling = "Backfilling";
    internal const string Stale = "Stale";
    internal const string Late = "Late";

    /// <summary>It runs well, and intervals of the window are missing. Only where a window was given.</summary>
    internal const string Incomplete = "Incomplete";
    internal const string Healthy = "Healthy";

    /// <summary>All states in order of precedence.</summary>
    internal static readonly string[] InOrder =
        [NotFound, AutoPaused, PausedByUser, Ended, BillingBlocked, Failing, NeverRan, Backfilling, Stale, Late, Incomplete, Healthy];
}
