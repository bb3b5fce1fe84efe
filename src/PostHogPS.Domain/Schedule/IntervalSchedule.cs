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
    private readonly ExportDays? _days;
    private readonly int _dayCount;

    private IntervalSchedule(TimeSpan step, ExportDays? days)
    {
        _step = step;
        _days = days;
        _dayCount = (int)step.TotalDays;
    }

    /// <summary>The schedule of an export; a problem when its interval or timezone is not known here.</summary>
    internal static IntervalSchedule CreateFrom(BatchExport export)
    {
        TimeSpan length = Length(export.Interval)
            ?? throw Problems.Validation($"The interval '{export.Interval}' of the batch export '{export.Name}' is not known to this version of the module.");
        ExportDays? days = ExportDays.FindFor(export);
        // An unknown timezone is reported here, not at the first interval.
        _ = days?.Zone;
        return new IntervalSchedule(length, days);
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

    /// <summary>Complete intervals within the window, in order. An interval that a bound cuts is left out.</summary>
    internal IEnumerable<DataInterval> Within(DateTimeOffset after, DateTimeOffset before)
    {
        (after, before) = (SafeTime.Clamp(after), SafeTime.Clamp(before));
        return _days is null ? Fixed(after, before) : Calendar(after, before);
    }

    /// <summary>The newest boundary at or before an instant.</summary>
    internal DateTimeOffset BoundaryBefore(DateTimeOffset instant)
    {
        instant = SafeTime.Clamp(instant);
        if (_days is null)
        {
            long offset = (instant - Epoch).Ticks;
            return Epoch.AddTicks((offset / _step.Ticks - (offset % _step.Ticks < 0 ? 1 : 0)) * _step.Ticks);
        }

        DateTime day = FirstDay(instant);
        while (At(day.AddDays(_dayCount)) <= instant)
            day = day.AddDays(_dayCount);
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
            day = day.AddDays(_dayCount);
            start = At(day);
        }

        for (DateTimeOffset end = At(day.AddDays(_dayCount)); end <= before; start = end, end = At(day.AddDays(_dayCount)))
        {
            yield return new DataInterval(start, end);
            day = day.AddDays(_dayCount);
        }
    }

    // A local day on which an interval begins, safely before the instant.
    private DateTime FirstDay(DateTimeOffset instant)
    {
        DateTime day = _days!.DateAt(instant).AddDays(-_dayCount - 1);
        while (_days.Weekday is { } wanted && day.DayOfWeek != wanted)
            day = day.AddDays(1);
        return day;
    }

    private DateTimeOffset At(DateTime day) => _days!.StartOf(day);
}
