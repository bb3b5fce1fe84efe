using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>
/// What keeps intervals out of the sum: pauses, runs with other bounds or still running, and backfills that selected by event
/// time, whose rows are counted once more by it.
/// </summary>
internal sealed class RowNoteReader
{
    // A row can be stored a moment after it was made: what was made just before the look may not have been there yet.
    internal static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly ProjectScope _scope;
    private readonly BatchExport _export;
    private readonly RowCountReader _counter;

    internal RowNoteReader(ProjectScope scope, BatchExport export, RowCountReader counter)
    {
        _scope = scope;
        _export = export;
        _counter = counter;
    }

    /// <summary>Backfills that other readers use too, where they are shared.</summary>
    internal SharedFacts? Shared { get; set; }

    /// <summary>The notes by the starts of their intervals. No request unless a backfill takes the place of scheduled runs.</summary>
    internal async Task<Dictionary<DateTimeOffset, RowNote>> ReadAsync(IEnumerable<IntervalVerdict> coverage, RowRuns runs, CallContext call)
    {
        var notes = new Dictionary<DateTimeOffset, RowNote>();
        var backfilled = new List<(DataInterval Interval, BatchExportRun Run)>();
        foreach (IntervalVerdict verdict in coverage)
        {
            BatchExportRun? run = runs.Find(verdict.Interval);
            if (run is { BackfillId: not null, RecordsCompleted: not null })
                backfilled.Add((verdict.Interval, run));
            else if (Note(verdict, run) is { } note)
                notes[verdict.Interval.Start] = note;
        }

        Dictionary<Guid, DateTimeOffset?> starts = await ReadStartsAsync(backfilled.ConvertAll(item => item.Run), call).ConfigureAwait(false);
        foreach (var group in backfilled.Where(item => IsByEventTime(item.Run, starts)).GroupBy(item => item.Run.BackfillId))
            await CountAsync([.. group.Select(item => item.Interval)], group.Min(item => item.Run.CreatedAt)!.Value - Margin, notes, call)
                .ConfigureAwait(false);
        return notes;
    }

    /// <summary>What keeps an interval out of the sum, whatever its rows; null where they count.</summary>
    internal static RowNote? Note(IntervalVerdict verdict, BatchExportRun? run)
    {
        if (run is not null)
            return run.RecordsCompleted is null ? RowNote.NotComparable("PostHog gives no number of rows for its run.") : null;
        return verdict.CoveredBy switch
        {
            CoveredBy.Pause => RowNote.NotComparable("The export was paused."),
            CoveredBy.CompletedRun => RowNote.NotComparable("Exported by a run with other bounds."),
            CoveredBy.NoRows => RowNote.NoRows,
            CoveredBy.RunningRun or CoveredBy.ActiveBackfill => RowNote.TooRecent("Its run has not ended."),
            _ => verdict.Hold == IntervalJudge.PartlyCovered ? RowNote.NotComparable("Partly exported by a run with other bounds.") : null,
        };
    }

    private async Task CountAsync(List<DataInterval> intervals, DateTimeOffset selectedAt, Dictionary<DateTimeOffset, RowNote> notes, CallContext call)
    {
        IReadOnlyList<RowCount> counts = await _counter.ReadAsync(RowCountQuery.CreateFor(_export, intervals, selectedAt, out _)!, call).ConfigureAwait(false);
        Dictionary<DateTimeOffset, RowCount> happened = counts.ToDictionary(count => count.Start);
        foreach (DataInterval interval in intervals)
            notes[interval.Start] = RowNote.ByEventTime(happened.TryGetValue(interval.Start, out RowCount count) ? count : new RowCount(interval.Start, 0, 0));
    }

    // What a run tells by itself: its backfill begins at its interval or before. Otherwise the backfill says when it begins.
    private static bool IsByEventTime(BatchExportRun run, Dictionary<Guid, DateTimeOffset?> starts) =>
        run.CreatedAt is { } created
        && (RowSelection.IsOld(run.DataIntervalStart, created)
            || (starts.TryGetValue(run.BackfillId!.Value, out DateTimeOffset? start) && RowSelection.IsOld(start, created)));

    private async Task<Dictionary<Guid, DateTimeOffset?>> ReadStartsAsync(List<BatchExportRun> runs, CallContext call)
    {
        var starts = new Dictionary<Guid, DateTimeOffset?>();
        HashSet<Guid> wanted = [.. runs.Where(run => run.CreatedAt is { } created && !RowSelection.IsOld(run.DataIntervalStart, created))
            .Select(run => run.BackfillId!.Value)];
        if (wanted.Count == 0)
            return starts;
        if (Shared is not null)
        {
            // A backfill is created after the end of what it exports.
            DateTimeOffset since = runs.Min(static run => run.DataIntervalStart)!.Value;
            foreach (BatchExportBackfill row in (await Shared.ReadBackfillsAsync(since, call).ConfigureAwait(false)).Rows)
                Keep(row);
            return starts;
        }

        await new BackfillReader(_scope, _export.Id).ReadWhileAsync(Keep, call).ConfigureAwait(false);
        return starts;

        bool Keep(BatchExportBackfill row)
        {
            if (row.Id is { } id && wanted.Remove(id))
                starts[id] = row.Start;
            return wanted.Count > 0;
        }
    }
}
