using System;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Repair;

/// <summary>The state of a repair and the sentences about it, made from its counts.</summary>
internal static class RepairSentence
{
    internal static string State(RepairCounts c)
    {
        if (c.IsAutoPaused)
            return "AutoPaused";
        if (c.IsVerified)
        {
            return c.Started == 0 && c.Planned == 0 ? (c.Left == 0 ? "Whole" : c.UnderWay > 0 ? "Running" : "StillFailing")
                : c.PlannedLeft == 0 ? "Repaired"
                : c.Running > 0 ? "Started"
                : c.PlannedLeft < c.Planned ? "Partly"
                : c.Started == 0 && c.Stopped is null ? "Skipped"
                : "StillFailing";
        }

        return c.Stopped is not null ? "StillFailing"
            : c.Started > 0 ? "Started"
            : c.Planned > 0 ? "Skipped"
            : c.HasOthers ? "Running"
            : c.Missing == 0 && c.Expected > 0 ? "Whole" : "Skipped";
    }

    internal static string Reason(RepairCounts c)
    {
        string text = c.IsVerified ? Verified(c) : c.Started > 0 || c.Stopped is not null ? Sent(c) : Untouched(c);
        return text + Pauses(c);
    }

    private static string Untouched(RepairCounts c) =>
        c.IsAutoPaused ? (c.Missing == 0 ? "Nothing is missing." : $"{Are(c.Missing, "interval")} missing. Nothing was sent.") + Because(c)
        : c.Missing == 0 && c.HasOthers ? "Nothing is missing." + Because(c)
        : c.Missing > 0 ? $"Nothing was sent. {Are(c.Missing, "interval")} not covered yet." + Because(c)
        : c.Expected == 0 ? c.NothingDue ?? "No whole interval lies in the window."
        : (c.Expected == 1 ? "Complete: the one interval is covered." : $"Complete: all {Number(c.Expected)} intervals are covered.") + WithoutRows(c);

    private static string Sent(RepairCounts c) =>
        (c.Stopped is null ? "" : c.Stopped + " ")
        + (c.Started == 0 ? "Nothing was started." : $"{Count(c.Started, "backfill")} over {Count(c.Sent, "interval")} {(c.Started == 1 ? "was" : "were")} started; {Number(c.Running)} still {(c.Running == 1 ? "runs" : "run")}.")
        + (c.Missing == c.Sent ? "" : $" {Are(c.Missing, "interval")} missing in all.");

    private static string Verified(RepairCounts c)
    {
        string lead = c.Left == 0 || c.Stopped is null ? "" : c.Stopped + " ";
        string covered = c.Missing == 0 ? "Nothing was missing at the first look."
            : c.Repaired == c.Missing ? (c.Missing == 1 ? "The one missing interval is covered now." : $"All {Number(c.Missing)} missing intervals are covered now.")
            : $"{Number(c.Repaired)} of {Count(c.Missing, "missing interval")} {(c.Repaired == 1 ? "is" : "are")} covered now.";
        if (c.Left == 0)
            return lead + covered;
        string running = c.UnderWay == 0 ? "" : $", {Number(c.UnderWay)} of them waiting for a backfill that is running";
        return lead + covered + $" {Are(c.Left, "interval")} uncovered{running}." + (c.UnderWay == c.Left ? "" : Because(c));
    }

    private static string Because(RepairCounts c) => string.Concat(c.Reasons.Distinct(StringComparer.Ordinal).Select(reason => " " + reason));

    private static string WithoutRows(RepairCounts c) => c.WithoutRows == 0 ? "" : $" PostHog found no rows in {Number(c.WithoutRows)} of them.";

    private static string Pauses(RepairCounts c) =>
        (c.AutoPaused == 0 ? "" : $" {Count(c.AutoPaused, "interval")} {(c.AutoPaused == 1 ? "was" : "were")} due while PostHog had it paused.")
        + (c.Paused == 0 ? "" : $" It is paused by a person: {Count(c.Paused, "interval")} since then {(c.Paused == 1 ? "is" : "are")} not counted. Resume-PHBatchExport -Backfill exports that.");

    private static string Are(long number, string what) => Count(number, what) + (number == 1 ? " is" : " are");

    private static string Count(long number, string what) => number == 1 ? "1 " + what : Number(number) + " " + what + "s";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
