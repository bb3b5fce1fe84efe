using System;

namespace PostHogPS.Text;

/// <summary>
/// Arithmetic with dates that a server or a user may give at the far ends of the calendar (year 1, year 9999): the result
/// stops at the end instead of throwing.
/// </summary>
internal static class SafeTime
{
    // A schedule is worked out a few intervals around an instant; within these years no such step leaves the calendar.
    private static readonly DateTimeOffset Earliest = new(1000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>PostHog is younger. Keeps a window "from the beginning" finite.</summary>
    internal static readonly DateTimeOffset LongPast = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The instant, or the nearest one that is not at an end of the calendar.</summary>
    internal static DateTimeOffset Clamp(DateTimeOffset instant) => instant < Earliest ? Earliest : instant > Latest ? Latest : instant;

    internal static DateTimeOffset Add(DateTimeOffset instant, TimeSpan span)
    {
        if (span >= TimeSpan.Zero)
            return span > DateTimeOffset.MaxValue - instant ? DateTimeOffset.MaxValue : instant.ToUniversalTime() + span;
        return span < DateTimeOffset.MinValue - instant ? DateTimeOffset.MinValue : instant.ToUniversalTime() + span;
    }

    internal static DateTimeOffset Subtract(DateTimeOffset instant, TimeSpan span) =>
        Add(instant, span == TimeSpan.MinValue ? TimeSpan.MaxValue : span.Negate());

    internal static DateTimeOffset? Subtract(DateTimeOffset? instant, TimeSpan span) => instant is { } known ? Subtract(known, span) : null;

    internal static DateTime AddDays(DateTime day, int days)
    {
        double room = days < 0 ? (day - DateTime.MinValue).TotalDays : (DateTime.MaxValue - day).TotalDays;
        return Math.Abs((double)days) > room ? (days < 0 ? DateTime.MinValue : DateTime.MaxValue.Date) : day.AddDays(days);
    }

    internal static TimeSpan Multiply(TimeSpan span, int factor) =>
        span.Ticks > TimeSpan.MaxValue.Ticks / factor ? TimeSpan.MaxValue : TimeSpan.FromTicks(span.Ticks * factor);
}
