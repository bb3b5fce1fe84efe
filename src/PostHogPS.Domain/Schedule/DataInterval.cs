using System;

namespace PostHogPS.Schedule;

/// <summary>One interval of an export, or another stretch of time: start included, end not.</summary>
internal readonly struct DataInterval
{
    internal DataInterval(DateTimeOffset start, DateTimeOffset end)
    {
        Start = start;
        End = end;
    }

    internal DateTimeOffset Start { get; }

    internal DateTimeOffset End { get; }

    internal bool Overlaps(DataInterval other) => Start < other.End && End > other.Start;

    /// <summary>The part of it that lies within another one. They touch each other.</summary>
    internal DataInterval Intersect(DataInterval bounds) => new(Start > bounds.Start ? Start : bounds.Start, End < bounds.End ? End : bounds.End);
}
