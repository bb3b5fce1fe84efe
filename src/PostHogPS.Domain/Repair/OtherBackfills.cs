using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Waiting;

namespace PostHogPS.Repair;

/// <summary>Backfills over the window of a plan that this repair has not started. They prove coverage only when they have ended.</summary>
internal static class OtherBackfills
{
    /// <summary>Waits for them. What has not ended in time is an error.</summary>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="plans">The plans with such backfills.</param>
    /// <param name="jobs">What was sent.</param>
    /// <param name="timeout">The timeout as the user gave it; null for no limit.</param>
    /// <param name="spent">The part of it that is used already.</param>
    internal static async Task WaitAsync(
        CallContext call, IReadOnlyCollection<RepairPlan> plans, IReadOnlyCollection<RepairJob> jobs, TimeSpan? timeout, TimeSpan spent)
    {
        TimeSpan? left = timeout - spent;
        // The timeout was reported for the repair's own backfills already.
        if (left <= TimeSpan.Zero && jobs.Count > 0)
            return;
        var watcher = new BackfillWatcher(left < TimeSpan.Zero ? TimeSpan.Zero : left, new NullListener(), said: timeout, readsRuns: false);
        foreach (RepairPlan plan in plans)
        {
            await call.TryAsync(plan.Target.Input, async () =>
            {
                await WaitForRowsAsync(plan, left, call).ConfigureAwait(false);
                foreach (BatchExportBackfill other in SelectOthers(plan, await plan.Backfills.ReadToAwaitAsync(call).ConfigureAwait(false), jobs))
                {
                    other.BatchExportId = plan.Export.Id;
                    other.BatchExportName = plan.Export.Name;
                    watcher.Add(plan.Scope, plan.Scope.Stamp(other), plan.Target.Input, call);
                }
            }).ConfigureAwait(false);
        }

        await watcher.WaitAllAsync(call).ConfigureAwait(false);
    }

    // A backfill that PostHog starts for a pause, or whose answer was lost, has no id until its row is listed.
    private static async Task WaitForRowsAsync(RepairPlan plan, TimeSpan? left, CallContext call)
    {
        var polls = new PollSchedule(call.Clock, left < RecentBackfills.LostAnswerTimeout ? left : RecentBackfills.LostAnswerTimeout);
        while (plan.Backfills.HasUnanswered && !polls.IsOver
            && (await ActiveBackfills.ReadAsync(plan.Scope, plan.Export.Id, null, call).ConfigureAwait(false)).HasUnanswered)
        {
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
        }
    }

    private static List<BatchExportBackfill> SelectOthers(RepairPlan plan, List<BatchExportBackfill> running, IReadOnlyCollection<RepairJob> jobs) =>
        running.FindAll(row => plan.Overlaps(plan.Backfills.RangeOf(row)) && !jobs.Any(job => job.Plan == plan && job.Owns(row)));

    // The result of the repair reports them.
    private sealed class NullListener : IBackfillListener
    {
        public Task OnEndedAsync(BatchExportBackfill backfill, CallContext call) => Task.CompletedTask;

        public void OnLost(BatchExportBackfill backfill, CallContext call)
        {
        }

        public WaitState? Describe(IReadOnlyCollection<BatchExportBackfill> open) => null;
    }
}
