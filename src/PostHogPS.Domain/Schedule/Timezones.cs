using System;

namespace PostHogPS.Schedule;

/// <summary>IANA timezones on every platform.</summary>
internal static class Timezones
{
    /// <summary>Where to look for names that the machine does not know.</summary>
    internal static Func<string, TimeZoneInfo?>? Others { get; set; }

    /// <summary>The timezone, or null when neither the machine nor the engine knows it.</summary>
    internal static TimeZoneInfo? Find(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Equals("UTC", StringComparison.OrdinalIgnoreCase))
            return TimeZoneInfo.Utc;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return Others?.Invoke(name);
        }
    }
}
