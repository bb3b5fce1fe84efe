using System;

namespace PostHogPS.Rows;

/// <summary>What PostHog holds of one interval.</summary>
internal readonly struct RowCount
{
    internal RowCount(DateTimeOffset start, long distinct, long seen)
    {
        Start = start;
        Distinct = distinct;
        Seen = seen;
    }

    internal DateTimeOffset Start { get; }

    /// <summary>Each event, distinct id and uuid once, as one run exports them.</summary>
    internal long Distinct { get; }

    /// <summary>Every row, with those that are held twice.</summary>
    internal long Seen { get; }
}
