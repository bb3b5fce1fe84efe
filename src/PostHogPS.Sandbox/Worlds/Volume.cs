using System;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>How much there is to export: busy afternoons, quiet weekends.</summary>
internal static class Volume
{
    public static long Of(Export export, DateTimeOffset start, DateTimeOffset end)
    {
        if (export.Quiet?.Invoke(start, end) == true)
            return 0;
        double hours = (end - start).TotalHours;
        double season = 1;
        if (hours <= 6)
            season = 0.35 + (0.65 * (1 + Math.Sin((start.UtcDateTime.TimeOfDay.TotalHours - 9) / 24 * 2 * Math.PI)));
        if (hours <= 30 && start.UtcDateTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            season *= 0.55;
        // The same interval holds the same records, whoever exports it and however often.
        double noise = 0.85 + (0.3 * Dice.Unit(Dice.Mix(export.Key, start.ToUnixTimeSeconds(), 5)));
        return (long)(export.HourlyRecords * hours * season * noise);
    }
}
