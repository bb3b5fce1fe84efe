using System;

namespace PostHogPS.Backfills;

/// <summary>
/// Which rows a backfill takes. A scheduled run takes what arrived within its interval; a backfill or a retry that begins long
/// ago takes what happened within it. Events that arrived late can then be missing, or be exported a second time.
/// </summary>
internal static class RowSelection
{
    /// <summary>Said wherever it holds.</summary>
    internal const string Sentence = "Older than 8 days: PostHog selects rows by event time.";

    /// <summary>The same as the end of a question.</summary>
    internal const string Note = "; older than 8 days, so PostHog selects rows by event time: late events can be missing or doubled";

    // Measured from the start of the backfill. PostHog before mid 2026 does so after 6 days already; which one a server is cannot be seen.
    private static readonly TimeSpan ArrivalLimit = TimeSpan.FromDays(8);

    /// <summary>Whether the start, null for the beginning, is older than the limit, whatever the export holds.</summary>
    internal static bool IsOld(DateTimeOffset? start, DateTimeOffset now) => start is null || start < now - ArrivalLimit;

    /// <summary>Only events have a time of their own.</summary>
    internal static bool IsByEventTime(BatchExport export, DateTimeOffset? start, DateTimeOffset now) =>
        IsOld(start, now) && (export.Model is not { Length: > 0 } model || string.Equals(model, "events", StringComparison.OrdinalIgnoreCase));

    /// <summary>Marks a step of a plan.</summary>
    internal static void Mark(BatchExportRepairStep step, BatchExport export, DateTimeOffset now)
    {
        if (step.SelectsByEventTime || !IsByEventTime(export, step.Start, now))
            return;
        step.SelectsByEventTime = true;
        step.Reason = step.Reason.Length == 0 ? Sentence : step.Reason + " " + Sentence;
    }
}
