using System;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>A stretch of time in which the schedule was on.</summary>
internal sealed class Shift
{
    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    public required Timetable Timetable { get; init; }
}
