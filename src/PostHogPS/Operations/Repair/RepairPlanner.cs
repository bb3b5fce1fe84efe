using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

namespace PostHogPS.Operations.Repair;

/// <summary>
/// Makes the plan for one export: one backfill per range, a retry for a single isolated failed run. Whatever a run or an
/// active backfill covers is left alone, since a second go writes rows again.
/// </summary>
internal sealed class RepairPlanner
{
    // A backfill that is cancelled or fails half-way costs at most this many intervals of another look.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);
    private const int FewestPerWindow = 30;

    private readonly WorkingCmdlet _cmdlet;
    private readonly int _canary;

    internal RepairPlanner(WorkingCmdlet cmdlet, int canary)
    {
        _cmdlet = cmdlet;
        _canary = canary;
    }

    internal RepairPlan Plan(BatchExportTarget target, BatchExport export, DateTimeOffset after, DateTimeOffset? before)
    {
        var scan = new GapScan(_cmdlet, target.Scope, export, after, before);
        var plan = new RepairPlan(target, export, scan.After, scan.Before);
        BatchExportHealth health = HealthCheck.Judge(export, target.Scope.Session.ServerNow);
        if (health.State == HealthState.AutoPaused)
        {
            plan.Blocked = health.Reason;
            plan.LastError = health.LastError;
        }

        List<BatchExportRun> active = ActiveBackfills.AsRuns(_cmdlet, target.Scope, export);
        foreach (BatchExportGap gap in GapFinder.Merge(Repairable(scan.Judge(active), plan)))
            Add(plan, gap, scan.Schedule);
        foreach (BatchExportRun backfill in active.Where(run => run.DataIntervalEnd > plan.After && run.DataIntervalStart < plan.Before))
            plan.Left.Add(Step(plan, "Leave", backfill.DataIntervalStart!.Value, backfill.DataIntervalEnd!.Value, 0, "The backfill " + backfill.Id + " is running over it."));
        PutCanaryFirst(plan, health, scan.Schedule);
        return plan;
    }

    // Missing and Failed are mended the same way, so neighbours of both kinds become one range.
    private static IEnumerable<IntervalVerdict> Repairable(IEnumerable<IntervalVerdict> verdicts, RepairPlan plan)
    {
        foreach (IntervalVerdict verdict in verdicts)
        {
            plan.Expected++;
            plan.LastError = verdict.Run?.LatestError ?? plan.LastError;
            yield return verdict.Kind == GapKind.Missing ? new IntervalVerdict(verdict.Interval, GapKind.Failed, verdict.Run) : verdict;
        }
    }

    private static void Add(RepairPlan plan, BatchExportGap gap, IntervalSchedule schedule)
    {
        if (gap.Kind == GapKind.BillingBlocked)
        {
            plan.Left.Add(Step(plan, "Leave", gap.Start, gap.End, gap.Intervals, "PostHog does not run it because of billing."));
            return;
        }

        if (gap is { Intervals: 1, RunId: { } run })
        {
            BatchExportRepairStep retry = Step(plan, "Retry", gap.Start, gap.End, 1, "One failed run: " + (gap.LastError ?? "no error text") + ".");
            retry.RunId = run;
            plan.Steps.Add(retry);
            return;
        }

        long most = Math.Max(FewestPerWindow, LongestWindow.Ticks / schedule.Step.Ticks);
        foreach (List<DataInterval> window in Cut(schedule.Within(gap.Start, gap.End), most))
            plan.Steps.Add(Step(plan, "Backfill", window[0].Start, window[window.Count - 1].End, window.Count, gap.LastError is null ? "No run." : "No successful run: " + gap.LastError));
    }

    private static IEnumerable<List<DataInterval>> Cut(IEnumerable<DataInterval> intervals, long most)
    {
        var window = new List<DataInterval>();
        foreach (DataInterval interval in intervals)
        {
            window.Add(interval);
            if (window.Count < most)
                continue;
            yield return window;
            window = new List<DataInterval>();
        }

        if (window.Count > 0)
            yield return window;
    }

    // A few more failures can make the server pause the export and cancel its backfills, so one small step goes first.
    private void PutCanaryFirst(RepairPlan plan, BatchExportHealth health, IntervalSchedule schedule)
    {
        if (_canary <= 0 || plan.Steps.Count == 0 || (health.ConsecutiveFailures == 0 && plan.LastError is null))
            return;
        BatchExportRepairStep first = plan.Steps[0];
        if (first.Intervals > _canary)
        {
            DataInterval[] head = schedule.Within(first.Start, first.End).Take(_canary).ToArray();
            BatchExportRepairStep canary = Step(plan, "Backfill", head[0].Start, head[head.Length - 1].End, head.Length, "Canary: " + first.Reason);
            first.Start = canary.End;
            first.Intervals -= canary.Intervals;
            plan.Steps.Insert(0, canary);
        }

        plan.Steps[0].IsCanary = plan.Steps.Count > 1;
    }

    private static BatchExportRepairStep Step(RepairPlan plan, string action, DateTimeOffset start, DateTimeOffset end, long intervals, string reason) =>
        plan.Scope.Stamp(new BatchExportRepairStep
        {
            BatchExportId = plan.Export.Id,
            BatchExportName = plan.Export.Name,
            ProjectId = plan.Export.ProjectId,
            ProjectName = plan.Export.ProjectName,
            Action = action,
            Start = start,
            End = end,
            Intervals = intervals,
            Reason = reason,
        });
}
