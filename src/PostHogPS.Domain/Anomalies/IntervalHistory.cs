using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Anomalies;

/// <summary>The runs of an export as anomalies are looked for in them: the last completed one of each interval, and the scheduled ones.</summary>
internal sealed class IntervalHistory
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TimeSpan _step;
    private readonly Dictionary<(DateTimeOffset Start, DateTimeOffset End), BatchExportRun> _last = new();
    private readonly List<BatchExportRun> _scheduled = new();

    /// <param name="step">Usual length of an interval. Runs of another length belong to another schedule.</param>
    internal IntervalHistory(TimeSpan step) => _step = step;

    internal TimeSpan Step => _step;

    /// <summary>Runs of the schedule, whatever became of them.</summary>
    internal IReadOnlyList<BatchExportRun> Scheduled => _scheduled;

    /// <summary>How many intervals have a completed run.</summary>
    internal int Completed => _last.Count;

    /// <summary>How far back of a window the history is read. Shorter intervals have more runs a day, and each hundred costs a request.</summary>
    internal static TimeSpan LengthFor(TimeSpan step) =>
        step < TimeSpan.FromHours(1) ? TimeSpan.FromDays(14)
        : step < Day ? TimeSpan.FromDays(28)
        : step < TimeSpan.FromDays(7) ? TimeSpan.FromDays(56)
        : TimeSpan.FromDays(182);

    internal void Add(BatchExportRun run)
    {
        if (run.DataIntervalStart is not { } start || run.DataIntervalEnd is not { } end || !IsOfSchedule(end - start))
            return;
        if (run.BackfillId is null)
            _scheduled.Add(run);
        if (run.State != RunStates.Completed)
            return;
        // A backfill or retry replaces what the scheduled run has exported.
        if (!_last.TryGetValue((start, end), out BatchExportRun? known) || run.CreatedAt >= known.CreatedAt)
            _last[(start, end)] = run;
    }

    /// <summary>The completed intervals, in order.</summary>
    internal List<IntervalSample> ToSamples() =>
        _last.OrderBy(pair => pair.Key.Start).Select(pair => new IntervalSample(pair.Key.Start, pair.Key.End, pair.Value)).ToList();

    // Days and weeks are an hour longer or shorter when clocks change.
    private bool IsOfSchedule(TimeSpan length) =>
        length == _step || (_step >= Day && (length - _step).Duration() <= TimeSpan.FromHours(1));
}
