using System;

namespace PostHogPS.Text;

/// <summary>
/// Which dates are possible. Calendars of other eras write this year as 2569, 1448 or 1405, and a variable that was never set
/// is the year 1: each of them is a date that PostHog would take.
/// </summary>
internal static class DateRange
{
    internal const int First = 2000;
    internal const int Last = 2100;

    internal static bool Contains(int year) => year is >= First and <= Last;

    internal static bool Contains(DateTimeOffset instant) => Contains(instant.Year);

    /// <summary>True for 9999-12-31, which means no end.</summary>
    internal static bool IsNoEnd(DateTime date) => date.Date == DateTime.MaxValue.Date;

    /// <summary>True for a parameter or a property that ends a range: only there 9999-12-31 says something.</summary>
    internal static bool IsEnd(string name) => name is "End" or "EndAt" or "Before";
}
