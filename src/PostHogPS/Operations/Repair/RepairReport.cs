using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

namespace PostHogPS.Operations.Repair;

/// <summary>Says what a repair came to, after a last look at the export's coverage.</summary>
internal static class RepairReport
{
    /// <summary>Nothing was sent for the export.</summary>
    internal static BatchExportRepairResult Untouched(RepairPlan plan, string state, string reason)
    {
        BatchExportRepairResult result = New(plan);
        result.State = state;
        result.Reason = reason;
        result.Error = plan.LastError;
        if (state == "AutoPaused")
            result.Suggestion = "Get-PHBatchExportError -BatchExport " + plan.Export.Id + Project(plan);
        return result;
    }

    /// <summary>Why there was nothing to send.</summary>
    internal static string NothingToDo(RepairPlan plan) =>
        plan.Left.Count > 0 ? "Nothing to send. " + string.Join(" ", plan.Left.Select(step => step.Reason).Distinct())
        : plan.Expected == 0 && plan.Export.CreatedAt is { } made && plan.After >= plan.Before ? $"Nothing was due in the window: the export was made on {IntervalText.Instant(made)}."
        : plan.Expected == 0 ? "No whole interval lies in the window." + Paused(plan)
        : string.Format(CultureInfo.InvariantCulture, plan.Expected == 1 ? "Whole: the one interval is covered." : "Whole: all {0} intervals are covered.", plan.Expected) + Paused(plan);

    /// <summary>Started and not waited for.</summary>
    internal static BatchExportRepairResult Started(RepairJob job)
    {
        RepairPlan plan = job.Plan;
        BatchExportRepairResult result = New(plan);
        result.Backfills = job.Started.ToArray();
        result.State = job.IsPaused ? "AutoPaused" : job.Stopped is not null ? "StillFailing" : job.Started.Count == 0 ? "Skipped" : "Started";
        result.Reason = job.Stopped ?? (job.Started.Count == 0 ? "Others are at it already." : $"{Count(job.Started.Count, "backfill")} over {Count(job.IntervalsSent, "interval")} {(job.Started.Count == 1 ? "is" : "are")} running.");
        result.Error = job.Error;
        if (job.IsPaused)
            result.Suggestion = "Get-PHBatchExportError -BatchExport " + plan.Export.Id + Project(plan);
        return result;
    }

    /// <summary>Waited for, and looked at once more.</summary>
    internal static BatchExportRepairResult Verified(WorkingCmdlet cmdlet, RepairJob job)
    {
        RepairPlan plan = job.Plan;
        BatchExportRepairResult result = New(plan);
        result.Backfills = job.Started.ToArray();
        Coverage last = Look(cmdlet, plan, plan.HasOthers ? ActiveBackfills.Of(cmdlet, plan.Scope, plan.Export.Id) : null);
        Count(result, last);
        result.Error = last.Planned == 0 ? null : job.Error ?? last.Error;
        result.State = job.IsPaused ? "AutoPaused"
            : last.Planned == 0 ? "Repaired"
            : job.Running > 0 ? "Started"
            : last.Planned < plan.Missing ? "Partly"
            : job.Started.Count == 0 && job.Stopped is null ? "Skipped"
            : "StillFailing";
        result.Reason = (job.Stopped is null || last.Planned == 0 ? "" : job.Stopped + " ")
            + (last.Planned == 0 ? plan.Missing == 1 ? "The one missing interval is covered now." : $"All {plan.Missing} missing intervals are covered now." : $"{last.Planned} of {plan.Missing} intervals are still uncovered")
            + (last.Planned == 0 ? "" : job.Running > 0 ? $"; {job.Running} backfills are running." : result.State == "Skipped" ? "; others are at them already." : ".")
            + (last.Others == 0 ? "" : $" {Count(last.Others, "interval")} of the window {(last.Others == 1 ? "is" : "are")} uncovered besides: {OtherReasons(plan)}");
        if (job.IsPaused || (last.Planned > 0 && job.Running == 0))
            result.Suggestion = "Get-PHBatchExportError -BatchExport " + plan.Export.Id + Project(plan);
        else if (last.Others > 0)
            result.Suggestion = Again(plan);
        return result;
    }

