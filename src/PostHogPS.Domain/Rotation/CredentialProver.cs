using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Repair;
using PostHogPS.Schedule;
using PostHogPS.Text;
using PostHogPS.Waiting;

namespace PostHogPS.Rotation;

/// <summary>
/// Proves credentials by a run: exports the newest interval that no run covers, since a covered one would be written twice. It is
/// sent, watched and found again after a lost answer as by a repair.
/// </summary>
internal sealed class CredentialProver
{
    private const int MostIntervals = 100;

    // PostHog selects the rows of older intervals by event time; servers before mid 2026 after six days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(5);

    private readonly TimeSpan? _timeout;
    private volatile RepairRunner? _runner;

    internal CredentialProver(TimeSpan? timeout) => _timeout = timeout;

    /// <summary>What runs in PostHog because of it. Safe to ask from another thread.</summary>
    internal IEnumerable<string> Running => _runner?.Running ?? [];

    /// <summary>The backfill of the newest uncovered interval; null where every interval is covered, or none may be started.</summary>
    internal static async Task<RepairPlan?> PlanAsync(BatchExportTarget target, BatchExport export, CallContext call)
    {
        if (IntervalSchedule.Length(export.Interval) is not { } step)
            return null;
        TimeSpan window = TimeSpan.FromTicks(Math.Max(2 * step.Ticks, Math.Min(MostIntervals * step.Ticks, Longest.Ticks)));
        RepairPlan plan = await new RepairPlanner(0).PlanAsync(target, export, SafeTime.Subtract(target.Scope.Session.ServerNow, window), null,
            call).ConfigureAwait(false);
        if (plan.Blocked is not null || plan.Steps.OrderBy(static one => one.End).LastOrDefault() is not { } newest)
            return null;
        DataInterval last = IntervalSchedule.CreateFrom(export).Within(newest.Start, newest.End).Last();
        newest.Start = last.Start;
        newest.Intervals = 1;
        plan.Steps.RemoveAll(one => one != newest);
        return plan;
    }

    /// <summary>The run since the last change of an export that tells most about its credentials, or null.</summary>
    internal static BatchExportRun? FindSince(BatchExport export)
    {
        BatchExportRun[] since = [.. export.LatestRuns.Where(run => run.CreatedAt > export.LastUpdatedAt)];
        return since.FirstOrDefault(static one => one.State == RunStates.Completed) ?? since.FirstOrDefault();
    }

    internal static BatchExportCredentialProof Describe(BatchExportRun run) =>
        new() { Start = run.DataIntervalStart, End = run.DataIntervalEnd, RunId = run.Id, State = run.Status, Error = run.LatestError };

    internal static BatchExportCredentialProof Describe(RepairPlan plan) =>
        new() { Start = plan.Steps[0].Start, End = plan.Steps[0].End, State = RotationState.Planned };

    /// <summary>Carries it out and waits for its end.</summary>
    internal async Task<BatchExportCredentialProof> ProveAsync(RepairPlan plan, CallContext call)
    {
        BatchExportCredentialProof proof = Describe(plan);
        var job = new RepairJob(plan, plan.Steps.ToArray());
        var runner = new RepairRunner([job], 1, _timeout);
        _runner = runner;
        await runner.SendAllAsync(call).ConfigureAwait(false);
        await runner.AwaitEndsAsync(call).ConfigureAwait(false);
        _runner = null;
        if (job.Started.Count == 0)
        {
            proof.State = job.Stopped is null ? "Skipped" : RunStates.Unknown;
            return proof;
        }

        BatchExportBackfill backfill = job.Started[0];
        BatchExportRun? run = await FindRunAsync(plan, backfill, call).ConfigureAwait(false);
        proof.RunId = run?.Id;
        proof.Error = run?.LatestError;
        proof.State = run?.Status ?? (backfill.State == RunStates.Completed ? "NoRows" : backfill.IsOpen ? RunStates.Running : RunStates.Unknown);
        return proof;
    }

    /// <summary>Looks at a run until it has ended, or the time is over.</summary>
    internal async Task<BatchExportRun> AwaitAsync(RotationItem item, BatchExportRun run, CallContext call)
    {
        ProjectScope scope = item.Target.Scope;
        var polls = new PollSchedule(call.Clock, _timeout);
        using var progress = new Activity(call, $"Waiting for a run of {item.Export.Name}");
        while (run.IsOpen && !polls.IsOver)
        {
            await call.DelayAsync(polls.NextDelay()).ConfigureAwait(false);
            run = await scope.Session.Runs.GetAsync(scope.Project, item.Export.Id, run.Id, call).ConfigureAwait(false);
        }

        return run;
    }

    private static async Task<BatchExportRun?> FindRunAsync(RepairPlan plan, BatchExportBackfill backfill, CallContext call)
    {
        var query = new RunQuery { After = (backfill.CreatedAt ?? plan.MadeAt) - BatchExportBackfill.ClockSlack };
        BatchExportRepairStep step = plan.Steps[0];
        BatchExportRun? found = null;
        await ExportLists.Runs(plan.Scope, plan.Export.Id, query).ReadWhileAsync(
            run =>
            {
                found = run.DataIntervalStart == step.Start && run.DataIntervalEnd == step.End ? run : null;
                return found is null;
            },
            call).ConfigureAwait(false);
        return found;
    }

    /// <summary>
    /// Whether a run may have ended so because of its credentials. A cancelled run, or one that the billing limit stopped, proves nothing about them.
    /// </summary>
    internal static bool IsFailure(string status) =>
        (RunStates.FromStatus(status) == RunStates.Failed && !status.Equals("FailedBilling", StringComparison.OrdinalIgnoreCase))
            || status.Equals("TimedOut", StringComparison.OrdinalIgnoreCase);
}
