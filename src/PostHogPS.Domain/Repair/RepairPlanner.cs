using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Health;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Repair;

/// <summary>
/// Makes the plan for one export: one backfill per range, a run retry for a single isolated failed run. What a run or an
/// active backfill covers is left out, since a second run writes its rows again.
/// </summary>
internal sealed class RepairPlanner
{
    // Limits how many intervals one cancelled or failed backfill leaves to be planned again.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);
    private const int FewestPerWindow = 30;

    private readonly int _canary;
    private bool _triedBefore;

    internal RepairPlanner(int canary) => _canary = canary;

    /// <summary>
    /// Plans steps and gaps of one export that were piped in. They are windows to look at afresh: what has been covered since is not
    /// run again.
    /// </summary>
    internal async Task<RepairPlan> PlanAsync(BatchExportTarget target, BatchExport export, IEnumerable<BatchExportRepairStep> steps, CallContext call)
    {
        // What the plan was to leave is not done; where there is nothing else, that is what it came to.
        bool isLeft = steps.All(static step => step.Action == RepairAction.Leave);
        DataInterval[] windows = steps.Where(step => isLeft || step.Action != RepairAction.Leave)
            .Select(static step => new DataInterval(step.Start, step.End)).ToArray();
        RepairPlan plan = await PlanAsync(target, export, windows.Min(static w => w.Start), windows.Max(static w => w.End), call, windows)
            .ConfigureAwait(false);
        if (isLeft)
            plan.LeaveAll();
        return plan;
    }

    /// <param name="target">The export.</param>
    /// <param name="export">Its settings and latest runs.</param>
    /// <param name="after">Start of the window.</param>
    /// <param name="before">End of the window; null for now.</param>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="only">Only intervals within one of these; null for all of the window.</param>
    internal async Task<RepairPlan> PlanAsync(BatchExportTarget target, BatchExport export, DateTimeOffset after, DateTimeOffset? before, CallContext call,
        IReadOnlyCollection<DataInterval>? only = null)
    {
        var scan = new GapReader(target.Scope, export, after, before);
        // The backfills before the runs: one that ends in between is then found among the runs.
        ActiveBackfills backfills = await ActiveBackfills.ReadAsync(target.Scope, export.Id, scan.After, call).ConfigureAwait(false);
        var plan = new RepairPlan(target, export, scan.After, scan.Before, backfills) { Only = only, WhyNothing = scan.WhyNothing };
        BatchExportHealth health = HealthCheck.Judge(export, target.Scope.Session.ServerNow);
        scan.KnownBackfills = backfills;
        var gaps = new GapMerger();
        while (await scan.ReadAsync(call).ConfigureAwait(false) is { } verdicts)
        {
            foreach (BatchExportGap gap in gaps.Add(Repairable(verdicts.Where(v => plan.Includes(v.Interval)), plan)))
                Add(plan, gap, scan.Schedule);
        }

        if (gaps.End() is { } last)
            Add(plan, last, scan.Schedule);
        foreach ((DataInterval range, string reason) in backfills.Running.Select(b => (backfills.RangeOf(b), backfills.Reason(b))).OrderBy(b => b.Item1.Start))
        {
            if (!plan.Overlaps(range))
                continue;
            long intervals = plan.UnderWay.RemoveAll(interval => interval.Start < range.End && interval.End > range.Start);
            BatchExportRepairStep step = CreateStep(plan, RepairAction.Leave, range.Start, range.End, intervals,
                MessageText.Capitalize(reason));
            plan.Left.Add(step);
            plan.RunningSteps.Add(step);
            plan.HasOthers = true;
        }

        if (health.State == HealthState.AutoPaused)
        {
            plan.Blocked = health.Reason;
            plan.LastError = health.LastError;
        }

        PutCanaryFirst(plan, health, scan.Schedule);
        plan.Steps.ForEach(step => RowSelection.Mark(step, export, plan.MadeAt));
        return plan;
    }

