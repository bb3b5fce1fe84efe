using System;

namespace PostHogPS.Operations;

/// <summary>One interval of an export: start included, end not.</summary>
internal readonly struct DataInterval
{
    internal DataInterval(DateTimeOffset start, DateTimeOffset end)
    {
        Start = start;
        End = end;
    }

    internal DateTimeOffset Start { get; }

    internal DateTimeOffset End { get; }
}
