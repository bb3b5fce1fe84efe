using System;
using System.Globalization;

namespace PostHogPS.Sandbox.Time;

/// <summary>The start and end of the intervals of an export.</summary>
internal sealed class IntervalSchedule
{
    private readonly string _timezone;
    private readonly int _day;
    private readonly int _hour;

    public IntervalSchedule(string interval, string timezone, int? offsetDay, int? offsetHour)
    {
        Interval = interval;
        _timezone = timezone;
        _day = offsetDay ?? 0;
        _hour = offsetHour ?? 0;
        Length = LengthOf(interval);
    }

    public string Interval { get; }

    // Looked up when needed: reading a timezone from disk takes longer than building the world.
    private TimeZoneInfo Zone => TimeZones.FindOrUtc(_timezone);

    /// <summary>The usual length; clock changes make single days shorter or longer.</summary>
    public TimeSpan Length { get; }

    public bool ByCalendar => Interval is "day" or "week";

    /// <summary>The longest delay between the end of an interval and the start of its run.</summary>
    public TimeSpan LongestStartDelay => Interval switch
    {
        "hour" => TimeSpan.FromMinutes(12),
        "day" => TimeSpan.FromMinutes(20),
        "week" => TimeSpan.FromMinutes(30),
        _ => TimeSpan.FromTicks(Length.Ticks / 5),
    };

    public static TimeSpan LengthOf(string interval) => interval switch
    {
        "hour" => TimeSpan.FromHours(1),
        "day" => TimeSpan.FromDays(1),
        "week" => TimeSpan.FromDays(7),
        _ => Every(interval),
    };

    /// <summary>The latest bound that is not after the instant.</summary>
    public DateTimeOffset Floor(DateTimeOffset time)
    {
        if (!ByCalendar)
            return new DateTimeOffset(time.UtcTicks - (time.UtcTicks % Length.Ticks), TimeSpan.Zero);

        DateTime date = TimeZoneInfo.ConvertTime(time, Zone).Date;
        DateTimeOffset bound = BoundOn(date);
        return bound <= time ? bound : BoundOn(date.AddDays(Interval == "week" ? -7 : -1));
    }

    public DateTimeOffset Next(DateTimeOffset bound) => Step(bound, 1);

    public DateTimeOffset Previous(DateTimeOffset bound) => Step(bound, -1);

    /// <summary>The bound that belongs to a calendar day; for weeks, to the last offset day on or before it.</summary>
    public DateTimeOffset BoundOn(DateTime date)
    {
        if (Interval == "week")
            date = date.AddDays(-(((int)date.DayOfWeek - _day + 7) % 7));
        return TimeZones.ToInstant(date.AddHours(_hour), Zone);
    }

    private DateTimeOffset Step(DateTimeOffset bound, int count)
    {
        if (!ByCalendar)
            return bound.AddTicks(Length.Ticks * count);
        DateTime date = TimeZoneInfo.ConvertTime(bound, Zone).Date;
        return BoundOn(date.AddDays(Interval == "week" ? 7 * count : count));
    }

    private static TimeSpan Every(string interval)
    {
        string[] parts = interval.Split(' ');
        if (parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0)
        {
            return parts[2].TrimEnd('s') switch
            {
                "minute" => TimeSpan.FromMinutes(count),
                "hour" => TimeSpan.FromHours(count),
                "day" => TimeSpan.FromDays(count),
                _ => TimeSpan.FromHours(1),
            };
        }

        return TimeSpan.FromHours(1);
    }
}

/// <summary>The start and end of one interval.</summary>
internal readonly record struct IntervalBounds(DateTimeOffset Start, DateTimeOffset End);
