using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Schedule;

namespace PostHogPS.Rows;

/// <summary>
/// Counts the rows of a hogql export, interval by interval: as they were when its run began, and as they are where no run
/// completed. Its query selects by what it says itself, so no edge moves any row and each interval is judged alone.
/// </summary>
internal sealed class WrappedRowReader
{
    private readonly BatchExport _export;
    private readonly WrappableQuery _query;
    private readonly RowCountReader _counter;
    private readonly DateTimeOffset _now;

    internal WrappedRowReader(BatchExport export, WrappableQuery query, RowCountReader counter, DateTimeOffset now)
    {
        _export = export;
        _query = query;
        _counter = counter;
        _now = now;
    }

    /// <summary>The counts of intervals without a run, and the notes on all others.</summary>
    internal async Task<(List<RowCount> Counts, Dictionary<DateTimeOffset, RowNote> Notes)> ReadAsync(
        IEnumerable<IntervalVerdict> coverage, RowRuns runs, CallContext call)
    {
        var notes = new Dictionary<DateTimeOffset, RowNote>();
        var wanted = new List<(DataInterval Interval, DateTimeOffset? Arrived)>();
        foreach (IntervalVerdict verdict in coverage)
        {
            BatchExportRun? run = runs.Find(verdict.Interval);
            if (RowNoteReader.Note(verdict, run) is { } note)
                notes[verdict.Interval.Start] = note;
            else
                wanted.Add((verdict.Interval, run is null ? null : Arrived(verdict.Interval, run)));
        }

        var counts = new List<RowCount>();
        for (int at = 0; at < wanted.Count; at += WrappedCountQuery.MostIntervals)
            counts.AddRange(await CountAsync([.. wanted.Skip(at).Take(WrappedCountQuery.MostIntervals)], call).ConfigureAwait(false));
        Dictionary<DateTimeOffset, RowCount> found = counts.ToDictionary(static count => count.Start);
        foreach ((DataInterval interval, _) in wanted.Where(static part => part.Arrived is not null))
        {
            RowCount then = found.TryGetValue(interval.Start, out RowCount count) ? count : new RowCount(interval.Start, 0, 0);
            notes[interval.Start] = RowNote.ByQuery(then, isRecent: interval.End > _now - RowJudge.Recent);
        }

        return (counts, notes);
    }

    private Task<IReadOnlyList<RowCount>> CountAsync(IReadOnlyList<(DataInterval Interval, DateTimeOffset? Arrived)> parts, CallContext call) =>
        _counter.ReadAsync(new WrappedCountQuery(_query, _export.HogQLModifiers is { Count: > 0 } modifiers ? modifiers : null, parts), call);

    // A run waits for what is on its way, so what was made before the end of its interval is there. Of what came later, only
    // what came some time before its run.
    private static DateTimeOffset Arrived(DataInterval interval, BatchExportRun run) =>
        run.CreatedAt - RowNoteReader.Margin is { } before && before > interval.End ? before : interval.End;
}
