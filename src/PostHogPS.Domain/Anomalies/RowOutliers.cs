using System;
using System.Collections.Generic;

namespace PostHogPS.Anomalies;

/// <summary>A glance at rows, without statistics: whether any interval is far from the same one of the day before and of the day after.</summary>
internal static class RowOutliers
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="samples">In order.</param>
    /// <param name="step">Usual length of an interval.</param>
    /// <param name="factor">How many times as many rows, or as few, are far.</param>
    internal static bool Exist(List<IntervalSample> samples, TimeSpan step, double factor)
    {
        TimeSpan near = step > Day ? step : Day;
        int earlier = 0, later = 0;
        foreach (IntervalSample sample in samples)
        {
            long? before = RowsAt(samples, sample.Start - near, ref earlier);
            long? after = RowsAt(samples, sample.Start + near, ref later);
            if (StandsOut(sample.Rows, before, after, factor))
                return true;
        }

        return false;
    }

    // The place goes along with the time that is looked for.
    private static long? RowsAt(List<IntervalSample> samples, DateTimeOffset start, ref int place)
    {
        while (place < samples.Count && samples[place].Start < start)
            place++;
        long? rows = null;
        for (int same = place; same < samples.Count && samples[same].Start == start; same++)
            rows = samples[same].Rows;
        return rows;
    }

    // An outage of days is like the day before it; no rows at all are no weekend.
    private static bool StandsOut(long rows, long? before, long? after, double factor) => rows == 0
        ? before > 0 || after > 0
        : (before is not null || after is not null) && IsFar(rows, before ?? after!.Value, factor) && IsFar(rows, after ?? before!.Value, factor);

    private static bool IsFar(long one, long other, double factor) => one + 1.0 > (other + 1.0) * factor || other + 1.0 > (one + 1.0) * factor;
}
