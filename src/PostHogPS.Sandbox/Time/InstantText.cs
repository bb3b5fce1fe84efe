using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PostHogPS.Sandbox.Time;

/// <summary>Parses times as the server does.</summary>
internal static class InstantText
{
    private static readonly Regex Relative = new(@"^-?(\d+)([a-zA-Z])(Start|End)?$", RegexOptions.CultureInvariant);

    private static readonly Regex Iso = new(
        @"^\d{4}-\d{2}-\d{2}([T ]\d{2}(:\d{2}(:\d{2}([.,]\d{1,9})?)?)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>A field of a model: an offset is optional, UTC without one.</summary>
    public static DateTimeOffset? ParseField(string? text) => Parse(text, TimeZoneInfo.Utc, out _);

    /// <summary><paramref name="naive"/> is true for a text without an offset.</summary>
    public static DateTimeOffset? Parse(string? text, TimeZoneInfo zone, out bool naive)
    {
        naive = false;
        if (text is null || !Iso.IsMatch(text = text.Trim()))
            return null;
        string time = text.Length > 10 ? text.Substring(10) : "";
        naive = !(time.EndsWith("Z", StringComparison.OrdinalIgnoreCase) || time.Contains('+') || time.Contains('-'));
        if (!DateTime.TryParse(text.Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out DateTime utc))
            return null;
        DateTimeOffset instant = naive ? TimeZones.ToInstant(utc, zone) : new DateTimeOffset(utc, TimeSpan.Zero);
        return instant.AddTicks(-(instant.Ticks % 10));
    }

    /// <summary>A filter of the runs: relative, absolute, and "now" for anything that cannot be parsed.</summary>
    public static DateTimeOffset ParseRunFilter(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        Match match = Relative.Match(text);
        if (!match.Success)
            return Parse(text, zone, out _) ?? now;
        if (!int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > 100000)
            return now;
        DateTime utc = now.UtcDateTime;
        try
        {
            utc = match.Groups[2].Value switch
            {
                "h" => utc.AddHours(-count),
                "d" => utc.AddDays(-count),
                "w" => utc.AddDays(-7d * count),
                "m" => utc.AddMonths(-count),
                "q" => utc.AddMonths(-3 * count),
                "y" => utc.AddYears(-count),
                _ => utc,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTimeOffset.MinValue.AddYears(1);
        }

        return new DateTimeOffset(utc, TimeSpan.Zero);
    }

    public static DateTime? ParseDate(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date : null;
}
