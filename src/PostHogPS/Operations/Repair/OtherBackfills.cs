using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets.Waiting;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Hosting;
using PostHogPS.Operations.Coverage;
using PostHogPS.Waiting;

namespace PostHogPS.Operations.Repair;

/// <summary>What others run over the window of a plan: proof only when it has ended.</summary>
internal static class OtherBackfills
{
    /// <summary>Waits for them, beside those that the repair has started itself. What is not over in time is an error.</summary>
    /// <param name="cmdlet">The cmdlet that waits.</param>
    /// <param name="plans">The plans that have others at them.</param>
    /// <param name="jobs">What was sent.</param>
    /// <param name="timeout">The time allowed, as it was given; null for no limit.</param>
    /// <param name="spent">What of it is spent already.</param>
    internal static void Await(WorkingCmdlet cmdlet, IReadOnlyCollection<RepairPlan> plans, IReadOnlyCollection<RepairJob> jobs, TimeSpan? timeout, TimeSpan spent)
    {
        TimeSpan? left = timeout - spent;
        // That the time is over has been said of what the repair itself has started.
        if (left <= TimeSpan.Zero && jobs.Count > 0)
            return;
        var watcher = new BackfillWatcher(cmdlet, left < TimeSpan.Zero ? TimeSpan.Zero : left, said: timeout, readsRuns: false);
        foreach (RepairPlan plan in plans)
        {
            cmdlet.Try(plan.Target.Input, () =>
            {
                AwaitRows(cmdlet, plan, left);
                foreach (BatchExportBackfill other in Of(plan, jobs).ToList())
                {
                    other.BatchExportId = plan.Export.Id;
                    other.BatchExportName = plan.Export.Name;
                    watcher.Add(plan.Scope, plan.Scope.Stamp(other), plan.Target.Input);
                }
            });
        }

        watcher.WaitAll(static _ => { });
    }

    // What PostHog starts for a pause, or after an answer that was lost, has no name before its row is there, if ever.
    private static void AwaitRows(WorkingCmdlet cmdlet, RepairPlan plan, TimeSpan? left)
    {
        var rhythm = new PollRhythm(ModuleClock.Current, left < RecentBackfills.PatienceWithoutAnswer ? left : RecentBackfills.PatienceWithoutAnswer);
        while (plan.Backfills.HasUnanswered && !rhythm.IsOver && ActiveBackfills.Of(cmdlet, plan.Scope, plan.Export.Id).HasUnanswered)
            cmdlet.Pause(rhythm.Next());
    }

    private static IEnumerable<BatchExportBackfill> Of(RepairPlan plan, IReadOnlyCollection<RepairJob> jobs) =>
        plan.Backfills.ToAwait().Where(row => plan.Touches(plan.Backfills.RangeOf(row)) && !jobs.Any(job => job.Plan == plan && job.Owns(row)));
}
