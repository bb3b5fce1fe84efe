using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Backfills;

/// <summary>
/// The backfills that an export had at one moment: one list request, and what this session has started that the server
/// does not list yet.
/// </summary>
internal sealed class ActiveBackfills
{
    // Ten pages of fifty: no running backfill is older than that many. A window's start ends the list instead, since an old
    // backfill that found no rows still covers its range.
    private const int Most = 500;

    private readonly ProjectScope _scope;
    private readonly Guid _export;
    private readonly List<BatchExportBackfill> _rows = new();
    private List<BatchExportBackfill> _unlisted = new();
    private DateTimeOffset _now;
    private readonly DateTimeOffset? _since;
    private readonly HashSet<Guid> _known = new();

    private ActiveBackfills(ProjectScope scope, Guid export, DateTimeOffset? since)
    {
        _scope = scope;
        _export = export;
        _since = since;
    }

    /// <summary>Ids of the rows of then, and of the newest one that does not matter. Rows before them in the list are newer, independent of clocks.</summary>
    internal HashSet<Guid> Known => _known;

    /// <summary>Those that had not ended.</summary>
    internal IEnumerable<BatchExportBackfill> Running => _rows.Where(row => row.IsOpen).Concat(_unlisted);

    /// <summary>Those that run and can be waited for: of then, accepted ones whose row is still to come, and what has appeared since.</summary>
    internal async Task<List<BatchExportBackfill>> ReadToAwaitAsync(CallContext call)
    {
        List<BatchExportBackfill> newer = await ReadNewerAsync(call).ConfigureAwait(false);
        return _rows.Concat(_unlisted.Where(coming => coming.WorkflowId is not null))
            .Concat(newer.Where(row => !_unlisted.Exists(coming => coming.WorkflowId is not null && coming.IsSameAs(row))))
            .Where(row => row.IsOpen).ToList();
    }

    /// <summary>True when something may have been started that has no name yet: its answer was lost, or PostHog starts it for a pause.</summary>
    internal bool HasUnanswered => _unlisted.Exists(coming => coming.WorkflowId is null);

    /// <summary>Reads them.</summary>
    /// <param name="scope">Where the export lives.</param>
    /// <param name="export">The export.</param>
    /// <param name="since">Older ones do not matter, and their pages are not asked for.</param>
    /// <param name="call">The work it belongs to.</param>
    internal static async Task<ActiveBackfills> ReadAsync(ProjectScope scope, Guid export, DateTimeOffset? since, CallContext call)
    {
        var read = new ActiveBackfills(scope, export, since);
        await new BackfillReader(scope, export).ReadWhileAsync(read.TryKeep, call).ConfigureAwait(false);
        read._known.UnionWith(read._rows.Where(row => row.Id is not null).Select(row => row.Id!.Value));
        read._unlisted = scope.Connection.Backfills.NotAmong(read._rows, export);
        read._now = scope.Session.ServerNow;
        return read;
    }

    /// <summary>Those of then, the newest first.</summary>
    internal IReadOnlyList<BatchExportBackfill> Rows => _rows;

    /// <summary>What it exports, an open end being the moment of the look.</summary>
    internal DataInterval RangeOf(BatchExportBackfill backfill) => BackfillFacts.RangeOf(backfill, _now);

    /// <summary>Why nothing more is to be started over it, as the end of a sentence.</summary>
    internal string Reason(BatchExportBackfill running) =>
        _unlisted.Contains(running)
            ? $"a backfill sent at {InstantText.FormatTimeOfDay(running.CreatedAt!.Value)} covers it; PostHog does not list it yet."
            : running.Id is { } id ? $"the running backfill {id} covers it."
            : $"the backfill that was started at {InstantText.FormatTimeOfDay(running.CreatedAt ?? _now)} covers it.";

    /// <summary>What they say of the export's intervals from an instant on.</summary>
    /// <param name="call">The work it belongs to.</param>
    /// <param name="export">The export with its latest runs, where it has been read.</param>
    /// <param name="from">What ends before does not matter.</param>
    /// <param name="asOf">When the runs began to be read, where that was before the backfills were.</param>
    /// <param name="schedule">The export's schedule; null where it is not known.</param>
    internal async Task<BackfillFacts> ToFactsAsync(
        CallContext call, BatchExport? export = null, DateTimeOffset? from = null, DateTimeOffset? asOf = null, IntervalSchedule? schedule = null) => new(
        _rows.Concat(_unlisted),
        WideRuns(export?.LatestRuns ?? []).Concat(await ReadFinishedWideRunsAsync(from, call).ConfigureAwait(false)),
        _now,
        // PostHog does not look into the result of a query.
        looksForRows: !string.Equals(export?.Model, "hogql", StringComparison.OrdinalIgnoreCase),
        asOf,
        schedule);

    /// <summary>Rows that have appeared since then, the newest first.</summary>
    internal async Task<List<BatchExportBackfill>> ReadNewerAsync(CallContext call)
    {
        var newer = new List<BatchExportBackfill>();
        await new BackfillReader(_scope, _export).ReadWhileAsync(
            row =>
            {
                if (IsOlder(row) || Known.Contains(row.Id ?? Guid.Empty))
                    return false;
                newer.Add(row);
                return true;
            },
            call).ConfigureAwait(false);
        return newer;
    }

    // Ended runs over everything up to their end, which no list by data interval holds. A request for each such backfill.
    private async Task<List<BatchExportRun>> ReadFinishedWideRunsAsync(DateTimeOffset? from, CallContext call)
    {
        var found = new List<BatchExportRun>();
        foreach (BatchExportBackfill row in _rows.Where(row => row.Start is null && row.State == RunStates.Completed && !(row.End <= from)))
        {
            // Without rows it has no run, and with a failed one it has counted none either.
            string[] statuses = row.TotalRecordsCount == 0 ? [] : RunStates.Statuses(RunStates.Completed);
            var query = new RunQuery { After = row.CreatedAt, Before = row.FinishedAt, Statuses = statuses };
            List<BatchExportRun> runs = await ExportLists.Runs(_scope, _export, query).ReadAllAsync(call).ConfigureAwait(false);
            found.AddRange(WideRuns(runs.Where(run => run.BackfillId == row.Id)));
        }

        return found;
    }

    /// <summary>
    /// Runs over everything up to their end. The server leaves them out of a list ordered by data interval; those among
    /// the export's latest runs cost nothing.
    /// </summary>
    internal static IEnumerable<BatchExportRun> WideRuns(IEnumerable<BatchExportRun> runs) =>
        runs.Where(run => run is { DataIntervalStart: null, DataIntervalEnd: not null })
            .Select(run => new BatchExportRun { Id = run.Id, Status = run.Status, DataIntervalStart = SafeTime.LongPast, DataIntervalEnd = run.DataIntervalEnd,
                CreatedAt = run.CreatedAt, BackfillId = run.BackfillId });

    // True when older rows matter too.
    private bool TryKeep(BatchExportBackfill row)
    {
        if (!IsOlder(row) && !(_since is null && _rows.Count == Most))
        {
            _rows.Add(row);
            return true;
        }

        _known.Add(row.Id ?? Guid.Empty);
        return false;
    }

    // A backfill is created after the end of what it exports.
    private bool IsOlder(BatchExportBackfill row) => row.CreatedAt < _since;
}
