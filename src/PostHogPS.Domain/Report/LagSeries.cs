using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Report;

/// <summary>How far the exported data was behind, from the ends of the good runs: when each came, and how far it reached.</summary>
internal sealed class LagSeries
{
    private readonly List<(DateTimeOffset Finished, DateTimeOffset Reached)> _successes = new();

    /// <summary>End of the newest interval that was exported; null when none was.</summary>
    internal DateTimeOffset? Reached => _successes.Count == 0 ? null : _successes.Max(s => s.Reached);

    internal void Add(BatchExportRun run)
    {
        if (run.State == RunStates.Completed && run.DataIntervalEnd is { } reached && (run.FinishedAt ?? run.LastUpdatedAt) is { } finished)
            _successes.Add((finished, reached));
    }

    /// <summary>The largest lag in each of <paramref name="parts"/> equal parts; null before the first success.</summary>
    internal TimeSpan?[] Largest(DateTimeOffset start, DateTimeOffset end, int parts)
    {
        _successes.Sort();
        var largest = new TimeSpan?[parts];
        DateTimeOffset? reached = null;
        int next = 0;
        for (int i = 0; i < parts; i++)
        {
            DateTimeOffset until = start + TimeSpan.FromTicks((end - start).Ticks / parts * (i + 1));
            for (; next < _successes.Count && _successes[next].Finished <= until; next++)
            {
                KeepLargest(ref largest[i], _successes[next].Finished - reached);
                reached = reached > _successes[next].Reached ? reached : _successes[next].Reached;
            }

            KeepLargest(ref largest[i], until - reached);
        }

        return largest;
    }

    private static void KeepLargest(ref TimeSpan? largest, TimeSpan? lag)
    {
        if (lag is { } value && (largest is null || value > largest))
            largest = value < TimeSpan.Zero ? TimeSpan.Zero : value;
    }
}
