using System;
using PostHogPS.Schedule;

namespace PostHogPS.Report;

/// <summary>Consecutive intervals in the same state.</summary>
internal sealed class TimelineSegment
{
    internal TimelineSegment(IntervalState state, DataInterval first)
    {
        State = state;
        Start = first.Start;
        End = first.End;
        Intervals = 1;
    }

    internal IntervalState State { get; }

    internal DateTimeOffset Start { get; }

    internal DateTimeOffset End { get; private set; }

    internal int Intervals { get; private set; }

    /// <summary>Appends the interval when it follows directly in the same state.</summary>
    internal bool Extend(IntervalState state, DataInterval interval)
    {
        if (state != State || interval.Start != End)
            return false;
        End = interval.End;
        Intervals++;
        return true;
    }
}
