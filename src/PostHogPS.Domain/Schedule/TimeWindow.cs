using System;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Schedule;

/// <summary>
/// The window that two date parameters span. An error that does not depend on the export ends the command;
/// one that depends on where an export's days begin is an error of that export.
/// </summary>
internal sealed class TimeWindow
{
    // Timezones reach from UTC-12 to UTC+14, and a daily export may begin its day 23 hours later.
    private static readonly TimeSpan EarliestStartOfDay = TimeSpan.FromHours(-14);
    private static readonly TimeSpan LatestStartOfDay = TimeSpan.FromHours(12 + 23);

    // This machine's clock and the server's may differ.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    private readonly string _fromName;
    private readonly string _toName;

    internal TimeWindow(string fromName, DateInput? from, string toName, DateInput? to)
    {
        _fromName = fromName;
        From = from;
        _toName = toName;
        To = to;
    }

    internal DateInput? From { get; }

    internal DateInput? To { get; }

    /// <summary>True where a day is one of the export's own calendar; else it is the caller's.</summary>
    internal bool HasExportDays { get; set; }

    /// <summary>True where the start comes from the command and not from the user.</summary>
    internal bool IsFromDefault { get; set; }

    /// <summary>True where PostHog refuses an end in the future.</summary>
    internal bool EndsInPast { get; set; }

    /// <summary>Refuses a window that is wrong for every export.</summary>
    internal void Check(DateTimeOffset now)
    {
        From?.ThrowIfBad(_fromName, endsCommand: true);
        To?.ThrowIfBad(_toName, endsCommand: true);
        if (To is { IsBeginning: true } || (From is not null && To is not null && IsEmpty(From, To)))
            throw Empty("", endsCommand: true);
        if (From is not null && Earliest(From) > SafeTime.Add(now, ClockDifference))
            throw InFuture(_fromName, From.ToString(), now, endsCommand: true);
        if (EndsInPast && To is not null && Earliest(To) > SafeTime.Add(now, ClockDifference))
            throw InFuture(_toName, To.ToString(), now, endsCommand: true);
    }

    /// <summary>The window in the calendar of one export; refuses one that is empty there.</summary>
    internal (DateTimeOffset After, DateTimeOffset? Before) On(ExportCalendar calendar)
    {
        DateTimeOffset after = calendar.InstantOf(From!);
        DateTimeOffset? before = To is null ? null : calendar.InstantOf(To);
        CheckOrder(after, before, calendar);
        return (after, before);
    }

    /// <summary>Refuses bounds that are out of order in the calendar of one export.</summary>
    internal void CheckOrder(DateTimeOffset? after, DateTimeOffset? before, ExportCalendar calendar)
    {
        if (after >= before)
            throw Empty(calendar.Description, endsCommand: false);
    }

    /// <summary>The same for a bound that a command has calculated.</summary>
    internal void CheckOrder(DateTimeOffset? after, DateTimeOffset? before, DateTimeOffset now)
    {
        if (after >= before)
            throw To is null ? InFuture(_fromName, DateInput.CreateFrom(after!.Value).ToString(), now, endsCommand: true) : Empty("", endsCommand: true);
    }

    private ProblemException Empty(string where, bool endsCommand)
    {
        string from = From is null ? "the beginning" : $"-{_fromName} {From}" + (IsFromDefault ? " (the default)" : "");
        return Problems.Window($"{from} is not before -{_toName} {To}{where}, so the window is empty.",
            IsFromDefault ? $"Give -{_fromName} too." : $"-{_fromName} takes the older of two times.", endsCommand);
    }

    private static ProblemException InFuture(string name, string value, DateTimeOffset now, bool endsCommand) =>
        Problems.Window($"-{name} {value} is in the future; now it is {DateInput.CreateFrom(now)}.", "Give a time in the past: -2d, yesterday, 2026-08-01.",
            endsCommand);

    private bool IsEmpty(DateInput from, DateInput to) =>
        from.Day is { } first && to.Day is { } last ? first >= last : Earliest(from) >= Latest(to);

    private DateTimeOffset Earliest(DateInput input) => Bound(input, EarliestStartOfDay);

    private DateTimeOffset Latest(DateInput input) => Bound(input, LatestStartOfDay);

    private DateTimeOffset Bound(DateInput input, TimeSpan offset) =>
        HasExportDays && input.Day is { } day ? SafeTime.Add(new DateTimeOffset(day.Ticks, TimeSpan.Zero), offset) : input.Instant;
}
