using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Waiting;

namespace PostHogPS.Operations.Repair;

/// <summary>What others run over the window of a plan: proof only when it has ended.</summary>
internal static class OtherBackfills
{
    /// <summary>Waits for them, beside those that the repair has started itself. What is not over in time is an error.</summary>
    /// <param name="cmdlet">The cmdlet that waits.</param>
    /// <param name="plans">The plans that have others at them.</param>
    /// <param name="jobs">What was sent.</param>
    /// <param name="left">What is left of the time allowed; null for no limit.</param>
    internal static void Await(WorkingCmdlet cmdlet, IEnumerable<RepairPlan> plans, IReadOnlyCollection<RepairJob> jobs, TimeSpan? left)
    {
        var watcher = new BackfillWatcher(cmdlet, left < TimeSpan.Zero ? TimeSpan.Zero : left);
        foreach (RepairPlan plan in plans)
        {
            cmdlet.Try(plan.Target.Input, () =>
            {
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

    /// <summary>Those over the plan's window that still run.</summary>
    internal static IEnumerable<BatchExportBackfill> Of(RepairPlan plan, IReadOnlyCollection<RepairJob> jobs) =>
        plan.Backfills.ToAwait().Where(row =>
            plan.Backfills.RangeOf(row) is var range && range.End > plan.After && range.Start < plan.Before
            && !jobs.Any(job => job.Plan == plan && job.Owns(row)));
}
