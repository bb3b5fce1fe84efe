using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Repair;

/// <summary>Verifies the coverage after a repair and makes its result.</summary>
internal static class RepairVerifier
{
    private const string NoLongerRunning = "Other backfills ended without covering them.";

    /// <summary>Nothing was sent for the export.</summary>
    internal static BatchExportRepairResult Untouched(RepairPlan plan) => Result(plan, Counts(plan), [], plan.LastError, null);

    /// <summary>Started and not waited for.</summary>
    internal static BatchExportRepairResult Started(RepairJob job) => Note(job, Result(job.Plan, Counts(job), job.Started, job.Error, null));

    /// <summary>Waited for and verified.</summary>
    internal static async Task<BatchExportRepairResult> VerifyAsync(RepairJob job, CallContext call)
    {
        RepairCounts counts = Counts(job);
        string? seen = await ReadAsync(job.Plan, counts, call).ConfigureAwait(false);
        string? error = counts.PlannedLeft == 0 ? null : job.Error ?? seen;
        return Note(job, Result(job.Plan, counts, job.Started, error, counts.Left > counts.PlannedLeft ? Again(job.Plan) : null));
    }

    /// <summary>Nothing was sent, since other backfills covered the window; they were waited for, and the coverage was verified.</summary>
    internal static async Task<BatchExportRepairResult> VerifyAsync(RepairPlan plan, CallContext call)
    {
        RepairCounts counts = Counts(plan);
        string? seen = await ReadAsync(plan, counts, call).ConfigureAwait(false);
        return Result(plan, counts, [], counts.Left == 0 ? null : seen ?? plan.LastError, counts.Left == 0 ? null : Again(plan));
    }

    private static BatchExportRepairResult Note(RepairJob job, BatchExportRepairResult result)
    {
        result.SelectsByEventTime = job.Started.Exists(static backfill => backfill.SelectsByEventTime == true);
        if (result.SelectsByEventTime)
            result.Reason += " " + RowSelection.Sentence;
        return result;
    }

    // Only the range that was missing or in progress: what was covered stays covered.
    private static async Task<string?> ReadAsync(RepairPlan plan, RepairCounts counts, CallContext call)
    {
        // The backfills of others before the runs: one that ends in between is then found among the runs.
        ActiveBackfills? now = plan.HasOthers ? await ActiveBackfills.ReadAsync(plan.Scope, plan.Export.Id, plan.After, call).ConfigureAwait(false) : null;
        BatchExportRepairStep[] open = plan.Steps.Concat(plan.Left).ToArray();
        DateTimeOffset from = open.Min(step => step.Start), to = open.Max(step => step.End);
        // A run over the entire history is in no list by interval, only among the export's latest runs, so these are read again.
        BatchExport export = plan.HasOthers ? await plan.Scope.Session.BatchExports.GetAsync(plan.Scope.Project, plan.Export.Id, call).ConfigureAwait(false)
            : plan.Export;
        var scan = new GapReader(plan.Scope, export, from < plan.After ? plan.After : from, to > plan.Before ? plan.Before : to) { KnownBackfills = now,
            IsExact = true };
        string? error = null;
        long known = 0;
        counts.IsVerified = true;
        counts.Left = 0;
        counts.AutoPaused = 0;
        foreach (IntervalVerdict verdict in await scan.ReadAllAsync(call).ConfigureAwait(false))
        {
            // A backfill that has not reached the interval proves nothing.
            bool isUnderWay = verdict.CoveredBy == CoveredBy.ActiveBackfill;
            if (!(verdict.IsUncovered || isUnderWay) || !plan.Includes(verdict.Interval))
                continue;
            counts.Left++;
            counts.UnderWay += isUnderWay ? 1 : 0;
            counts.AutoPaused += verdict.Kind == GapKind.AutoPaused ? 1 : 0;
            bool isPlanned = AnyOverlaps(plan.Steps, verdict.Interval);
            counts.PlannedLeft += isPlanned ? 1 : 0;
            known += isPlanned || AnyOverlaps(plan.Left, verdict.Interval) ? 1 : 0;
            error = verdict.Run?.LatestError ?? error;
        }

        counts.Repaired = Math.Max(0, counts.Missing - known);
        counts.Reasons = Reasons(plan, counts);
        return error;
    }

    // A backfill that was running when the plan was made is no reason after the verification.
    private static string[] Reasons(RepairPlan plan, RepairCounts counts)
    {
        if (counts.Left - counts.PlannedLeft - counts.UnderWay <= 0)
            return [];
        string[] held = plan.Left.Where(step => !plan.RunningSteps.Contains(step)).Select(step => step.Reason).ToArray();
        return held.Length > 0 ? held : plan.HasOthers ? [NoLongerRunning] : [];
    }

    private static bool AnyOverlaps(List<BatchExportRepairStep> steps, DataInterval interval) =>
        steps.Exists(step => step.Start < interval.End && interval.Start < step.End);

    private static RepairCounts Counts(RepairJob job)
    {
        RepairCounts counts = Counts(job.Plan);
        counts.Started = job.Started.Count;
        counts.Sent = job.IntervalsSent;
        counts.Running = job.Running;
        counts.Stopped = job.Stopped;
        counts.IsAutoPaused = job.IsPaused;
        return counts;
    }

    private static RepairCounts Counts(RepairPlan plan)
    {
        long missing = plan.Missing + plan.Left.Sum(step => step.Intervals);
        return new RepairCounts
        {
            Expected = plan.Expected,
            Paused = plan.Paused,
            AutoPaused = plan.AutoPaused,
            WithoutRows = plan.WithoutRows,
            Missing = missing,
            Planned = plan.Missing,
            Left = missing,
            HasOthers = plan.HasOthers,
            IsAutoPaused = plan.Blocked is not null,
            Reasons = plan.Left.Select(step => step.Reason).Concat(plan.Blocked is { } blocked ? [blocked] : []).ToArray(),
            NothingDue = plan.WhyNothing ?? (plan.Expected == 0 && plan.Paused > 0 ? "Nothing was due: the export is paused." : null),
        };
    }

    private static BatchExportRepairResult Result(
        RepairPlan plan, RepairCounts counts, IReadOnlyCollection<BatchExportBackfill> started, string? error, string? again)
    {
        string state = RepairSummary.State(counts);
        return plan.Scope.StampAbout(new BatchExportRepairResult
        {
            State = state,
            Reason = RepairSummary.Reason(counts),
            After = plan.After,
            Before = plan.Before,
            IntervalsMissing = counts.Missing,
            IntervalsRepaired = counts.Repaired,
            IntervalsLeft = counts.Left,
            Backfills = started.ToArray(),
            Error = error,
            Suggestion = state == RepairState.AutoPaused || (counts.IsVerified && counts.PlannedLeft > 0 && counts.Running == 0)
                ? Command("Get-PHBatchExportError", plan).ToString()
                : again,
        }, plan.Export);
    }

    private static string Again(RepairPlan plan) =>
        Command("Repair-PHBatchExport", plan).WithWindow(plan.After).With("-Wait").ToString();

    private static CommandLine Command(string cmdlet, RepairPlan plan) => plan.Export.CommandFor(cmdlet);
}
