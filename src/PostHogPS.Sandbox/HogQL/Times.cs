using System;
using System.Globalization;

namespace PostHogPS.Sandbox.HogQL;

/// <summary>Times as the database reads and rounds them.</summary>
internal static class Times
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm",
            "yyyy-MM-dd",
    ];

    /// <summary>A text; without an offset it is a time of the zone. Null for any other text.</summary>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        text = text.Trim();
        if (DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return ToInstant(local, zone);
        return text.Length > 10 && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? instant.ToUniversalTime() : null;
    }

    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        DateTime time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
            time = time.AddHours(1);
        return new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }

    public static DateTime ToLocal(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    /// <summary>The start of the interval, in local time.</summary>
    public static DateTime Floor(DateTime local, long count, string unit)
    {
        switch (unit)
        {
            case "second" or "minute" or "hour" or "day":
                long ticks = Length(unit).Ticks * count;
                long since = (local - Epoch).Ticks;
                return local.AddTicks(-(((since % ticks) + ticks) % ticks));
            case "week":
                // Weeks begin on Monday here, on Sunday in toStartOfWeek.
                long days = (long)Math.Floor((local.Date - Epoch.AddDays(-3)).TotalDays);
                return local.Date.AddDays(-(days % (7 * count)));
            default:
                int months = (((local.Year - 1970) * 12) + local.Month - 1) / (int)(count * Months(unit)) * (int)(count * Months(unit));
                return new DateTime(1970 + (months / 12), (months % 12) + 1, 1);
        }
    }

    public static DateTime Add(DateTime local, long count, string unit) => unit switch
    {
        "second" or "minute" or "hour" or "day" or "week" => local.AddTicks(Length(unit).Ticks * count),
        _ => local.AddMonths((int)(count * Months(unit))),
    };

    public static TimeSpan Length(string unit) => unit switch
    {
        "second" => TimeSpan.FromSeconds(1),
        "minute" => TimeSpan.FromMinutes(1),
        "hour" => TimeSpan.FromHours(1),
        "day" => TimeSpan.FromDays(1),
        "week" => TimeSpan.FromDays(7),
        _ => throw QueryProblem.Unknown("the unit '" + unit + "' here"),
    };

    /// <summary>Hours and less have one length, days and more one date.</summary>
    public static bool IsShort(string unit) => unit is "second" or "minute" or "hour";

    private static DateTime Epoch => new(1970, 1, 1);

    private static int Months(string unit) => unit switch
    {
        "month" => 1,
        "quarter" => 3,
        "year" => 12,
        _ => throw QueryProblem.Unknown("the unit '" + unit + "'"),
    };
}
