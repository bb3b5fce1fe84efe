using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Schedule;

/// <summary>
/// Where the intervals of an export begin and end (docs/server.md#schedule): hour and shorter on multiples of the interval
/// since the epoch, day and week at a local hour of the export's timezone, so that a day has 23, 24 or 25 hours.
/// </summary>
internal sealed class IntervalSchedule
{
    private static readonly Regex Every = new(@"^every (\d+) (minute|hour|day)s?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);
    private static readonly DateTimeOffset Epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeSpan _step;
    private readonly TimeZoneInfo? _zone;
    private readonly int _days;
    private readonly int _hour;
    private readonly DayOfWeek? _weekday;

    private IntervalSchedule(TimeSpan step, TimeZoneInfo? zone, int hour, DayOfWeek? weekday)
    {
        _step = step;
        _zone = zone;
        _days = (int)step.TotalDays;
        _hour = hour;
        _weekday = weekday;
    }

    /// <summary>The schedule of an export; a problem when its interval or timezone is not known here.</summary>
    internal static IntervalSchedule Of(BatchExport export)
    {
        TimeSpan length = Length(export.Interval)
            ?? throw Problems.Validation($"The interval '{export.Interval}' of the batch export '{export.Name}' is not known to this version of the module.");
        if (!IsCalendar(export.Interval))
            return new IntervalSchedule(length, null, 0, null);

        TimeZoneInfo zone = Timezones.Find(export.Timezone)
            ?? throw Problems.Validation($"The timezone '{export.Timezone}' of the batch export '{export.Name}' is not known on this machine.");
        DayOfWeek? weekday = Is(export.Interval, "week") ? (DayOfWeek)(export.OffsetDay ?? 0) : null;
        return new IntervalSchedule(length, zone, export.OffsetHour ?? 0, weekday);
    }

    /// <summary>The usual length of an interval; null for one this version does not know.</summary>
    internal static TimeSpan? Length(string interval)
    {
        switch (interval.ToUpperInvariant())
        {
            case "HOUR":
                return TimeSpan.FromHours(1);
            case "DAY":
                return TimeSpan.FromDays(1);
            case "WEEK":
                return TimeSpan.FromDays(7);
        }

        Match every = Every.Match(interval);
        if (!every.Success || !int.TryParse(every.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count == 0)
            return null;
        TimeSpan unit = every.Groups[2].Value.ToUpperInvariant() switch
        {
            "MINUTE" => TimeSpan.FromMinutes(1),
            "HOUR" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        // Longer than years is no schedule, and no date to calculate with.
        return count > Longest.Ticks / unit.Ticks ? null : TimeSpan.FromTicks(unit.Ticks * count);
    }

    /// <summary>The usual length of this schedule's intervals.</summary>
    internal TimeSpan Step => _step;

    /// <summary>Whole intervals within the window, in order. An interval that a bound cuts is left out.</summary>
    internal IEnumerable<DataInterval> Within(DateTimeOffset after, DateTimeOffset before)
    {
        (after, before) = (SafeTime.Clamp(after), SafeTime.Clamp(before));
        return _zone is null ? Fixed(after, before) : Calendar(after, before);
    }

    /// <summary>The newest boundary at or before an instant.</summary>
    internal DateTimeOffset BoundaryBefore(DateTimeOffset instant)
    {
        instant = SafeTime.Clamp(instant);
        if (_zone is null)
        {
            long offset = (instant - Epoch).Ticks;
            return Epoch.AddTicks((offset / _step.Ticks - (offset % _step.Ticks < 0 ? 1 : 0)) * _step.Ticks);
        }

        DateTime day = FirstDay(instant);
        while (At(day.AddDays(_days)) <= instant)
            day = day.AddDays(_days);
        return At(day);
    }

    /// <summary>How long after its end a run may begin: the scheduler spreads its starts.</summary>
    internal TimeSpan StartDelay =>
        _step >= TimeSpan.FromDays(7) ? TimeSpan.FromMinutes(30)
        : _step >= TimeSpan.FromDays(1) ? TimeSpan.FromMinutes(20)
        : TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(15).Ticks, _step.Ticks / 5));

    private IEnumerable<DataInterval> Fixed(DateTimeOffset after, DateTimeOffset before)
    {
        long offset = (after - Epoch).Ticks;
        long first = offset / _step.Ticks + (offset % _step.Ticks > 0 ? 1 : 0);
        DateTimeOffset start = Epoch.AddTicks(first * _step.Ticks);
        for (DateTimeOffset end = start + _step; end <= before; start = end, end = start + _step)
            yield return new DataInterval(start, end);
    }

    private IEnumerable<DataInterval> Calendar(DateTimeOffset after, DateTimeOffset before)
    {
        DateTime day = FirstDay(after);
        DateTimeOffset start = At(day);
        while (start < after)
        {
            day = day.AddDays(_days);
            start = At(day);
        }

        for (DateTimeOffset end = At(day.AddDays(_days)); end <= before; start = end, end = At(day.AddDays(_days)))
        {
            yield return new DataInterval(start, end);
            day = day.AddDays(_days);
        }
    }

    // A local day on which an interval begins, safely before the instant.
    private DateTime FirstDay(DateTimeOffset instant)
    {
        DateTime day = TimeZoneInfo.ConvertTime(instant, _zone!).Date.AddDays(-_days - 1);
        while (_weekday is { } wanted && day.DayOfWeek != wanted)
            day = day.AddDays(1);
        return day;
    }

    private DateTimeOffset At(DateTime day) => LocalTime.At(_zone!, day, _hour);

    private static bool IsCalendar(string interval) => Is(interval, "day") || Is(interval, "week");

    private static bool Is(string interval, string name) => string.Equals(interval, name, StringComparison.OrdinalIgnoreCase);
}
