using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Health;
using PostHogPS.Schedule;

namespace PostHogPS.Repair;

/// <summary>The repair of one export: pending steps, running backfills, ended ones.</summary>
internal sealed class RepairJob
{
    private readonly Queue<BatchExportRepairStep> _pending;
    private readonly Dictionary<(DateTimeOffset?, DateTimeOffset?), long> _intervals = new();
    private bool _canaryOut;

    internal RepairJob(RepairPlan plan, IEnumerable<BatchExportRepairStep> accepted)
    {
        Plan = plan;
        _pending = new Queue<BatchExportRepairStep>(accepted);
        IntervalsAccepted = _pending.Sum(step => step.Intervals);
    }

    internal RepairPlan Plan { get; }

    internal List<BatchExportBackfill> Started { get; } = new();

    /// <summary>Those that are no longer watched: ended or lost.</summary>
    internal List<BatchExportBackfill> Ended { get; } = new();

    internal int Running => Started.Count - Ended.Count;

    /// <summary>Why sending stopped; null while it continues.</summary>
    internal string? Stopped { get; private set; }

    internal bool IsPaused { get; private set; }

    internal string? Error { get; private set; }

    internal bool HasNext => Stopped is null && _pending.Count > 0;

    /// <summary>Whether the next step may be sent: no canary is running.</summary>
    internal bool IsReady => HasNext && !(_canaryOut && Running > 0);

    internal long IntervalsAccepted { get; }

    internal long IntervalsSent { get; private set; }

    internal bool IsDone => !HasNext && Running == 0;

    /// <summary>Intervals that are done, given the backfills that still run.</summary>
    internal long IntervalsDone(IEnumerable<BatchExportBackfill> open) =>
        IntervalsSent - open.Where(Owns).Sum(b => Math.Max(0, IntervalsOf(b) - (b.Progress?.FinishedRuns ?? 0)));

    private long IntervalsOf(BatchExportBackfill backfill) =>
        _intervals.TryGetValue((backfill.Start, backfill.End), out long intervals) ? intervals : 0;

    internal BatchExportRepairStep Peek() => _pending.Peek();

    internal void Skip() => _pending.Dequeue();

    internal void Sent(BatchExportBackfill backfill)
    {
        BatchExportRepairStep step = _pending.Dequeue();
        _canaryOut = step.IsCanary;
        IntervalsSent += step.Intervals;
        _intervals[(backfill.Start, backfill.End)] = step.Intervals;
        Started.Add(backfill);
    }

    internal void Stop(string reason, string? error = null)
    {
        Stopped ??= reason;
        Error ??= error;
    }

    /// <summary>True when a row of the server's list is that of a backfill which this job has started.</summary>
    internal bool Owns(BatchExportBackfill row) => IndexOf(row) >= 0;

    /// <summary>Replaces one of its backfills by its current state.</summary>
    internal void Update(BatchExportBackfill backfill) => Started[IndexOf(backfill)] = backfill;

    /// <summary>One of its backfills can no longer be watched. Its result is unknown, so nothing more is sent.</summary>
    internal void OnLost(BatchExportBackfill backfill)
    {
        Ended.Add(backfill);
        _canaryOut = false;
        Stop("The result of a backfill is unknown, so nothing more was sent.");
    }

    /// <summary>One of its backfills has ended. After a failure or a canary the coverage is checked before more is sent.</summary>
    internal async Task OnEndedAsync(BatchExportBackfill backfill, CallContext call)
    {
        Ended.Add(backfill);
        bool canary = _canaryOut;
        _canaryOut = false;
        if (!canary && backfill.State == RunStates.Completed)
            return;

        // Stops unless the check below succeeds and says otherwise. A partial failure does not stop.
        if (backfill.State is not (RunStates.Completed or RunStates.CompletedWithFailures))
            Stop($"A backfill ended as {backfill.Status}, so nothing more was sent.");
        else if (backfill.FailedRuns > 0 && backfill.FailedRuns >= IntervalsOf(backfill))
            Stop("Every interval of a backfill failed, so nothing more was sent.");
        BatchExport now = await Plan.Scope.Session.BatchExports.GetAsync(Plan.Scope.Project, Plan.Export.Id, call).ConfigureAwait(false);
        Plan.Latest = now;
        IntervalVerdict? uncovered = await FindUncoveredAsync(backfill, call).ConfigureAwait(false);
        if (now.Paused && !Plan.Export.Paused)
        {
            // A pause in the middle of failures was made by the server.
            IsPaused = uncovered is not null;
            Stopped = IsPaused ? "PostHog paused the export while it was being repaired." : "The export has been paused, so nothing more was sent.";
            Error = uncovered?.Run?.LatestError ?? HealthCheck.Judge(now, Plan.Scope.Session.ServerNow).LastError ?? Error;
        }
        else if (uncovered is { } verdict)
        {
            if (canary)
                Stopped = "The first interval failed again, so nothing more was sent.";
            Error = verdict.Run?.LatestError ?? Error;
        }
    }

    internal BackfillRequest ToRequest()
    {
        BatchExportRepairStep step = Peek();
        var calendar = new ExportCalendar(Plan.Export);
        return new BackfillRequest(Plan.Scope, Plan.Export.Id, Plan.Export.Name, Plan.Target.Input)
        {
            Start = step.Start,
            End = step.End,
            Bounds = step.RunId is null ? (calendar.BoundAt(step.Start), calendar.BoundAt(step.End)) : null,
            RunId = step.RunId,
            SelectsByEventTime = step.SelectsByEventTime,
        };
    }

    private async Task<IntervalVerdict?> FindUncoveredAsync(BatchExportBackfill backfill, CallContext call)
    {
        IntervalVerdict? uncovered = null;
        await new GapReader(Plan.Scope, Plan.Export, backfill.Start ?? Plan.After, backfill.End) { IsExact = true }.ReadWhileAsync(
            verdict =>
            {
                uncovered = verdict.IsUncovered ? verdict : null;
                return uncovered is null;
            },
            call).ConfigureAwait(false);
        return uncovered;
    }

    // By the id that the server answered with; without one by export and bounds.
    private int IndexOf(BatchExportBackfill row) =>
        Started.FindIndex(b => ReferenceEquals(b, row)
            || (b.Id is { } id ? id == row.Id : b.BatchExportId == row.BatchExportId && b.Start == row.Start && b.End == row.End));
}
