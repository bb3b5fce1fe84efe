using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Time;

/// <summary>IANA timezones, also on systems that have Windows names only.</summary>
internal static class TimeZones
{
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Known = new(StringComparer.Ordinal);

    // .NET Framework has no IANA names; these are the most common ones.
    private static readonly Dictionary<string, string> Windows = new(StringComparer.Ordinal)
    {
        ["America/New_York"] = "Eastern Standard Time",
        ["America/Toronto"] = "Eastern Standard Time",
        ["America/Chicago"] = "Central Standard Time",
        ["America/Denver"] = "Mountain Standard Time",
        ["America/Los_Angeles"] = "Pacific Standard Time",
        ["America/Sao_Paulo"] = "E. South America Standard Time",
        ["US/Eastern"] = "Eastern Standard Time",
        ["US/Central"] = "Central Standard Time",
        ["US/Pacific"] = "Pacific Standard Time",
        ["Europe/London"] = "GMT Standard Time",
        ["Europe/Dublin"] = "GMT Standard Time",
        ["Europe/Lisbon"] = "GMT Standard Time",
        ["Europe/Berlin"] = "W. Europe Standard Time",
        ["Europe/Amsterdam"] = "W. Europe Standard Time",
        ["Europe/Zurich"] = "W. Europe Standard Time",
        ["Europe/Vienna"] = "W. Europe Standard Time",
        ["Europe/Rome"] = "W. Europe Standard Time",
        ["Europe/Stockholm"] = "W. Europe Standard Time",
        ["Europe/Paris"] = "Romance Standard Time",
        ["Europe/Madrid"] = "Romance Standard Time",
        ["Europe/Brussels"] = "Romance Standard Time",
        ["Europe/Prague"] = "Central Europe Standard Time",
        ["Europe/Warsaw"] = "Central European Standard Time",
        ["Europe/Athens"] = "GTB Standard Time",
        ["Europe/Istanbul"] = "Turkey Standard Time",
        ["Asia/Dubai"] = "Arabian Standard Time",
        ["Asia/Kolkata"] = "India Standard Time",
        ["Asia/Shanghai"] = "China Standard Time",
        ["Asia/Singapore"] = "Singapore Standard Time",
        ["Asia/Tokyo"] = "Tokyo Standard Time",
        ["Asia/Seoul"] = "Korea Standard Time",
        ["Australia/Sydney"] = "AUS Eastern Standard Time",
        ["Pacific/Auckland"] = "New Zealand Standard Time",
    };

    public static bool Exists(string name) => name == "UTC" || Find(name) is not null;

    public static TimeZoneInfo FindOrUtc(string name) => name == "UTC" ? TimeZoneInfo.Utc : Find(name) ?? TimeZoneInfo.Utc;

    /// <summary>The instant of a local time; a time that a clock change skips is moved to the end of the gap.</summary>
    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        // Half an hour at a time: not every clock change is an hour.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        TimeSpan offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            foreach (TimeSpan candidate in zone.GetAmbiguousTimeOffsets(local))
                offset = candidate > offset ? candidate : offset;
        }

        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static TimeZoneInfo? Find(string name) => Known.GetOrAdd(name, Load);

    private static TimeZoneInfo? Load(string name)
    {
        // Windows names contain spaces and are unknown to the server.
        if (name.Length == 0 || name.Contains(' ') || name.Contains('\\') || name.Contains('.'))
            return null;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or UnauthorizedAccessException)
        {
            return Windows.TryGetValue(name, out string? id) && id != name ? LoadWindows(id) : null;
        }
    }

    private static TimeZoneInfo? LoadWindows(string id)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (TimeZoneNotFoundException)
        {
            return TimeZoneInfo.Utc;
        }
    }
}
