using System;

namespace PostHogPS.Coverage;

/// <summary>Why an interval is uncovered.</summary>
internal static class GapKind
{
    /// <summary>No run, or only cancelled ones.</summary>
    internal const string Missing = "Missing";

    /// <summary>A run failed, timed out or was terminated.</summary>
    internal const string Failed = "Failed";

    /// <summary>The newest failure is FailedBilling: another run fails too until the billing limit is raised.</summary>
    internal const string BillingBlocked = "BillingBlocked";

    /// <summary>No run, since PostHog has paused the export by itself.</summary>
    internal const string AutoPaused = "AutoPaused";

    internal static bool IsBilling(string status) => string.Equals(status, "FailedBilling", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a run that ended badly by itself; one that a person cancelled did not fail.</summary>
    internal static bool IsFailure(BatchExportRun run) =>
        run.State == RunStates.Failed
        || (run.State == RunStates.Cancelled && !string.Equals(run.Status, "Cancelled", StringComparison.OrdinalIgnoreCase));

    internal static string FromFailure(BatchExportRun newestFailure) => IsBilling(newestFailure.Status) ? BillingBlocked : Failed;
}
