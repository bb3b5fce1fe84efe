using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Anomalies;

/// <summary>What has been usual lately, of a value that knows no hours and weekdays: bytes per row, durations.</summary>
internal sealed class TrailingBaseline
{
    /// <summary>Fewer values do not make anything usual.</summary>
    internal const int Least = 8;

    private const int Most = 200;

    private readonly double _leastSpread;
    private readonly List<double> _logs = new();
    private double _lowest;
    private double _highest;

    internal TrailingBaseline(double leastSpread) => _leastSpread = leastSpread;

    internal void Add(double value)
    {
        double log = Math.Log(value + 1);
        _lowest = _logs.Count == 0 ? log : Math.Min(_lowest, log);
        _highest = _logs.Count == 0 ? log : Math.Max(_highest, log);
        _logs.Add(log);
        if (_logs.Count <= Most)
            return;
        double oldest = _logs[0];
        _logs.RemoveAt(0);
        if (oldest <= _lowest || oldest >= _highest)
            (_lowest, _highest) = (_logs.Min(), _logs.Max());
    }

    /// <summary>Whether a value is so near to all of them that it lies in their range, whatever that is: no statistics are needed then.</summary>
    internal bool IsNearAll(double value, double factor)
    {
        double log = Math.Log(value + 1), reach = Math.Log(factor);
        return _logs.Count == 0 || (_highest - log <= reach && log - _lowest <= reach);
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
