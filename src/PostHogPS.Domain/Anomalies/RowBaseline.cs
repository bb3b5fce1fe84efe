using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Anomalies;

/// <summary>
/// How many rows an interval may have, by the same interval of earlier weeks: the median of the same hour and weekday, scaled by
/// how the export has grown since, and shifted where clocks have changed in between.
/// </summary>
internal sealed class RowBaseline
{
    private const int LeastSameWeekday = 3;
    private const int LeastSameKindOfDay = 4;
    private const int LeastResiduals = 4;

    // Below that the variation of single rows says nothing about the variation of the export.
    private const double LeastUsualRows = 5;
    private const double MostGrowth = 4;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    // Day and week exports begin an hour earlier or later when clocks change.
    private static readonly TimeSpan CalendarSlack = TimeSpan.FromHours(2);

    private readonly List<IntervalSample> _samples;
    private readonly TimeSpan _step;
    private readonly Dictionary<long, int> _byStart = new();
    private readonly Dictionary<long, double> _levels = new();
    private readonly Dictionary<(long Hour, int Days), TimeSpan> _shifts = new();
    private readonly double[] _logs;
    private readonly double _spread;

    /// <param name="samples">The completed intervals of history and window, in order.</param>
    /// <param name="step">Usual length of an interval.</param>
    internal RowBaseline(List<IntervalSample> samples, TimeSpan step)
    {
        _samples = samples;
        _step = step;
        _logs = new double[samples.Count];
        for (int i = 0; i < samples.Count; i++)
        {
            _byStart[samples[i].Start.UtcTicks] = i;
            _logs[i] = Math.Log(samples[i].Rows + 1.0);
        }

        var residuals = new List<double>();
        foreach (IntervalSample sample in samples)
        {
            List<double> peers = PeersOf(sample);
            if (peers.Count > 0 && RobustStatistics.Median(peers) is var usual && Math.Exp(usual) >= LeastUsualRows)
                residuals.Add(Math.Log(sample.Rows + 1) - usual);
        }

        IsReady = residuals.Count >= LeastResiduals;
        _spread = IsReady ? RobustStatistics.Widen(RobustStatistics.Spread(residuals), residuals.Count) : double.NaN;
    }

    /// <summary>False while the history is too short to know how much the export varies.</summary>
    internal bool IsReady { get; }

    /// <summary>What the interval may have; null where too few earlier ones are known.</summary>
    internal ExpectedRange? RangeOf(IntervalSample sample, AnomalyThresholds thresholds)
    {
        if (!IsReady)
            return null;
        List<double> peers = PeersOf(sample);
        if (peers.Count == 0)
            return null;
        double expected = Math.Exp(RobustStatistics.Median(peers)) - 1;
        // Few peers tell little of how much this hour varies, unless it varies far more than the remaining hours.
        double ofPeers = RobustStatistics.Spread(peers);
        double spread = ofPeers > 2 * _spread ? ofPeers : _spread;
        return ExpectedRange.OfCount(expected, spread, peers.Select(log => Math.Exp(log) - 1).OrderBy(rows => rows).ToList(), thresholds);
    }

    // Logarithms of the rows that the same interval had before, in today's size.
    private List<double> PeersOf(IntervalSample sample)
    {
        List<double> peers = Collect(sample, 7, static _ => true);
        if (peers.Count >= LeastSameWeekday || _step >= Week)
            return peers.Count >= (_step >= Week ? LeastSameKindOfDay : LeastSameWeekday) ? peers : [];
        bool isWeekend = IsWeekend(sample.Start);
        peers = Collect(sample, 1, start => IsWeekend(start) == isWeekend);
        return peers.Count >= LeastSameKindOfDay ? peers : [];
    }

    private List<double> Collect(IntervalSample sample, int everyDays, Func<DateTimeOffset, bool> accept)
    {
        var peers = new List<double>();
        DateTimeOffset first = _samples[0].Start - CalendarSlack;
        for (int days = everyDays; sample.Start.AddDays(-days) >= first; days += everyDays)
        {
            DateTimeOffset start = sample.Start.AddDays(-days);
            if (!accept(start) || Find(start + ShiftOf(sample.Start, days)) is not { } peer)
                continue;
            double growth = LevelAt(sample.Start) / LevelAt(peer.Start);
            // Where one of them is unknown the growth is too.
            peers.Add(Math.Log(peer.Rows + 1) + (growth > 0 ? Math.Log(Math.Min(MostGrowth, Math.Max(1 / MostGrowth, growth))) : 0));
        }

        return peers;
    }

