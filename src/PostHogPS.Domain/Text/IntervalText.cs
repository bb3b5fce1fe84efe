using System;

namespace PostHogPS.Text;

/// <summary>A data interval for a person, always in UTC.</summary>
internal static class IntervalText
{
    /// <summary>"2026-08-01 06:00 to 2026-08-01 07:00 UTC"; open bounds are the beginning and now.</summary>
    internal static string Format(DateTimeOffset? start, DateTimeOffset? end) =>
        $"{(start is { } from ? InstantText.FormatMinute(from) : "beginning")} to {(end is { } to ? InstantText.FormatMinute(to) : "now")} UTC";

    /// <summary>The same in brackets, behind a name.</summary>
    internal static string FormatInBrackets(DateTimeOffset? start, DateTimeOffset? end) => $"({Format(start, end)})";
}
