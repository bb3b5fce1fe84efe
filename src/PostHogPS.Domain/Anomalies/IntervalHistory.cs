using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Anomalies;

/// <summary>The runs of an export as anomalies are looked for in them: the last completed one of each interval, and the scheduled ones.</summary>
internal sealed class IntervalHistory
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TimeSpan _step;
    private readonly List<BatchExportRun> _runs = new();
    private bool _isInOrder = true;

    /// <param name="step">Usual length of an interval. Runs of another length belong to another schedule.</param>
    internal IntervalHistory(TimeSpan step) => _step = step;

    internal TimeSpan Step => _step;

    /// <summary>Runs of the schedule in the order of their intervals, whatever became of them.</summary>
    internal IEnumerable<BatchExportRun> Scheduled => InOrder().Where(static run => run.BackfillId is null);

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
        // They are read in this order; only a list that changed meanwhile has to be sorted.
        _isInOrder &= _runs.Count == 0 || _runs[_runs.Count - 1].DataIntervalStart <= start;
        _runs.Add(run);
    }

    /// <summary>The completed intervals, in order.</summary>
    internal List<IntervalSample> ToSamples()
    {
        var samples = new List<IntervalSample>(_runs.Count);
        foreach (BatchExportRun run in InOrder().Where(static run => run.State == RunStates.Completed))
            Add(samples, new IntervalSample(run.DataIntervalStart!.Value, run.DataIntervalEnd!.Value, run));
        return samples;
    }

    private static void Add(List<IntervalSample> samples, IntervalSample sample)
    {
        for (int i = samples.Count - 1; i >= 0 && samples[i].Start == sample.Start; i--)
        {
            if (samples[i].End != sample.End)
                continue;
            // A backfill or retry replaces what the scheduled run has exported.
            if (sample.Run.CreatedAt >= samples[i].Run.CreatedAt)
                samples[i] = sample;
            return;
        }

        samples.Add(sample);
    }

    private IEnumerable<BatchExportRun> InOrder() => _isInOrder ? _runs : _runs.OrderBy(static run => run.DataIntervalStart);

    // Days and weeks are an hour longer or shorter when clocks change.
    private bool IsOfSchedule(TimeSpan length) =>
        length == _step || (_step >= Day && (length - _step).Duration() <= TimeSpan.FromHours(1));
}
