using System;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Schedule;

/// <summary>The calendar of an export: what a day means to it (docs/server.md#backfills, docs/server.md#schedule).</summary>
internal sealed class ExportCalendar
{
    private readonly BatchExport _export;
    private readonly ExportDays? _days;
    private readonly DateTimeOffset? _now;

    /// <param name="export">The export.</param>
    /// <param name="now">What relative dates are counted from; null leaves them as this machine's clock has them.</param>
    internal ExportCalendar(BatchExport export, DateTimeOffset? now = null)
    {
        _export = export;
        _days = ExportDays.FindFor(export);
        _now = now;
    }

    /// <summary>True for day and week exports: their backfills are named by calendar days.</summary>
    internal bool IsByDay => _days is not null;

    /// <summary>Whose days these are, as the end of a sentence; nothing for exports that have no days of their own.</summary>
    internal string Description =>
        _days is null ? "" : $" for '{MessageText.Name(_export.Name)}', whose days begin at {_days.Hour:00}:00 in {_export.Timezone}";

    /// <summary>One end of a backfill. A day is the calendar day in the export's timezone and is never shifted.</summary>
    internal BackfillBound Bound(DateInput input, string parameter)
    {
        input = Counted(input);
        if (_days is null)
            return new BackfillBound(input.Instant, null);

        DateTime day = input.Day ?? DayOf(_days, input.Instant, parameter);
        if (_days.Weekday is { } weekday && day.DayOfWeek != weekday)
        {
            DateTime before = SafeTime.AddDays(day, -(((int)day.DayOfWeek - (int)weekday + 7) % 7));
            throw Problems.Validation(
                $"-{parameter} {InstantText.FormatDay(day)} is a {day.DayOfWeek}, but the weeks of '{_export.Name}' begin on {weekday}.",
                $"The nearest ones are {InstantText.FormatDay(before)} and {InstantText.FormatDay(SafeTime.AddDays(before, 7))}.");
        }

        return new BackfillBound(_days.StartOf(day), InstantText.FormatDay(day));
    }

    /// <summary>
    /// A bound of a window to look at: a day is the calendar day of a day or week export, and for the others, as an
    /// instant is, the caller's.
    /// </summary>
    internal DateTimeOffset InstantOf(DateInput input) =>
        Counted(input) is var date && _days is not null && date.Day is { } day ? _days.StartOf(day) : date.Instant;

    /// <summary>One end of a backfill at a boundary of the export's own schedule.</summary>
    internal BackfillBound BoundAt(DateTimeOffset boundary) => new(boundary, _days is null ? null : InstantText.FormatDay(_days.DateAt(boundary)));

    private DateInput Counted(DateInput input) => _now is { } now ? input.CountFrom(now) : input;

    private DateTime DayOf(ExportDays days, DateTimeOffset instant, string parameter)
    {
        DateTime date = days.DateAt(instant);
        if (days.StartOf(date) == instant)
            return date;
        throw Problems.Validation(
            $"-{parameter} {InstantText.FormatUtc(instant)} is within a day of '{_export.Name}', whose days begin at {days.Hour:00}:00 in {_export.Timezone}.",
            $"Give a calendar day such as {InstantText.FormatDay(date)}.");
    }
}
