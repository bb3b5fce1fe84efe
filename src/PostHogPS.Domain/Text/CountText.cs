using System.Globalization;

namespace PostHogPS.Text;

/// <summary>Numbers in sentences, and the words that depend on them.</summary>
internal static class CountText
{
    internal static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>"1 row", "248,955 rows": numbers of rows are long, and stand beside columns that group them too.</summary>
    internal static string FormatRows(long number) => FormatGrouped(number) + " " + Choose(number, "row", "rows");

    internal static string FormatGrouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"1 interval", "2 intervals".</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">What, in the singular; its plural ends in s.</param>
    internal static string FormatCount(long number, string noun) => Format(number) + " " + noun + (number == 1 ? "" : "s");

    /// <summary>"1 interval is", "2 intervals are".</summary>
    internal static string FormatSubject(long number, string noun) => FormatCount(number, noun) + " " + Choose(number, "is", "are");

    /// <summary>The word for one, or the one for any other number.</summary>
    internal static string Choose(long number, string one, string many) => number == 1 ? one : many;
}
