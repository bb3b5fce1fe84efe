using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>Two series of which each pair was measured one right after the other.</summary>
internal sealed class Ratio(IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
{
    internal double Ours => Median(ours);

    internal double Theirs => Median(theirs);

    internal double Value => Ours / Theirs;

    /// <summary>Median, and between which values the middle 80 percent of the pairs lie.</summary>
    public override string ToString()
    {
        double[] pairs = [.. ours.Zip(theirs, (o, t) => o / t).Order()];
        return string.Format(
            CultureInfo.InvariantCulture, "{0:0.00} ({1:0.00} to {2:0.00}, {3} pairs)",
            Value, pairs[pairs.Length / 10], pairs[pairs.Length - 1 - (pairs.Length / 10)], pairs.Length);
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
