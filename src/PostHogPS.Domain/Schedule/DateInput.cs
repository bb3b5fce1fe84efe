using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Schedule;

/// <summary>
/// A date as a person gave it. Distinguishes a day from an instant: a day belongs to the calendar of the export's own
/// timezone and is never shifted; an instant without an offset is the caller's local time.
/// </summary>
public sealed class DateInput
{
    // No capital M: it could mean minutes or months.
    private static readonly Regex Relative = new(@"^-?([0-9]{1,6})\s*(m|[mM]in|[hH]|[dD]|[wW])$", RegexOptions.CultureInvariant);

    private static readonly Regex YearLast =
        new(@"^([0-9]{1,2})(\s*[./-]\s*|\s+)([0-9]{1,2})\2([0-9]{4})\.?([\sT].*)?$", RegexOptions.CultureInvariant);

    private static readonly Regex FourDigits = new("(?<![0-9])[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant);

    private readonly string? _bad;
    private readonly string? _why;
    private readonly string? _advice;

    // What the date is counted from is known only when the command knows its server.
    private Func<DateTimeOffset, DateInput>? _countFrom;

    // The text, where the order of day and month depends on who wrote it.
    private string? _yearLast;

    private DateInput(DateTime? day, DateTimeOffset? instant, bool beginning, string? bad, string? why = null, string? advice = null)
    {
        _why = why;
        _advice = advice;
        Day = day;
        ExactInstant = instant;
        IsBeginning = beginning;
        _bad = bad;
    }

    /// <summary>The calendar day, when no time of day was given.</summary>
    public DateTime? Day { get; }

    /// <summary>The instant, when a time of day was given.</summary>
    internal DateTimeOffset? ExactInstant { get; }

    /// <summary>True for now, today, yesterday and spans back from now.</summary>
    internal bool IsRelative => _countFrom is not null;

    /// <summary>True for the word "beginning".</summary>
    internal bool IsBeginning { get; }

    /// <summary>The instant; of a day its beginning in the caller's timezone.</summary>
    public DateTimeOffset Instant => ExactInstant ?? Local(Day!.Value);

    /// <summary>The instant in UTC, or the day.</summary>
    public override string ToString() =>
        _bad ?? (IsBeginning ? "beginning"
            : Day is { } day ? InstantText.FormatDay(day)
            : InstantText.FormatForCommand(ExactInstant!.Value));

    /// <summary>
    /// The same date counted from <paramref name="now"/>. All dates of one command are counted from one instant, the server's:
    /// "-7d" to "now" is then a week, whatever this machine's clock says.
    /// </summary>
    internal DateInput CountFrom(DateTimeOffset now) => _countFrom?.Invoke(now) ?? this;

    /// <summary>The same, where it turns out to be of a copy: see <see cref="CreateFrom"/>.</summary>
    internal DateInput AsCopy() => _yearLast is null ? this : FromText(_yearLast, DateTimeOffset.UtcNow, isCopy: true);

    /// <summary>
    /// What a later call has to give as well to ask the same: the span back from now, "today" or "yesterday"; of a fixed date only that it is one.
    /// </summary>
    internal string Criterion { get; private set; } = "a date";

    internal bool IsBad => _bad is not null;

    internal void ThrowIfBad(string parameter, bool endsCommand = false)
    {
        if (FindProblem(parameter, "-" + parameter) is not { } problem)
            return;
        problem.EndsCommand = endsCommand;
        throw problem;
    }

    /// <summary>Why it is not a possible date, or null.</summary>
    /// <param name="name">The parameter or property.</param>
    /// <param name="where">The same as it is shown.</param>
    internal ProblemException? FindProblem(string name, string where)
    {
        if (_why is not null)
            return Problems.Invalid("Date", $"'{_bad}' for {where} {_why}.", _advice);
        if (_bad is not null)
        {
            return Problems.Invalid("Date", $"'{_bad}' for {where} is not a date. A day such as 2026-08-01 or yesterday is one, so is an instant such as "
                + "2026-08-01T06:00Z, and -2d.",
                "Give a day (2026-08-01, yesterday), an instant ((Get-Date).AddHours(-6), 2026-08-01T06:00:00Z) or a span back from now (-6h, -2d, -1w).");
        }

        DateTime date = Day ?? ExactInstant!.Value.DateTime;
        return IsBeginning || DateRange.Contains(date.Year) || (DateRange.IsEnd(name) && DateRange.IsNoEnd(date)) ? null
            : Problems.DateOutOfRange(where, ToString());
    }

    /// <summary>Reads a date; a bad one is kept and refused by the command that takes it.</summary>
    /// <param name="value">A date, an instant, a span or a text.</param>
    /// <param name="now">What relative dates are counted from until the server's time is known; null for this machine's.</param>
    /// <param name="isCopy">True for a text out of a copy of an object: another machine, with another culture, may have written it.</param>
    internal static DateInput CreateFrom(object? value, DateTimeOffset? now = null, bool isCopy = false)
    {
        DateTimeOffset here = (now ?? DateTimeOffset.UtcNow).ToLocalTime();
        return value switch
        {
            DateInput already => already,
            DateTimeOffset instant => new DateInput(null, instant, false, null),
            DateTime date => FromDateTime(date),
            TimeSpan back => Back(back, back.ToString(), here),
            string text => FromText(text, here, isCopy).KeepOrder(text),
            _ => new DateInput(null, null, false, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "(nothing)"),
        };
    }

    /// <summary>True for a text such as 2d or -6h.</summary>
    internal static bool IsSpan(string text) => Relative.IsMatch(text);

    // A DateTime at midnight is what (Get-Date).Date and [datetime]'2026-08-01' give: a day.
    private static DateInput FromDateTime(DateTime date)
    {
        if (date.TimeOfDay == TimeSpan.Zero && date.Kind != DateTimeKind.Utc)
            return new DateInput(date.Date, null, false, null);
        // One of Kind Local knows which of the two it is when the clock is set back.
        return date.Kind == DateTimeKind.Unspecified ? FromLocal(date, date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))
            : new DateInput(null, date.Kind == DateTimeKind.Utc ? new DateTimeOffset(date) : Exact(date), false, null);
    }

