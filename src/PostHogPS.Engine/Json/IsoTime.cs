using System;
using System.Globalization;

namespace PostHogPS.Engine.Json;

/// <summary>Times as the server writes and reads them: UTC, microseconds when there are any.</summary>
internal static class IsoTime
{
    /// <summary>Older than PostHog: what "from the beginning" means in queries that would otherwise look back seven days only.</summary>
    internal const string Earliest = "2015-01-01T00:00:00Z";

    internal static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>With a spelled-out offset: the oldest servers' parser does not know the letter Z.</summary>
    internal static string FormatWithOffset(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'+00:00'", CultureInfo.InvariantCulture);
}
