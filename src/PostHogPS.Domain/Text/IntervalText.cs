using System;
using System.Globalization;

namespace PostHogPS.Text;

/// <summary>A data interval as a person reads it, always in UTC.</summary>
internal static class IntervalText
{
    internal static string Of(DateTimeOffset? start, DateTimeOffset? end) => $"({Text(start, "beginning")} to {Text(end, "now")} UTC)";

    /// <summary>One of its bounds alone.</summary>
    internal static string Instant(DateTimeOffset? instant) => Text(instant, "now") + " UTC";

    private static string Text(DateTimeOffset? instant, string open) =>
        instant is { } i ? i.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : open;
}
