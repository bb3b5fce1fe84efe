using System;
using System.Collections.Generic;

namespace PostHogPS.Anomalies;

/// <summary>A glance at rows, without statistics: whether any interval is far from the same one of the day before and of the day after.</summary>
internal static class RowOutliers
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    internal static bool Exist(List<IntervalSample> samples, TimeSpan step, double factor)
    {
        TimeSpan near = step > Day ? step : Day;
        var rows = new Dictionary<DateTimeOffset, long>();
        foreach (IntervalSample sample in samples)
            rows[sample.Start] = sample.Rows;
        foreach (IntervalSample sample in samples)
        {
            long? before = rows.TryGetValue(sample.Start - near, out long earlier) ? earlier : null;
            long? after = rows.TryGetValue(sample.Start + near, out long later) ? later : null;
            if (StandsOut(sample.Rows, before, after, factor))
                return true;
        }

        return false;
    }

    // An outage of days is like the day before it; no rows at all are no weekend.
    private static bool StandsOut(long rows, long? before, long? after, double factor) => rows == 0
        ? before > 0 || after > 0
        : (before is not null || after is not null) && IsFar(rows, before ?? after!.Value, factor) && IsFar(rows, after ?? before!.Value, factor);

    private static bool IsFar(long one, long other, double factor) => one + 1.0 > (other + 1.0) * factor || other + 1.0 > (one + 1.0) * factor;
}
