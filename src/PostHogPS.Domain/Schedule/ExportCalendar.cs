using System;
using System.Globalization;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Schedule;

/// <summary>The calendar of an export: what a day means to it (docs/server.md#backfills, docs/server.md#schedule).</summary>
internal sealed class ExportCalendar
{
    private readonly BatchExport _export;
    private readonly Lazy<TimeZoneInfo> _zone;
    private readonly DateTimeOffset? _now;

    /// <param name="export">The export.</param>
    /// <param name="now">What relative dates are counted from; null leaves them as this machine's clock has them.</param>
    internal ExportCalendar(BatchExport export, DateTimeOffset? now = null)
    {
        _export = export;
        _now = now;
        _zone = new Lazy<TimeZoneInfo>(() => Timezones.Find(export.Timezone)
            ?? throw Problems.Validation($"The timezone '{export.Timezone}' of the batch export '{export.Name}' is not known on this machine."));
    }

    /// <summary>True for day and week exports: their backfills are named by calendar days.</summary>
    internal bool IsByDay => IsWeekly || Is("day");

    private bool IsWeekly => Is("week");

    private int Hour => _export.OffsetHour ?? 0;

    private DayOfWeek Weekday => (DayOfWeek)(_export.OffsetDay ?? 0);

    /// <summary>Whose days these are, as the end of a sentence; nothing for exports that have no days of their own.</summary>
    internal string Description => IsByDay ? $" for '{MessageText.Name(_export.Name)}', whose days begin at {Hour:00}:00 in {_export.Timezone}" : "";

    /// <summary>One end of a backfill. A day is the calendar day in the export's timezone and is never shifted.</summary>
    internal BackfillBound Bound(DateInput input, string parameter)
    {
        input = Counted(input);
        if (!IsByDay)
            return new BackfillBound(input.Instant, null);

        DateTime day = input.Day ?? DayOf(input.Instant, parameter);
        if (IsWeekly && day.DayOfWeek != Weekday)
            throw Problems.Validation(
                $"-{parameter} {Text(day)} is a {day.DayOfWeek}, but the weeks of '{_export.Name}' begin on {Weekday}.",
                $"The nearest ones are {Text(Back(day))} and {Text(SafeTime.PlusDays(Back(day), 7))}.");
        return new BackfillBound(InstantOf(day), Text(day));
    }

    /// <summary>
    /// A bound of a window to look at: a day is the calendar day of a day or week export, and for the others, as an
    /// instant is, the caller's.
    /// </summary>
    internal DateTimeOffset InstantOf(DateInput input) => IsByDay && Counted(input).Day is { } day ? InstantOf(day) : Counted(input).Instant;

    private DateInput Counted(DateInput input) => _now is { } now ? input.At(now) : input;

    /// <summary>One end of a backfill at a boundary of the export's own schedule.</summary>
    internal BackfillBound BoundAt(DateTimeOffset boundary) =>
        new(boundary, IsByDay ? Text(TimeZoneInfo.ConvertTime(boundary, _zone.Value).Date) : null);

    /// <summary>The instant at which the export's day begins.</summary>
    internal DateTimeOffset InstantOf(DateTime day) => LocalTime.At(_zone.Value, day, Hour);

    private DateTime DayOf(DateTimeOffset instant, string parameter)
    {
        DateTime local = TimeZoneInfo.ConvertTime(instant, _zone.Value).DateTime;
        if (InstantOf(local.Date) == instant)
            return local.Date;
        throw Problems.Validation(
            FormattableString.Invariant($"-{parameter} {instant.ToUniversalTime():yyyy-MM-dd HH:mm}Z is within a day of '{_export.Name}', whose days begin at {Hour:00}:00 in {_export.Timezone}."),
            $"Give a calendar day such as {Text(local.Date)}.");
    }

    private DateTime Back(DateTime day) => SafeTime.PlusDays(day, -(((int)day.DayOfWeek - (int)Weekday + 7) % 7));

    private bool Is(string interval) => string.Equals(_export.Interval, interval, StringComparison.OrdinalIgnoreCase);

    private static string Text(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
