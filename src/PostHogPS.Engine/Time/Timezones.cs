using System;

namespace PostHogPS.Engine;

/// <summary>Timezones by their IANA names, also where the runtime knows only the names of Windows.</summary>
internal static class Timezones
{
    internal static TimeZoneInfo? Find(string ianaName)
    {
        if (OfRuntime(ianaName) is { } known)
            return known;
        return WindowsZones.Find(ianaName) is { } windowsName ? OfRuntime(windowsName) : null;
    }

    private static TimeZoneInfo? OfRuntime(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return null;
        }
    }
}
