using System;
using System.Collections.Generic;

namespace PostHogPS.Anomalies;

/// <summary>Median and spread: up to half of the values may be wrong without moving them far.</summary>
internal static class RobustStatistics
{
    // Makes the median deviation of a normal distribution its standard deviation.
    private const double NormalScale = 1.4826;

    /// <summary>The median; NaN of nothing.</summary>
    internal static double Median(List<double> values)
    {
        if (values.Count == 0)
            return double.NaN;
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The scaled median of the distances from the median (MAD).</summary>
    internal static double Spread(List<double> values)
    {
        double median = Median(values);
        return NormalScale * Median(values.ConvertAll(value => Math.Abs(value - median)));
    }

    /// <summary>A spread that few values have given is less certain: it counts for more.</summary>
    internal static double Widen(double spread, int count) => spread * (1 + (5.0 / count));
}
