using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Schedule;

namespace PostHogPS.Backfills;

/// <summary>
/// Backfills on servers that have no list of them (before generation A): one that was started here is known by the runs
/// that it makes, and a backfill of another session is unknown.
/// </summary>
internal static class UnlistedBackfills
{
    // Between two runs of a backfill there are moments, not minutes.
    private static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(5);

    /// <summary>Says once, for a connection, what cannot be known there.</summary>
    internal static void Warn(ProjectScope scope, CallContext call)
    {
        if (scope.Connection.Backfills.IsUnlisted)
            return;
        scope.Connection.Backfills.IsUnlisted = true;
        call.WarnOnce($"PostHog on {scope.Connection.Host} is too old to list backfills: "
            + "the module follows their runs instead and does not see backfills started elsewhere.");
    }

    /// <summary>The runs created since some moment, for one or several backfills started then or later.</summary>
    internal static Task<List<BatchExportRun>> ReadRunsAsync(ProjectScope scope, Guid export, DateTimeOffset since, CallContext call) =>
        ExportLists.Runs(scope, export, new RunQuery { After = since - BatchExportBackfill.ClockSlack }).ReadAllAsync(call);

    /// <summary>Its schedule; null where this version does not know its interval or timezone.</summary>
    internal static async Task<IntervalSchedule?> ReadScheduleAsync(ProjectScope scope, Guid export, CallContext call)
    {
        BatchExport read = await scope.Session.BatchExports.GetAsync(scope.Project, export, call).ConfigureAwait(false);
        try
        {
            return IntervalSchedule.CreateFrom(read);
        }
        catch (ProblemException e)
        {
            // Then nothing is expected but what has come.
            _ = e;
            return null;
        }
    }

    /// <summary>What the runs say of one backfill; it is taken to have ended when every interval of its range has been run since its start.</summary>
    internal static BackfillOutcome Judge(
        BatchExportBackfill started, IEnumerable<BatchExportRun> runs, IntervalSchedule? schedule, out BatchExportBackfill row)
    {
        DateTimeOffset since = (started.CreatedAt ?? DateTimeOffset.MinValue.AddDays(1)) - BatchExportBackfill.ClockSlack;
        var outcome = new BackfillOutcome(runs.Where(run => run.CreatedAt >= since && Overlaps(run, started)));
        List<DataInterval> expected = started is { Start: { } start } && schedule is not null
            ? schedule.Within(start, started.End ?? started.CreatedAt ?? start).ToList()
            : [];
        bool over = outcome.IsOver(expected);
        row = new BatchExportBackfill
        {
            WorkflowId = started.WorkflowId,
            BatchExportId = started.BatchExportId,
            BatchExportName = started.BatchExportName,
            ProjectId = started.ProjectId,
            Origin = started.Origin,
            Start = started.Start,
            End = started.End,
            SelectsByEventTime = started.SelectsByEventTime,
            CreatedAt = started.CreatedAt,
            Status = over ? "Completed" : outcome.Intervals == 0 ? "Starting" : "Running",
            FinishedAt = over ? outcome.LastEnd : null,
            Progress = Progress(Math.Max(expected.Count, outcome.Intervals), outcome.Intervals - outcome.Open),
        };
        return outcome;
    }

    /// <summary>What this session has started and has runs, newest first.</summary>
    internal static async Task<List<BatchExportBackfill>> ReadStartedAsync(ProjectScope scope, Guid export, CallContext call)
    {
        List<BatchExportBackfill> started = scope.Connection.Backfills.ListFor(export);
        if (started.Count == 0)
            return [];
        List<BatchExportRun> runs = await ReadRunsAsync(scope, export, started.Min(b => b.CreatedAt ?? scope.Session.ServerNow), call).ConfigureAwait(false);
        IntervalSchedule? schedule = await ReadScheduleAsync(scope, export, call).ConfigureAwait(false);
        var rows = new List<BatchExportBackfill>();
        foreach (BatchExportBackfill backfill in started)
        {
            BackfillOutcome outcome = Judge(backfill, runs, schedule, out BatchExportBackfill row);
            DateTimeOffset quiet = (outcome.LastEnd ?? backfill.CreatedAt ?? scope.Session.ServerNow) + QuietTime;
            // One that has stopped making runs will not make any more.
            if (!row.IsOpen || (outcome.Open == 0 && quiet < scope.Session.ServerNow))
                scope.Connection.Backfills.Forget(backfill);
            else if (outcome.Intervals > 0)
                rows.Insert(0, row);
        }

        return rows;
    }

    // One that begins within an interval may run all of it. The end of a pause's backfill is the server's word for now, which
    // nobody is told.
    private static bool Overlaps(BatchExportRun run, BatchExportBackfill started) =>
        started.Start is null
            ? run.DataIntervalStart is null && (started.End is null || run.DataIntervalEnd == started.End)
            : run.DataIntervalEnd > started.Start && run.DataIntervalStart < (started.End ?? started.CreatedAt);

    private static BackfillProgress Progress(int total, int finished) => new()
    {
        TotalRuns = total,
        FinishedRuns = finished,
        Ratio = total == 0 ? null : Math.Min(1, (double)finished / total),
    };
}
