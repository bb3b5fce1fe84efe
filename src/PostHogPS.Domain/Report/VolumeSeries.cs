using System;

namespace PostHogPS.Report;

/// <summary>Rows and bytes over time. What a run wrote is spread evenly over its data interval.</summary>
internal sealed class VolumeSeries
{
    private readonly DateTimeOffset _start;
    private readonly double[] _rows;
    private readonly double[] _bytes;

    internal VolumeSeries(DateTimeOffset start, DateTimeOffset end, TimeSpan bucket)
    {
        _start = start;
        Bucket = bucket;
        int count = (int)Math.Max(1, Math.Ceiling((end - start).Ticks / (double)bucket.Ticks));
        _rows = new double[count];
        _bytes = new double[count];
    }

    internal TimeSpan Bucket { get; }

    /// <summary>Rows of each bucket; parts of a row where an interval spans several.</summary>
    internal double[] Rows => _rows;

    /// <summary>Bytes of each bucket, as the destination got them.</summary>
    internal double[] Bytes => _bytes;

    /// <summary>A bucket of complete intervals, so that all buckets hold the same number of them.</summary>
    internal static VolumeSeries CreateFor(DateTimeOffset start, DateTimeOffset end, TimeSpan step, int most)
    {
        long steps = Math.Max(1, (long)Math.Ceiling((end - start).Ticks / (double)step.Ticks / most));
        return new VolumeSeries(start, end, TimeSpan.FromTicks(step.Ticks * steps));
    }

    internal DateTimeOffset StartOf(int bucket) => _start + TimeSpan.FromTicks(Bucket.Ticks * bucket);

    internal void Add(DateTimeOffset start, DateTimeOffset end, long rows, long bytes)
    {
        double from = Position(start);
        double to = Position(end);
        double length = to - from;
        if (length <= 0)
            return;
        for (int i = Math.Max(0, (int)from); i < _rows.Length && i < to; i++)
        {
            double share = (Math.Min(to, i + 1) - Math.Max(from, i)) / length;
            _rows[i] += rows * share;
            _bytes[i] += bytes * share;
        }
    }

    /// <summary>Adds another series over the same buckets.</summary>
    internal void Add(VolumeSeries other)
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] += other._rows[i];
            _bytes[i] += other._bytes[i];
        }
    }

    /// <summary>Where an instant lies: 0 at the start of the first bucket, 1 at the end of the last.</summary>
    internal double ShareOf(DateTimeOffset instant) => Position(instant) / _rows.Length;

    private double Position(DateTimeOffset instant) => (instant - _start).Ticks / (double)Bucket.Ticks;
}
