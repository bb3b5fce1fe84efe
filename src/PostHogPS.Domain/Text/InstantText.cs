using System;
using System.Globalization;

namespace PostHogPS.Text;

/// <summary>Instants and days as text: always in UTC, never in the forms of a culture.</summary>
internal static class InstantText
{
    /// <summary>For a person: "2026-08-01 06:00 UTC".</summary>
    internal static string FormatUtc(DateTimeOffset instant) => FormatMinute(instant) + " UTC";

    /// <summary>The same to the second.</summary>
    internal static string FormatUtcSeconds(DateTimeOffset instant) => Format(instant, "yyyy-MM-dd HH:mm:ss") + " UTC";

    /// <summary>For a table or a sentence that says by itself that its times are UTC.</summary>
    internal static string FormatMinute(DateTimeOffset instant) => Format(instant, "yyyy-MM-dd HH:mm");

    /// <summary>The time of day alone.</summary>
    internal static string FormatTimeOfDay(DateTimeOffset instant) => Format(instant, "HH:mm:ss") + " UTC";

    /// <summary>For a command line: "2026-08-01T06:00:00Z".</summary>
    internal static string FormatForCommand(DateTimeOffset instant) => Format(instant, "yyyy-MM-ddTHH:mm:ssZ");

    /// <summary>For the server, to the microsecond, which is all it keeps.</summary>
    internal static string FormatExact(DateTimeOffset instant) => Format(instant, "yyyy-MM-ddTHH:mm:ss.FFFFFFZ");

    /// <summary>To the tick, for a file that is read again.</summary>
    internal static string FormatTicks(DateTimeOffset instant) => Format(instant, "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ");

    /// <summary>A calendar day: "2026-08-01".</summary>
    internal static string FormatDay(DateTime day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="FormatDay"/> writes.</summary>
    internal static bool TryReadDay(string text, out DateTime day) =>
        DateTime.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private const string DayForm = "yyyy-MM-dd";

    private static string Format(DateTimeOffset instant, string form) => instant.ToUniversalTime().ToString(form, CultureInfo.InvariantCulture);
}
