using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Backfills;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Schedule;

namespace PostHogPS.Operations.Backfills;

/// <summary>
/// Backfills on servers that have no list of them (before generation A): one that was started here is known by the runs
/// that it makes, one of somebody else is not known at all.
/// </summary>
internal static class UnlistedBackfills
{
    // Between two runs of a backfill there are moments, not minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The rows of an export's backfills, newest first; on such a server those that this session has started and that have runs.</summary>
    internal static IEnumerable<BatchExportBackfill> List(WorkingCmdlet cmdlet, ProjectScope scope, Guid export)
    {
        using IEnumerator<BatchExportBackfill> rows = Paging.Stream(cmdlet, "Reading backfills", (next, call) =>
            scope.Session.Backfills.ListAsync(scope.Project, export, next, call)).GetEnumerator();
        IEnumerable<BatchExportBackfill> known = [];
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                    break;
            }
            catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotSupported)
            {
                Say(cmdlet, scope);
                known = StartedHere(cmdlet, scope, export);
                break;
            }

            yield return rows.Current;
        }

        foreach (BatchExportBackfill row in known)
            yield return row;
    }

    /// <summary>Says once what cannot be known there.</summary>
    internal static void Say(WorkingCmdlet cmdlet, ProjectScope scope)
    {
        scope.Connection.Backfills.IsUnlisted = true;
        cmdlet.WarnOnce($"The PostHog on {scope.Connection.Host} is older than the list of backfills: only the runs show what becomes of one, and what others are backfilling cannot be seen.");
    }

    /// <summary>The runs created since some moment, for one or several backfills started then or later.</summary>
    internal static List<BatchExportRun> ReadRuns(WorkingCmdlet cmdlet, ProjectScope scope, Guid export, DateTimeOffset since)
    {
        var query = new RunQuery { After = since - BatchExportBackfill.ClockSlack };
        return Paging.Stream(cmdlet, "Reading runs", (next, call) => scope.Session.Runs.ListAsync(scope.Project, export, query, next, call)).ToList();
    }

    /// <summary>Its schedule; null where this version does not know its interval or timezone.</summary>
    internal static IntervalSchedule? ReadSchedule(WorkingCmdlet cmdlet, ProjectScope scope, Guid export)
    {
        BatchExport read = cmdlet.Await(call => scope.Session.BatchExports.GetAsync(scope.Project, export, call));
        try
        {
            return IntervalSchedule.Of(read);
        }
        catch (ProblemException e)
        {
            // Then nothing is expected but what has come.
            _ = e;
            return null;
        }
    }

    /// <summary>What the runs say of one backfill; it is taken to have ended when every interval of its range has been run since its start.</summary>
    internal static BackfillOutcome Judge(BatchExportBackfill started, IEnumerable<BatchExportRun> runs, IntervalSchedule? schedule, out BatchExportBackfill row)
    {
        DateTimeOffset since = (started.CreatedAt ?? DateTimeOffset.MinValue.AddDays(1)) - BatchExportBackfill.ClockSlack;
        var outcome = new BackfillOutcome(runs.Where(run => run.CreatedAt >= since && Touches(run, started)));
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

    private static List<BatchExportBackfill> StartedHere(WorkingCmdlet cmdlet, ProjectScope scope, Guid export)
    {
        List<BatchExportBackfill> started = scope.Connection.Backfills.Of(export);
        if (started.Count == 0)
            return [];
        List<BatchExportRun> runs = ReadRuns(cmdlet, scope, export, started.Min(b => b.CreatedAt ?? scope.Session.ServerNow));
        IntervalSchedule? schedule = ReadSchedule(cmdlet, scope, export);
        var rows = new List<BatchExportBackfill>();
        foreach (BatchExportBackfill backfill in started)
        {
            BackfillOutcome outcome = Judge(backfill, runs, schedule, out BatchExportBackfill row);
            DateTimeOffset quiet = (outcome.LastEnd ?? backfill.CreatedAt ?? scope.Session.ServerNow) + Patience;
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
    private static bool Touches(BatchExportRun run, BatchExportBackfill started) =>
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
