using System;
using System.Collections.Generic;

namespace PostHogPS.Anomalies;

/// <summary>What a value may be, and how far one is from it.</summary>
internal readonly struct ExpectedRange
{
    // Numbers that never vary would make the smallest difference an anomaly.
    private const double LeastSpread = 0.05;

    private readonly double _expected;
    private readonly double _spread;
    private readonly bool _isCount;

    private ExpectedRange(double expected, double spread, bool isCount, double low, double high)
    {
        _expected = expected;
        _spread = spread;
        _isCount = isCount;
        Low = low;
        High = high;
    }

    internal double Low { get; }

    internal double High { get; }

    internal bool Contains(double value) => value >= Low && value <= High;

    /// <summary>How many usual deviations the value is away, with one digit; 100 at most.</summary>
    internal double ScoreOf(double value)
    {
        double score = Math.Abs(Math.Log((value + 1) / (_expected + 1))) / _spread;
        if (_isCount)
            score = Math.Min(score, 2 * Math.Abs(Root(value) - Root(_expected)));
        return Math.Min(100, Math.Round(score, 1));
    }

    /// <summary>The range of a count of rows: it varies by a factor as people do, and by chance, as small counts do.</summary>
    /// <param name="expected">The expected count.</param>
    /// <param name="spread">Usual deviation of its logarithm.</param>
    /// <param name="peers">What the same interval had in other weeks, in order.</param>
    /// <param name="thresholds">How far it must be away.</param>
    internal static ExpectedRange OfCount(double expected, double spread, IReadOnlyList<double> peers, AnomalyThresholds thresholds)
    {
        spread = Math.Max(spread, LeastSpread);
        double factor = Factor(spread, thresholds.Factor, thresholds.Score);
        double chance = thresholds.Score / 2;
        double root = Root(expected);
        // What has been there is no anomaly; a single week may have been one itself.
        int left = peers.Count >= 4 ? 1 : 0;
        double low = Math.Min(((expected + 1) / factor) - 1, root > chance ? Value(root - chance) : 0);
        double high = Math.Max(((expected + 1) * factor) - 1, Value(root + chance));
        return new ExpectedRange(expected, spread, true, Math.Max(0, Math.Min(low, peers[left])), Math.Max(high, peers[peers.Count - 1 - left]));
    }

    /// <summary>The range of a value that varies by a factor alone.</summary>
    internal static ExpectedRange OfValue(double expected, double spread, double factor, double score)
    {
        spread = Math.Max(spread, LeastSpread);
        double most = Factor(spread, factor, score);
        return new ExpectedRange(expected, spread, false, Math.Max(0, ((expected + 1) / most) - 1), ((expected + 1) * most) - 1);
    }

    private static double Factor(double spread, double least, double score) => Math.Max(least, Math.Exp(Math.Min(spread * score, 50)));

    // Makes the deviation of a Poisson count the same for all sizes (Anscombe).
    private static double Root(double count) => Math.Sqrt(count + 0.375);

    private static double Value(double root) => Math.Max(0, (root * root) - 0.375);
}
