using System;

namespace PostHogPS.Schedule;

/// <summary>A local hour of a timezone as an instant.</summary>
internal static class LocalTime
{
    internal static DateTimeOffset ToInstant(TimeZoneInfo zone, DateTime day, int hour)
    {
        // At the ends of the calendar a local time can have no instant.
        if (day < DateTime.MinValue.AddDays(2))
            return DateTimeOffset.MinValue;
        if (day > DateTime.MaxValue.AddDays(-3))
            return DateTimeOffset.MaxValue;
        DateTime local = DateTime.SpecifyKind(day.Date.AddHours(hour), DateTimeKind.Unspecified);
        // The hour that a clock change leaves out begins when the clocks have moved.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        TimeSpan offset = zone.GetUtcOffset(local);
        // Of an hour that the clocks show twice the first is taken, as the server does.
        if (zone.IsAmbiguousTime(local))
        {
            foreach (TimeSpan other in zone.GetAmbiguousTimeOffsets(local))
                offset = other > offset ? other : offset;
        }

        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
