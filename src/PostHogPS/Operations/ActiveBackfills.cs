using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Contracts;

namespace PostHogPS.Operations;

/// <summary>
/// The backfills that an export had at one moment: one list request, and what this session has started that the server
/// does not list yet.
/// </summary>
internal sealed class ActiveBackfills
{
    // Fifty to a page; nobody has one running under that many newer ones.
    private const int Most = 500;

    private readonly WorkingCmdlet _cmdlet;
    private readonly Scope _scope;
    private readonly Guid _export;
    private readonly List<BatchExportBackfill> _rows;
    private readonly List<BatchExportBackfill> _unlisted;
    private readonly DateTimeOffset _now;
    private HashSet<Guid>? _known;

    private ActiveBackfills(WorkingCmdlet cmdlet, Scope scope, Guid export, DateTimeOffset? since)
    {
        _cmdlet = cmdlet;
        _scope = scope;
        _export = export;
        _rows = List().TakeWhile(row => !(row.CreatedAt < since)).Take(Most).ToList();
        _unlisted = scope.Connection.Backfills.NotAmong(_rows, export);
        _now = scope.Session.ServerNow;
    }

    /// <summary>Ids of all rows of then. What comes later is new, whatever the clocks say.</summary>
    internal HashSet<Guid> Known => _known ??= new HashSet<Guid>(_rows.Where(row => row.Id is not null).Select(row => row.Id!.Value));

    /// <summary>Those that had not ended.</summary>
    internal IEnumerable<BatchExportBackfill> Running => _rows.Where(row => row.IsOpen).Concat(_unlisted);

    /// <summary>Those that run and can be waited for: of then, accepted ones whose row is still to come, and what has appeared since.</summary>
    internal IEnumerable<BatchExportBackfill> ToAwait() =>
        _rows.Concat(_unlisted.Where(coming => coming.WorkflowId is not null))
            .Concat(Newer().Where(row => !_unlisted.Exists(coming => coming.WorkflowId is not null && coming.IsSameAs(row))))
            .Where(row => row.IsOpen);

    /// <summary>True when something may have been started that has no name yet: its answer was lost, or PostHog starts it for a pause.</summary>
    internal bool HasUnanswered => _unlisted.Exists(coming => coming.WorkflowId is null);

    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="scope">Where the export lives.</param>
    /// <param name="export">The export.</param>
    /// <param name="since">Older ones do not matter, and their pages are not asked for.</param>
    internal static ActiveBackfills Of(WorkingCmdlet cmdlet, Scope scope, Guid export, DateTimeOffset? since = null) => new(cmdlet, scope, export, since);

    /// <summary>What it exports, an open end being the moment of the look.</summary>
    internal DataInterval RangeOf(BatchExportBackfill backfill) => new(backfill.Start ?? DateTimeOffset.MinValue.AddDays(1), backfill.End ?? _now);

    /// <summary>Why nothing more is to be started over it, as the end of a sentence.</summary>
    internal string Reason(BatchExportBackfill running) =>
        _unlisted.Contains(running)
            ? FormattableString.Invariant($"a backfill over it was sent at {running.CreatedAt!.Value.ToUniversalTime():HH:mm:ss} UTC, and PostHog does not list it yet.")
            : $"the backfill {running.Id} is running over it.";

    /// <summary>
    /// Their ranges as running runs, ordered by start, so that the gap finder sees them as covered. Of finished ones
    /// only those without a start count, since the server does not list their runs by data interval.
    /// </summary>
    internal List<BatchExportRun> AsRuns() =>
        Running.Select(row => new BatchExportRun
            {
                Id = row.Id ?? Guid.Empty,
                Status = "Running",
                DataIntervalStart = RangeOf(row).Start,
                DataIntervalEnd = RangeOf(row).End,
            })
            .Concat(FinishedFromTheBeginning())
            .OrderBy(run => run.DataIntervalStart)
            .ToList();

    /// <summary>Rows that have appeared since then, the newest first.</summary>
    internal IEnumerable<BatchExportBackfill> Newer() => List().TakeWhile(row => !Known.Contains(row.Id ?? Guid.Empty));

    /// <summary>Finished runs over everything up to their end, which no list by data interval holds. A request for each such backfill.</summary>
    internal IEnumerable<BatchExportRun> FinishedFromTheBeginning()
    {
        foreach (BatchExportBackfill row in _rows.Where(row => row.Start is null && row.State == RunStates.Completed))
        {
            var query = new RunQuery { After = row.CreatedAt, Before = row.FinishedAt, Statuses = RunStates.Statuses(RunStates.Completed) };
            IEnumerable<BatchExportRun> runs = Paging.Stream(_cmdlet, "Reading runs", (next, call) =>
                _scope.Session.Runs.ListAsync(_scope.Project, _export, query, next, call));
            foreach (BatchExportRun run in GapScan.FromTheBeginning(runs.Where(run => run.BackfillId == row.Id)))
                yield return run;
        }
    }

    private IEnumerable<BatchExportBackfill> List() =>
        Paging.Stream(_cmdlet, "Reading backfills", (next, call) => _scope.Session.Backfills.ListAsync(_scope.Project, _export, next, call));
}
