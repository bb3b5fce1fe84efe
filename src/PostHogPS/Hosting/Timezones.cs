using System;

namespace PostHogPS.Hosting;

/// <summary>IANA timezones on every platform.</summary>
internal static class Timezones
{
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
            // .NET Framework knows Windows names only; the engine brings the table.
            return EngineHost.Engine.FindTimezone(name);
        }
    }
}
