using System;
using System.Globalization;
using PostHogPS.Text;

namespace PostHogPS.Report;

/// <summary>Numbers and times as the page shows them: always UTC, never of a culture.</summary>
internal static class ReportText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly string[] CountUnits = ["", " k", " M", " G", " T"];
    private static readonly string[] ByteUnits = [" B", " kB", " MB", " GB", " TB", " PB"];

    internal static string Time(DateTimeOffset? instant) => instant is { } known ? InstantText.FormatMinute(known) : "";

    internal static string Number(double number) => Math.Round(number).ToString("#,0", Invariant);

    internal static string Short(double number) => Scaled(number, CountUnits);

    internal static string Bytes(double number) => Scaled(number, ByteUnits);

    internal static string Percent(int part, int whole) =>
        whole == 0 ? "–" : (Math.Floor(part * 1000.0 / whole) / 10).ToString("0.#", Invariant) + " %";

    internal static string Span(TimeSpan? span) => span switch
    {
        null => "–",
        { TotalDays: >= 2 } s => Parts((int)s.TotalDays, " d", s.Hours, " h"),
        { TotalHours: >= 1 } s => Parts((int)s.TotalHours, " h", s.Minutes, " m"),
        { } s => Parts((int)s.TotalMinutes, " m", 0, ""),
    };

    internal static string Count(int count, string one, string many) => Number(count) + " " + CountText.Choose(count, one, many);

    internal static string Truncate(string text, int length) => OneLine.Truncate(text, length + 1);

    private static string Parts(int large, string largeUnit, int small, string smallUnit) =>
        large.ToString(Invariant) + largeUnit + (small == 0 ? "" : " " + small.ToString(Invariant) + smallUnit);

    private static string Scaled(double number, string[] units)
    {
        int unit = 0;
        while (number >= 999.5 && unit < units.Length - 1)
        {
            number /= 1000;
            unit++;
        }

        string form = unit == 0 || number >= 99.95 ? "0" : "0.0";
        return number.ToString(form, Invariant) + units[unit];
    }
}
