using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Schedule;

namespace PostHogPS.Coverage;

/// <summary>What the backfills of an export say of its intervals, as the server lists them.</summary>
internal sealed class BackfillFacts
{
    internal static readonly BackfillFacts None = new([], [], DateTimeOffset.MinValue, looksForRows: false);

    private readonly List<DataInterval> _ranges = new();

    /// <param name="rows">The backfills, those this session has started included.</param>
    /// <param name="fromTheBeginning">Runs over everything up to their end, whatever came of them.</param>
    /// <param name="now">The moment of the look: where a backfill without an end reaches.</param>
    /// <param name="looksForRows">Whether the server looks for rows before it starts a backfill of this export.</param>
    /// <param name="asOf">When the runs began to be read, where that was before. What has ended since then was active, and its last
    /// runs are not among them.</param>
    /// <param name="schedule">The export's schedule; null where it is not known.</param>
    internal BackfillFacts(
        IEnumerable<BatchExportBackfill> rows, IEnumerable<BatchExportRun> fromTheBeginning, DateTimeOffset now, bool looksForRows, DateTimeOffset? asOf = null,
        IntervalSchedule? schedule = null)
    {
        foreach (BatchExportBackfill row in rows)
        {
            DataInterval range = RangeOf(row, now);
            _ranges.Add(range);
            if (row.IsOpen || row.FinishedAt > asOf)
                // One that begins within an interval, as that of a pause does, runs all of it.
                Active.Add(schedule is null || row.Start is null ? range : new DataInterval(schedule.BoundaryBefore(range.Start), range.End));
            else if (looksForRows && string.Equals(row.Status, RunStates.Completed, StringComparison.OrdinalIgnoreCase))
                AddEmpty(row, range);
        }

        FromTheBeginning = fromTheBeginning.ToList();
    }

    /// <summary>What active backfills are going to export.</summary>
    internal List<DataInterval> Active { get; } = new();

    /// <summary>Where the server found nothing to export.</summary>
    internal List<EmptyRange> Empty { get; } = new();

    /// <summary>Runs over everything up to their end, with a start long ago: no list by data interval holds them.</summary>
    internal List<BatchExportRun> FromTheBeginning { get; }

    /// <summary>Whether a backfill with bounds of its own, beside the schedule's, lies over an instant: its runs may cross it.</summary>
    internal bool MayCross(DateTimeOffset instant, IntervalSchedule schedule) =>
        _ranges.Exists(range => range.Start < instant && range.End > instant
            && (schedule.BoundaryBefore(range.Start) != range.Start || schedule.BoundaryBefore(range.End) != range.End));

    /// <summary>What a backfill exports. One without a start begins with the first row there is, one without an end goes up to now.</summary>
    internal static DataInterval RangeOf(BatchExportBackfill row, DateTimeOffset now) =>
        new(row.Start ?? DateTimeOffset.MinValue.AddDays(1), row.End ?? row.FinishedAt ?? now);

    private void AddEmpty(BatchExportBackfill row, DataInterval range)
    {
        // Null is what servers say that do not count; 0 with a failed run does not mean empty, which the run itself shows.
        if (row.TotalRecordsCount == 0)
            Empty.Add(new EmptyRange(range, row.Id, row.CreatedAt));
        else if (row.AdjustedStart > range.Start)
            Empty.Add(new EmptyRange(new DataInterval(range.Start, row.AdjustedStart.Value < range.End ? row.AdjustedStart.Value : range.End), row.Id,
                row.CreatedAt));
    }
}
