using System;

namespace PostHogPS.Engine.Time;

/// <summary>Timezones by their IANA names. .NET Framework knows Windows' names only, so there a table translates.</summary>
internal static class Timezones
{
    internal static TimeZoneInfo? Find(string ianaName)
    {
#if NETFRAMEWORK
        return TimeZoneConverter.TZConvert.TryGetTimeZoneInfo(ianaName, out TimeZoneInfo? zone) ? zone : null;
#else
        return TimeZoneInfo.TryFindSystemTimeZoneById(ianaName, out TimeZoneInfo? zone) ? zone : null;
#endif
    }
}
