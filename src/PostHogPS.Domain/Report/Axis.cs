using System;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Text;

namespace PostHogPS.Report;

/// <summary>The marks of the time axis: days, or hours of a short window, never more than fit.</summary>
internal sealed class Axis
{
    /// <summary>A label further to the right would be cut.</summary>
    internal const double LastLabel = 0.88;

    private const int Most = 8;

    internal Axis(DateTimeOffset after, DateTimeOffset before)
    {
        TimeSpan step = Step(before - after);
        long first = Math.Min(DateTimeOffset.MaxValue.Ticks, (after.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks);
        for (var mark = new DateTimeOffset(first, TimeSpan.Zero); mark < before; mark = SafeTime.Add(mark, step))
            Marks.Add(((mark - after).Ticks / (double)(before - after).Ticks, mark.ToString(Form(step, mark), CultureInfo.InvariantCulture)));
    }

    /// <summary>Position from 0 to 1, and label.</summary>
    internal List<(double Position, string Label)> Marks { get; } = new();

    // A weekday where it fits; between hours the day is shown at midnight.
    private static string Form(TimeSpan step, DateTimeOffset mark) =>
        step == TimeSpan.FromDays(1) ? "ddd MM-dd"
        : step > TimeSpan.FromDays(1) || mark.TimeOfDay == TimeSpan.Zero ? "MM-dd"
        : "HH:mm";

    private static TimeSpan Step(TimeSpan window)
    {
        foreach (double hours in new[] { 1, 3, 6, 12, 24, 48, 96, 168, 336 })
        {
            if (window.TotalHours / hours <= Most)
                return TimeSpan.FromHours(hours);
        }

        return TimeSpan.FromDays(Math.Ceiling(window.TotalDays / Most));
    }
}