    private static DateInput FromText(string original, DateTimeOffset here, bool isCopy)
    {
        string text = original.Trim();
        switch (text.ToUpperInvariant())
        {
            case "NOW":
                return Counted(here, static now => new DateInput(null, now, false, null), "now");
            case "TODAY":
                return Counted(here, static now => new DateInput(now.ToLocalTime().Date, null, false, null), "today");
            case "YESTERDAY":
                return Counted(here, static now => new DateInput(now.ToLocalTime().Date.AddDays(-1), null, false, null), "yesterday");
            case "BEGINNING":
                return new DateInput(null, DateTimeOffset.MinValue, true, null);
        }

        Match relative = Relative.Match(text);
        if (relative.Success)
            return Back(Span(relative), original, here);

        if (YearLast.Match(text) is { Success: true } written)
        {
            if (Reordered(written, isCopy) is not { } reordered)
                return Ambiguous(original, written, isCopy);
            text = reordered;
        }

        // The invariant forms only: a culture's own order of day and month would make a runbook mean something else elsewhere.
        if (InstantText.TryReadDay(text, out DateTime day))
            return new DateInput(day, null, false, null);
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out DateTime parsed)
            && char.IsDigit(text[0]) && text.Length >= 8
            && HasYear(text, parsed.Year))
            return HasTime(text) ? FromExact(text, parsed) : new DateInput(parsed.Date, null, false, null);
        return new DateInput(null, null, false, original);
    }

    private DateInput KeepOrder(string text)
    {
        _yearLast = YearLast.IsMatch(text.Trim()) ? text : null;
        return this;
    }

    // Export-Csv writes dates in the order of the culture. Which one that was is unknown of a copy; of a typed text it is the reader's, and no
    // culture begins with the month where dots are used. Null where both orders make a date: nothing is guessed.
    private static string? Reordered(Match written, bool isCopy)
    {
        int first = Number(written, 1), second = Number(written, 3);
        bool dayFirst = isCopy || written.Groups[2].Value.Trim() == "."
            || CultureInfo.CurrentCulture.DateTimeFormat.ShortDatePattern.StartsWith("d", StringComparison.OrdinalIgnoreCase);
        if (!dayFirst || second > 12)
            return written.Value;
        return first <= 12 && first != second ? null : Iso(written, month: second, day: first);
    }

    private static DateInput Ambiguous(string original, Match written, bool isCopy)
    {
        string one = Iso(written, Number(written, 3), Number(written, 1)), other = Iso(written, Number(written, 1), Number(written, 3));
        return new DateInput(null, null, false, original, $"can be {one.Substring(0, 10)} and {other.Substring(0, 10)}", isCopy
            ? "Export-Clixml or ConvertTo-Json keeps dates, or Select-Object with Start.ToString('o') before Export-Csv."
            : $"Give the year first: {one}.");
    }

    private static int Number(Match written, int group) => int.Parse(written.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Iso(Match written, int month, int day) =>
        string.Format(CultureInfo.InvariantCulture, "{0}-{1:00}-{2:00}{3}", written.Groups[4].Value, month, day, written.Groups[5].Value);

    // A span longer than the calendar is a typing error.
    private static DateInput Back(TimeSpan span, string original, DateTimeOffset here) => Counted(here, now =>
        span > TimeSpan.MinValue && span.Duration() < now - DateTimeOffset.MinValue.AddDays(1)
            ? new DateInput(null, now - span.Duration(), false, null)
            : new DateInput(null, null, false, original),
        span == TimeSpan.MinValue ? original : "-" + span.Duration().ToString("c", CultureInfo.InvariantCulture));

    // Until the server's time is known it is counted from this machine's.
    private static DateInput Counted(DateTimeOffset now, Func<DateTimeOffset, DateInput> at, string criterion)
    {
        DateInput counted = at(now);
        counted._countFrom = at;
        counted.Criterion = criterion;
        return counted;
    }

    // The first and the last day there are have no instant in some timezones; the nearest one means the same.
    private static DateTimeOffset Local(DateTime time)
    {
        DateTime local = DateTime.SpecifyKind(time, DateTimeKind.Local);
        if (local < DateTime.MinValue.AddDays(1))
            return DateTimeOffset.MinValue;
        return local > DateTime.MaxValue.AddDays(-1) ? DateTimeOffset.MaxValue : new DateTimeOffset(local);
    }

    // 06/06/48 can be a year of two centuries. An offset can move a year by one.
    private static bool HasYear(string text, int year) =>
        FourDigits.Matches(text).Cast<Match>().Any(match => Math.Abs(int.Parse(match.Value, CultureInfo.InvariantCulture) - year) <= 1);

    private static bool HasTime(string text) => text.IndexOf(':') >= 0;

    private static DateInput FromExact(string text, DateTime parsed)
    {
        bool hasOffset = parsed.Kind != DateTimeKind.Unspecified;
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset instant)
            ? new DateInput(null, instant, false, null)
            : FromLocal(parsed, text);
    }

    // A time that a change of the clock makes twice, or leaves out, is not one instant.
    private static DateInput FromLocal(DateTime time, string original)
    {
        TimeZoneInfo zone = TimeZoneInfo.Local;
        string? why = zone.IsAmbiguousTime(time) ? "exists twice" : zone.IsInvalidTime(time) ? "does not exist" : null;
        return why is null ? new DateInput(null, Local(time), false, null)
            : new DateInput(null, null, false, original, $"{why} in your timezone, since the clock is changed then",
                "Give its offset as well: 2026-11-01T01:00-04:00; or a time in UTC: 2026-11-01T05:00Z.");
    }

    private static DateTimeOffset Exact(DateTime local) =>
        local < DateTime.MinValue.AddDays(1) || local > DateTime.MaxValue.AddDays(-1) ? Local(local) : new DateTimeOffset(local);

    private static TimeSpan Span(Match relative)
    {
        int count = int.Parse(relative.Groups[1].Value, CultureInfo.InvariantCulture);
        return relative.Groups[2].Value.ToUpperInvariant() switch
        {
            "H" => TimeSpan.FromHours(count),
            "D" => TimeSpan.FromDays(count),
            "W" => TimeSpan.FromDays(7.0 * count),
            _ => TimeSpan.FromMinutes(count),
        };
    }
}
