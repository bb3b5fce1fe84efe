using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Benchmarks;

/// <summary>Two things measured in turns, so that what the machine does meanwhile hits both.</summary>
internal sealed class Ratio
{
    private readonly List<double> _ours = [];
    private readonly List<double> _theirs = [];

    internal static Ratio Of(int samples, Func<double> ours, Func<double> theirs)
    {
        Ratio ratio = new();
        // The first pair warms the disk and is thrown away.
        ours();
        theirs();
        for (int i = 0; i < samples; i++)
        {
            ratio._ours.Add(ours());
            ratio._theirs.Add(theirs());
        }

        return ratio;
    }

    internal double Ours => Median(_ours);

    internal double Theirs => Median(_theirs);

    internal double Value => Ours / Theirs;

    /// <summary>Median, and between which values the middle 80 percent of the pairs lie.</summary>
    public override string ToString()
    {
        double[] pairs = [.. _ours.Zip(_theirs, (o, t) => o / t).Order()];
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
