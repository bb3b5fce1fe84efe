using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Operations.Backfills;
using PostHogPS.Schedule;

namespace PostHogPS.Operations.Coverage;

/// <summary>
/// The backfills that an export had at one moment: one list request, and what this session has started that the server
/// does not list yet.
/// </summary>
internal sealed class ActiveBackfills
{
    // Fifty to a page; nobody has one running under that many newer ones. Where the start of a window ends the list, all of
    // it counts: one that found no rows covers its range however many have followed.
    private const int Most = 500;

    private readonly WorkingCmdlet _cmdlet;
    private readonly ProjectScope _scope;
    private readonly Guid _export;
    private readonly List<BatchExportBackfill> _rows;
    private readonly List<BatchExportBackfill> _unlisted;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset? _since;
    private readonly HashSet<Guid> _known = new();

    private ActiveBackfills(WorkingCmdlet cmdlet, ProjectScope scope, Guid export, DateTimeOffset? since)
    {
        _cmdlet = cmdlet;
        _scope = scope;
        _export = export;
        _since = since;
        _rows = new List<BatchExportBackfill>();
        foreach (BatchExportBackfill row in List())
        {
            if (IsOlder(row) || (_since is null && _rows.Count == Most))
            {
                _known.Add(row.Id ?? Guid.Empty);
                break;
            }

            _rows.Add(row);
        }

        _known.UnionWith(_rows.Where(row => row.Id is not null).Select(row => row.Id!.Value));
        _unlisted = scope.Connection.Backfills.NotAmong(_rows, export);
        _now = scope.Session.ServerNow;
    }

    /// <summary>Ids of the rows of then, and of the newest one that does not matter. What stands before them is new, whatever the clocks say.</summary>
    internal HashSet<Guid> Known => _known;

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
    internal static ActiveBackfills Of(WorkingCmdlet cmdlet, ProjectScope scope, Guid export, DateTimeOffset? since = null) => new(cmdlet, scope, export, since);

    /// <summary>What it exports, an open end being the moment of the look.</summary>
    internal DataInterval RangeOf(BatchExportBackfill backfill) => BackfillFacts.RangeOf(backfill, _now);

    /// <summary>Why nothing more is to be started over it, as the end of a sentence.</summary>
    internal string Reason(BatchExportBackfill running) =>
        _unlisted.Contains(running)
            ? FormattableString.Invariant($"a backfill over it was sent at {running.CreatedAt!.Value.ToUniversalTime():HH:mm:ss} UTC, and PostHog does not list it yet.")
            : $"the backfill {running.Id} is running over it.";

    /// <summary>What they say of the export's intervals from an instant on.</summary>
    /// <param name="export">The export with its latest runs, where it has been read.</param>
    /// <param name="from">What ends before does not matter.</param>
    /// <param name="asOf">When the runs began to be read, where that was before the backfills were.</param>
    internal BackfillFacts ToFacts(BatchExport? export = null, DateTimeOffset? from = null, DateTimeOffset? asOf = null) => new(
        _rows.Concat(_unlisted),
        GapScan.FromTheBeginning(export?.LatestRuns ?? []).Concat(FinishedFromTheBeginning(from)),
        _now,
        // PostHog does not look into the result of a query.
        looksForRows: !string.Equals(export?.Model, "hogql", StringComparison.OrdinalIgnoreCase),
        asOf);

    /// <summary>Rows that have appeared since then, the newest first.</summary>
    internal IEnumerable<BatchExportBackfill> Newer() => List().TakeWhile(row => !IsOlder(row) && !Known.Contains(row.Id ?? Guid.Empty));

    /// <summary>Ended runs over everything up to their end, which no list by data interval holds. A request for each such backfill.</summary>
    internal IEnumerable<BatchExportRun> FinishedFromTheBeginning(DateTimeOffset? from = null)
    {
        foreach (BatchExportBackfill row in _rows.Where(row => row.Start is null && row.State == RunStates.Completed && !(row.End <= from)))
        {
            // Without rows it has no run, and with a failed one it has counted none either.
            string[] statuses = row.TotalRecordsCount == 0 ? [] : RunStates.Statuses(RunStates.Completed);
            var query = new RunQuery { After = row.CreatedAt, Before = row.FinishedAt, Statuses = statuses };
            IEnumerable<BatchExportRun> runs = Paging.Stream(_cmdlet, "Reading runs", (next, call) =>
                _scope.Session.Runs.ListAsync(_scope.Project, _export, query, next, call));
            foreach (BatchExportRun run in GapScan.FromTheBeginning(runs.Where(run => run.BackfillId == row.Id)))
                yield return run;
        }
    }

    // What a backfill exports was over before it was made.
    private bool IsOlder(BatchExportBackfill row) => row.CreatedAt < _since;

    private IEnumerable<BatchExportBackfill> List() => UnlistedBackfills.List(_cmdlet, _scope, _export);
}