    // The median of the week before: it holds each hour and weekday once.
    private double LevelAt(DateTimeOffset instant)
    {
        TimeSpan span = _step >= Week ? TimeSpan.FromTicks(_step.Ticks * 4) : Week;
        DateTimeOffset end = _step >= Week ? instant : new DateTimeOffset(instant.UtcDateTime.Date, TimeSpan.Zero);
        if (_levels.TryGetValue(end.UtcTicks, out double known))
            return known;
        double level = Level(end - span, end);
        // The beginning of the history has no week before it, but one after it.
        if (double.IsNaN(level) && end - _samples[0].Start < span)
            level = Level(_samples[0].Start, _samples[0].Start + span);
        return _levels[end.UtcTicks] = level;
    }

    private double Level(DateTimeOffset from, DateTimeOffset to)
    {
        var rows = new List<double>();
        int all = 0;
        for (int i = FirstAt(from); i < _samples.Count && _samples[i].Start < to; i++)
        {
            all++;
            if (_samples[i].Rows > 0)
                rows.Add(_samples[i].Rows);
        }

        return all * 2 >= (to - from).Ticks / _step.Ticks ? RobustStatistics.Median(rows) : double.NaN;
    }

    // Runs are by UTC and people by their clocks: where the day around it fits an hour earlier or later far better, clocks have
    // changed since that day.
    private TimeSpan ShiftOf(DateTimeOffset start, int days)
    {
        if (_step > Hour)
            return TimeSpan.Zero;
        (long, int) key = (start.UtcTicks / Hour.Ticks, days);
        if (_shifts.TryGetValue(key, out TimeSpan known))
            return known;
        TimeSpan shift = TimeSpan.Zero;
        foreach (TimeSpan other in new[] { -Hour, Hour })
        {
            if (FitsFarBetter(start, days, other, -24, -1) || FitsFarBetter(start, days, other, 1, 24))
                shift = other;
        }

        return _shifts[key] = shift;
    }

    // By the day before it or the one after it, and never by the hour itself: that one is to be judged.
    private bool FitsFarBetter(DateTimeOffset start, int days, TimeSpan shift, int firstHour, int lastHour)
    {
        const double Most = 2, FarBetter = 0.6, Close = 0.15;
        const int Least = 16;
        double asIs = 0, shifted = 0;
        int count = 0;
        for (int hour = firstHour; hour <= lastHour; hour++)
        {
            DateTimeOffset at = start.AddHours(hour), before = at.AddDays(-days);
            if (!TryFind(at, out int here) || !TryFind(before, out int there) || !TryFind(before + shift, out int other))
                continue;
            asIs += Math.Min(Most, Math.Abs(_logs[here] - _logs[there]));
            shifted += Math.Min(Most, Math.Abs(_logs[here] - _logs[other]));
            count++;
        }

        return count >= Least && asIs > count * Close && shifted < asIs * FarBetter;
    }

    private bool TryFind(DateTimeOffset start, out int index) => _byStart.TryGetValue(start.UtcTicks, out index);

    private IntervalSample? Find(DateTimeOffset start)
    {
        if (_step < TimeSpan.FromDays(1))
            return TryFind(start, out int index) ? _samples[index] : null;
        int next = FirstAt(start - CalendarSlack);
        return next < _samples.Count && _samples[next].Start <= start + CalendarSlack ? _samples[next] : null;
    }

    private int FirstAt(DateTimeOffset start)
    {
        int low = 0, high = _samples.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_samples[middle].Start < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private bool IsWeekend(DateTimeOffset start) =>
        // The middle of a day tells its weekday wherever the day begins.
        (_step >= TimeSpan.FromDays(1) ? start + TimeSpan.FromTicks(_step.Ticks / 2) : start).UtcDateTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
