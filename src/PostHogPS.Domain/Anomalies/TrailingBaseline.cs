using System;
using System.Collections.Generic;

namespace PostHogPS.Anomalies;

/// <summary>What has been usual lately, of a value that knows no hours and weekdays: bytes per row, durations.</summary>
internal sealed class TrailingBaseline
{
    /// <summary>Fewer values do not make anything usual.</summary>
    internal const int Least = 8;

    private const int Most = 200;

    private readonly double _leastSpread;
    private readonly LinkedList<double> _logs = new();

    internal TrailingBaseline(double leastSpread) => _leastSpread = leastSpread;

    internal void Add(double value)
    {
        _logs.AddLast(Math.Log(value + 1));
        if (_logs.Count > Most)
            _logs.RemoveFirst();
    }

    /// <summary>Whether a value is so near to all of them that it lies in their range, whatever that is: no statistics are needed then.</summary>
    internal bool IsNearAll(double value, double factor)
    {
        double log = Math.Log(value + 1), reach = Math.Log(factor);
        foreach (double known in _logs)
        {
            if (Math.Abs(log - known) > reach)
                return false;
        }

        return true;
    }

    /// <summary>The range of the next value; null while too few are known.</summary>
    internal ExpectedRange? Range(double factor, double score)
    {
        if (_logs.Count < Least)
            return null;
        var logs = new List<double>(_logs);
        double spread = Math.Max(_leastSpread, RobustStatistics.Widen(RobustStatistics.Spread(logs), logs.Count));
        return ExpectedRange.OfValue(Math.Exp(RobustStatistics.Median(logs)) - 1, spread, factor, score);
    }
}
