using System;

namespace PostHogPS.Operations;

/// <summary>A local hour of a timezone as an instant.</summary>
internal static class LocalTime
{
    internal static DateTimeOffset At(TimeZoneInfo zone, DateTime day, int hour)
    {
        DateTime local = DateTime.SpecifyKind(day.Date.AddHours(hour), DateTimeKind.Unspecified);
        // The hour that a clock change leaves out begins when the clocks have moved.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
