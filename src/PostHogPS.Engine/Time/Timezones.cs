using System;

namespace PostHogPS.Engine;

/// <summary>Timezones by their IANA names.</summary>
internal static class Timezones
{
    internal static TimeZoneInfo? Find(string ianaName)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(ianaName);
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return null;
        }
    }
}
