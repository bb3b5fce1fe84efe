using System;
using System.Linq;
using PostHogPS.Coverage;
using PostHogPS.Text;

namespace PostHogPS.Repair;

/// <summary>The state of a repair and the sentences about it, made from its counts.</summary>
internal static class RepairSummary
{
    internal static string State(RepairCounts c)
    {
        if (c.IsAutoPaused)
            return RepairState.AutoPaused;
        if (c.IsVerified)
        {
            return c.Started == 0 && c.Planned == 0
                ? (c.Missing == 0 && c.Left == 0 ? RepairState.Complete : c.Left == 0 ? RepairState.Repaired : c.UnderWay > 0 ? RepairState.Running
                    : RepairState.StillFailing)
                : c.PlannedLeft == 0 ? RepairState.Repaired
                : c.Running > 0 ? RepairState.Started
                : c.PlannedLeft < c.Planned ? RepairState.Partly
                : c.Started == 0 && c.Stopped is null ? RepairState.Skipped
                : RepairState.StillFailing;
        }

        return c.Stopped is not null ? RepairState.StillFailing
            : c.Started > 0 ? RepairState.Started
            : c.Planned > 0 ? RepairState.Skipped
            : c.HasOthers ? RepairState.Running
            : c.Missing == 0 && c.Expected > 0 ? RepairState.Complete : RepairState.Skipped;
    }

    internal static string Reason(RepairCounts c)
    {
        string text = c.IsVerified ? Verified(c) : c.Started > 0 || c.Stopped is not null ? Sent(c) : Untouched(c);
        return text + Pauses(c);
    }

    private static string Untouched(RepairCounts c) =>
        c.IsAutoPaused ? (c.Missing == 0 ? "Nothing is missing." : $"{CountText.FormatSubject(c.Missing, "interval")} missing. Nothing was sent.")
            + Waiting(c) + Because(c)
        : c.Missing == 0 && c.HasOthers ? "Nothing is missing." + Waiting(c) + Because(c)
        : c.Missing > 0 ? $"Nothing was sent. {CountText.FormatSubject(c.Missing, "interval")} missing." + Waiting(c) + Because(c)
        : c.Expected == 0 ? c.NothingDue ?? CoverageWindow.NoInterval
        : (c.Expected == 1 ? "Complete: the one interval is covered." : $"Complete: all {CountText.Format(c.Expected)} intervals are covered.")
            + WithoutRows(c);

    private static string Sent(RepairCounts c) =>
        (c.Stopped is null ? "" : c.Stopped + " ")
        + (c.Started == 0 ? "Nothing was started." : $"{CountText.FormatCount(c.Started, "backfill")} over {CountText.FormatCount(c.Sent, "interval")} "
            + $"{CountText.Choose(c.Started, "was", "were")} started; {CountText.Format(c.Running)} still {CountText.Choose(c.Running, "runs", "run")}.")
        + (c.Missing == c.Sent ? "" : $" {CountText.FormatSubject(c.Missing, "interval")} missing in total.") + Waiting(c);

    private static string Verified(RepairCounts c)
    {
        string lead = c.Left == 0 || c.Stopped is null ? "" : c.Stopped + " ";
        string covered = c.Missing == 0 ? "Nothing was missing."
            : c.Repaired == c.Missing ? (c.Missing == 1 ? "The one missing interval is covered now."
                : $"All {CountText.Format(c.Missing)} missing intervals are covered now.")
            : $"{CountText.Format(c.Repaired)} of {CountText.FormatCount(c.Missing, "missing interval")} {CountText.Choose(c.Repaired, "is", "are")} covered "
                + "now.";
        if (c.Waiting > 0)
            covered += $" {CountText.FormatCount(c.Waiting, "interval")} waited for other backfills.";
        if (c.Left == 0)
            return lead + covered;
        string running = c.UnderWay == 0 ? "" : $", {CountText.Format(c.UnderWay)} of them waiting for a running backfill";
        return lead + covered + $" {CountText.FormatSubject(c.Left, "interval")} uncovered{running}." + (c.UnderWay == c.Left ? "" : Because(c));
    }

    private static string Waiting(RepairCounts c) =>
        c.Waiting == 0 ? "" : $" {CountText.FormatSubject(c.Waiting, "interval")} waiting for a running backfill.";

    private static string Because(RepairCounts c) => string.Concat(c.Reasons.Distinct(StringComparer.Ordinal).Select(reason => " " + reason));

    private static string WithoutRows(RepairCounts c) => c.WithoutRows == 0 ? "" : $" PostHog found no rows in {CountText.Format(c.WithoutRows)} of them.";

    private static string Pauses(RepairCounts c) =>
        (c.AutoPaused == 0 ? "" : $" {CountText.FormatCount(c.AutoPaused, "interval")} {CountText.Choose(c.AutoPaused, "was", "were")} due while PostHog had "
            + "it paused.")
        + (c.Paused == 0 ? "" : $" A user paused it: {CountText.FormatCount(c.Paused, "interval")} since then {CountText.Choose(c.Paused, "is", "are")} not "
            + "counted. "
            + (c.IsPauseUnknown ? "After Resume-PHBatchExport, Repair-PHBatchExport exports them." : "Resume-PHBatchExport -Backfill exports them."));
}
