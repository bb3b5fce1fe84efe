using System;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Schedule;

/// <summary>The rules for the schedule of an export that its parameters set: offsets and bounds (docs/server.md#schedule).</summary>
internal static class ScheduleSettings
{
    /// <summary>A bound of the schedule. A day of a day or week export is one of the export's own calendar, never shifted.</summary>
    /// <param name="input">What was given; null for no bound.</param>
    /// <param name="parameter">The parameter it was given for.</param>
    /// <param name="interval">The interval of the export.</param>
    /// <param name="timezone">Its timezone, as an IANA name.</param>
    internal static DateTimeOffset? ReadBound(DateInput? input, string parameter, string interval, string timezone)
    {
        if (input is null)
            return null;
        input.ThrowIfBad(parameter);
        if (input.Day is not { } day || interval is not ("day" or "week"))
            return input.Instant;
        TimeZoneInfo zone = Timezones.Find(timezone)
            ?? throw Problems.Validation($"This machine does not know the timezone '{timezone}', so it cannot tell when a day begins there.",
                "Give an instant with an offset: 2026-08-01T00:00:00+02:00.");
        return LocalTime.ToInstant(zone, day, 0);
    }

    /// <summary>Rejects offsets that the interval has no use for, as the server would.</summary>
    internal static void CheckOffsets(string interval, DayOfWeek? day, int? hour)
    {
        if (day is not null && interval != "week")
            throw Problems.Validation($"-OffsetDay is for weekly exports; the interval is '{interval}'.", "Add -Interval week, or leave -OffsetDay out.");
        if (hour is not null && interval is not ("day" or "week"))
            throw Problems.Validation($"-OffsetHour is for daily and weekly exports; the interval is '{interval}'.",
                "Add -Interval day, or leave -OffsetHour out.");
    }

    /// <summary>Rejects bounds between which no run would ever be scheduled.</summary>
    internal static void CheckBounds(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (start >= end)
            throw Problems.Validation($"-StartAt ({InstantText.FormatExact(start!.Value)}) is not before -EndAt ({InstantText.FormatExact(end!.Value)}), "
                + "so no run would ever be scheduled.");
    }
}
