using System;

namespace PostHogPS.Sandbox.Model;

/// <summary>
/// The number of records to export of what is no event: more in the afternoon, fewer at weekends. Events are counted one by one,
/// in the stream of their project.
/// </summary>
internal static class RecordVolume
{
    /// <summary>An afternoon of a working day against the average hour.</summary>
    public static double Season(DateTimeOffset start)
    {
        double season = 0.35 + (0.65 * (1 + Math.Sin((start.UtcDateTime.TimeOfDay.TotalHours - 9) / 24 * 2 * Math.PI)));
        return start.UtcDateTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? season * 0.55 : season;
    }

    public static long Count(Export export, DateTimeOffset start, DateTimeOffset end)
    {
        if (export.IsEmpty?.Invoke(start, end) == true)
            return 0;
        double hours = (end - start).TotalHours;
        double season = 1;
        if (hours <= 6)
            season = 0.35 + (0.65 * (1 + Math.Sin((start.UtcDateTime.TimeOfDay.TotalHours - 9) / 24 * 2 * Math.PI)));
        if (hours <= 30 && start.UtcDateTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            season *= 0.55;
        // The same interval has the same records in every run.
        double noise = 0.85 + (0.3 * SeededRandom.Unit(SeededRandom.Mix(export.Key, start.ToUnixTimeSeconds(), 5)));
        return (long)(export.HourlyRecords * hours * season * noise);
    }
}
