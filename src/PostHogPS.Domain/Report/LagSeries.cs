using System;
using System.Collections.Generic;

namespace PostHogPS.Report;

/// <summary>How far the exported data was behind, from the ends of the good runs: when each came, and how far it reached.</summary>
internal sealed class LagSeries
{
    private readonly List<BatchExportRun> _successes = new();
    private bool _isInOrder = true;

    /// <summary>End of the newest interval that was exported; null when none was.</summary>
    internal DateTimeOffset? Reached { get; private set; }

    internal void Add(BatchExportRun run)
    {
        if (run.State != RunStates.Completed || run.DataIntervalEnd is not { } reached || FinishedAt(run) is not { } finished)
            return;
        Reached = Reached > reached ? Reached : reached;
        // Mostly they have finished in the order of their intervals.
        _isInOrder &= _successes.Count == 0 || FinishedAt(_successes[_successes.Count - 1]) < finished;
        _successes.Add(run);
    }

    /// <summary>The largest lag in each of <paramref name="parts"/> equal parts; null before the first success.</summary>
    internal TimeSpan?[] Largest(DateTimeOffset start, DateTimeOffset end, int parts)
    {
        if (!_isInOrder)
            _successes.Sort(static (one, other) => Key(one).CompareTo(Key(other)));
        var largest = new TimeSpan?[parts];
        DateTimeOffset? reached = null;
        int next = 0;
        for (int i = 0; i < parts; i++)
        {
            DateTimeOffset until = start + TimeSpan.FromTicks((end - start).Ticks / parts * (i + 1));
            for (; next < _successes.Count && FinishedAt(_successes[next]) <= until; next++)
            {
                KeepLargest(ref largest[i], FinishedAt(_successes[next]) - reached);
                reached = reached > _successes[next].DataIntervalEnd ? reached : _successes[next].DataIntervalEnd;
            }

            KeepLargest(ref largest[i], until - reached);
        }

        return largest;
    }

    private static (DateTimeOffset?, DateTimeOffset?) Key(BatchExportRun run) => (FinishedAt(run), run.DataIntervalEnd);

    private static DateTimeOffset? FinishedAt(BatchExportRun run) => run.FinishedAt ?? run.LastUpdatedAt;

    private static void KeepLargest(ref TimeSpan? largest, TimeSpan? lag)
    {
        if (lag is { } value && (largest is null || value > largest))
            largest = value < TimeSpan.Zero ? TimeSpan.Zero : value;
    }
}