    /// <summary>Nothing was sent, since others were at it; they were waited for, and it was looked at once more.</summary>
    internal static BatchExportRepairResult Watched(WorkingCmdlet cmdlet, RepairPlan plan)
    {
        BatchExportRepairResult result = New(plan);
        ActiveBackfills now = ActiveBackfills.Of(cmdlet, plan.Scope, plan.Export.Id);
        Coverage last = Look(cmdlet, plan, now);
        Count(result, last);
        bool goesOn = last.Left > 0 && OtherBackfills.GoOn(plan, now);
        result.State = last.Left == 0 ? "Whole" : goesOn ? "Running" : "StillFailing";
        result.Reason = last.Left == 0 ? "Whole: what was running over it has ended, and all intervals are covered."
            : $"{Count(last.Left, "interval")} {(last.Left == 1 ? "is" : "are")} uncovered " + (goesOn ? "as yet; what others have started is still running." : "after what was running over the window has ended.");
        result.Error = last.Left == 0 ? null : last.Error ?? plan.LastError;
        result.Suggestion = last.Left == 0 ? null : Again(plan);
        return result;
    }

    /// <summary>What an export to which nothing was sent is.</summary>
    internal static string StateOfNothing(RepairPlan plan) =>
        plan.HasOthers ? "Running" : plan.Left.Count == 0 && plan.Expected > 0 ? "Whole" : "Skipped";

    // Only where something was missing or was under way; everything else was covered, and stays so.
    private static Coverage Look(WorkingCmdlet cmdlet, RepairPlan plan, ActiveBackfills? now)
    {
        BatchExportRepairStep[] open = plan.Steps.Concat(plan.Left).ToArray();
        DateTimeOffset from = open.Min(step => step.Start), to = open.Max(step => step.End);
        // What others had running may have been over everything there is: no list by interval shows such a run, and the export of then shows it as it was.
        BatchExport export = now is null ? plan.Export : cmdlet.Await(call => plan.Scope.Session.BatchExports.GetAsync(plan.Scope.Project, plan.Export.Id, call));
        var scan = new GapScan(cmdlet, plan.Scope, export, from < plan.After ? plan.After : from, to > plan.Before ? plan.Before : to);
        var found = new Coverage();
        foreach (IntervalVerdict verdict in scan.Judge(now?.FinishedFromTheBeginning().ToList()))
        {
            if (verdict.IsCovered || !plan.Includes(verdict.Interval))
                continue;
            found.Left++;
            bool planned = Holds(plan.Steps, verdict.Interval);
            found.Planned += planned ? 1 : 0;
            found.Known += planned || Holds(plan.Left, verdict.Interval) ? 1 : 0;
            if (planned)
                found.Error = verdict.Run?.LatestError ?? found.Error;
        }

        return found;
    }

    private static bool Holds(List<BatchExportRepairStep> steps, DataInterval interval) =>
        steps.Exists(step => step.Start < interval.End && interval.Start < step.End);

    private static void Count(BatchExportRepairResult result, Coverage last)
    {
        result.IntervalsLeft = last.Left;
        result.IntervalsRepaired = Math.Max(0, result.IntervalsMissing - last.Known);
    }

    // Why something is uncovered that was not to be repaired.
    private static string OtherReasons(RepairPlan plan)
    {
        string[] reasons = plan.Left.Select(step => step.Reason).Distinct().ToArray();
        return reasons.Length > 0 ? string.Join(" ", reasons) : "What ran there has failed meanwhile.";
    }

    private static string Again(RepairPlan plan) =>
        FormattableString.Invariant($"Repair-PHBatchExport -BatchExport {plan.Export.Id}{Project(plan)} -After {plan.After.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z -Wait");

    // What a pause left out is nobody's gap until the export is resumed.
    private static string Paused(RepairPlan plan) =>
        plan.Export.Paused ? " It is paused: what it has not run since then is not counted. Resume-PHBatchExport -Backfill exports that." : "";

    private static string Count(long number, string what) => number == 1 ? "1 " + what : number.ToString(CultureInfo.InvariantCulture) + " " + what + "s";

    private static BatchExportRepairResult New(RepairPlan plan) => plan.Scope.Stamp(new BatchExportRepairResult
    {
        BatchExportId = plan.Export.Id,
        BatchExportName = plan.Export.Name,
        ProjectId = plan.Export.ProjectId,
        ProjectName = plan.Export.ProjectName,
        After = plan.After,
        Before = plan.Before,
        IntervalsMissing = plan.Missing + plan.Left.Sum(step => step.Intervals),
        IntervalsLeft = plan.Missing + plan.Left.Sum(step => step.Intervals),
    });

    private static string Project(RepairPlan plan) =>
        plan.Export.ProjectId > 0 ? " -ProjectId " + plan.Export.ProjectId.ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>What the last look found uncovered.</summary>
    private sealed class Coverage
    {
        /// <summary>Intervals of the window.</summary>
        internal long Left { get; set; }

        /// <summary>Of those, the ones that were to be repaired.</summary>
        internal long Planned { get; set; }

        internal long Others => Left - Planned;

        /// <summary>Of them, the ones that were missing or under way when the plan was made.</summary>
        internal long Known { get; set; }

        internal string? Error { get; set; }
    }
}
