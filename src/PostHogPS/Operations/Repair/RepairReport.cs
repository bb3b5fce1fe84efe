using System.Globalization;
using System.Linq;
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
        long left = 0;
        string? error = null;
        // Only where there was something to do.
        var scan = new GapScan(cmdlet, plan.Scope, plan.Export, plan.Steps.Min(step => step.Start), plan.Steps.Max(step => step.End));
        foreach (IntervalVerdict verdict in scan.Judge())
        {
            bool planned = !verdict.IsCovered && plan.Steps.Any(step => step.Start <= verdict.Interval.Start && verdict.Interval.End <= step.End);
            left += planned ? 1 : 0;
            error = planned ? verdict.Run?.LatestError ?? error : error;
        }

        result.IntervalsRepaired = plan.Missing - left;
        result.IntervalsLeft = result.IntervalsMissing - result.IntervalsRepaired;
        result.Error = left == 0 ? null : job.Error ?? error;
        result.State = job.IsPaused ? "AutoPaused"
            : left == 0 ? "Repaired"
            : job.Running > 0 ? "Started"
            : result.IntervalsRepaired > 0 ? "Partly"
            : job.Started.Count == 0 && job.Stopped is null ? "Skipped"
            : "StillFailing";
        result.Reason = (job.Stopped is null || left == 0 ? "" : job.Stopped + " ")
            + (left == 0 ? plan.Missing == 1 ? "The one missing interval is covered now." : $"All {plan.Missing} missing intervals are covered now." : $"{left} of {plan.Missing} intervals are still uncovered")
            + (left == 0 ? "" : job.Running > 0 ? $"; {job.Running} backfills are running." : result.State == "Skipped" ? "; others are at them already." : ".");
        if (job.IsPaused)
            result.Suggestion = "Get-PHBatchExportError -BatchExport " + plan.Export.Id + Project(plan);
        else if (left > 0 && job.Running == 0)
            result.Suggestion = "Get-PHBatchExportError -BatchExport " + plan.Export.Id + Project(plan);
        return result;
    }

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
}