    // Missing and Failed are repaired the same way, so neighbours of both kinds become one range.
    private IEnumerable<IntervalVerdict> Repairable(IEnumerable<IntervalVerdict> verdicts, RepairPlan plan)
    {
        foreach (IntervalVerdict verdict in verdicts)
        {
            plan.Expected += verdict.IsDue ? 1 : 0;
            plan.Paused += verdict.IsDue ? 0 : 1;
            plan.AutoPaused += verdict.Kind == GapKind.AutoPaused ? 1 : 0;
            plan.WithoutRows += verdict.CoveredBy == CoveredBy.NoRows ? 1 : 0;
            if (verdict.IsRunning)
                plan.UnderWay.Add(verdict.Interval);
            plan.LastError = verdict.Run?.LatestError ?? plan.LastError;
            _triedBefore |= verdict.Run?.BackfillId is not null;
            if (verdict.Hold is { } hold)
            {
                Leave(plan, verdict.Interval, hold);
                yield return new IntervalVerdict(verdict.Interval, null, null);
                continue;
            }

            yield return verdict.Kind is GapKind.Missing or GapKind.AutoPaused ? new IntervalVerdict(verdict.Interval, GapKind.Failed, verdict.Run) : verdict;
        }
    }

    private static void Add(RepairPlan plan, BatchExportGap gap, IntervalSchedule schedule)
    {
        if (gap.Kind == GapKind.BillingBlocked)
        {
            plan.Left.Add(CreateStep(plan, RepairAction.Leave, gap.Start, gap.End, gap.Intervals, "PostHog does not run it because of billing."));
            return;
        }

        if (gap is { Intervals: 1, RunId: { } run })
        {
            BatchExportRepairStep retry = CreateStep(plan, RepairAction.Retry, gap.Start, gap.End, 1,
                "One failed run: " + (gap.LastError ?? "no error text") + ".");
            retry.RunId = run;
            plan.Steps.Add(retry);
            return;
        }

        long most = Math.Max(FewestPerWindow, LongestWindow.Ticks / schedule.Step.Ticks);
        foreach (List<DataInterval> window in Split(schedule.Within(gap.Start, gap.End), most))
            plan.Steps.Add(CreateStep(plan, RepairAction.Backfill, window[0].Start, window[window.Count - 1].End, window.Count,
                gap.LastError is null ? "No run." : "No successful run: " + gap.LastError));
    }

    private static void Leave(RepairPlan plan, DataInterval interval, string reason)
    {
        if (plan.Left.Count > 0 && plan.Left[plan.Left.Count - 1] is { } last && last.End == interval.Start && last.Reason == reason)
        {
            last.End = interval.End;
            last.Intervals++;
            return;
        }

        plan.Left.Add(CreateStep(plan, RepairAction.Leave, interval.Start, interval.End, 1, reason));
    }

    private static IEnumerable<List<DataInterval>> Split(IEnumerable<DataInterval> intervals, long most)
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
        // An export that has succeeded since needs none, unless a backfill over the gap has failed already.
        if (_canary <= 0 || plan.Steps.Count == 0 || (health.ConsecutiveFailures == 0 && !_triedBefore))
            return;
        BatchExportRepairStep first = plan.Steps[0];
        if (first.Intervals > _canary)
        {
            DataInterval[] head = schedule.Within(first.Start, first.End).Take(_canary).ToArray();
            BatchExportRepairStep canary =
                CreateStep(plan, RepairAction.Backfill, head[0].Start, head[head.Length - 1].End, head.Length, "Canary: " + first.Reason);
            first.Start = canary.End;
            first.Intervals -= canary.Intervals;
            plan.Steps.Insert(0, canary);
        }

        plan.Steps[0].IsCanary = plan.Steps.Count > 1;
    }

    private static BatchExportRepairStep CreateStep(RepairPlan plan, string action, DateTimeOffset start, DateTimeOffset end, long intervals, string reason) =>
        plan.Scope.StampAbout(new BatchExportRepairStep
        {
            Action = action,
            Start = start,
            End = end,
            Intervals = intervals,
            Reason = reason,
        }, plan.Export);
}
