using System;
using PostHogPS.Contracts;
using PostHogPS.Engine.Json;
using PostHogPS.Engine.Sessions;
using PostHogPS.Text;

namespace PostHogPS.Engine;

/// <summary>Found by name at the first API call.</summary>
public sealed class EngineEntry : IPostHogEngine, IJsonFileReader
{
    /// <inheritdoc />
    public IPostHogSession Open(ConnectionSettings settings) => new Session(settings);

    /// <inheritdoc />
    /// <remarks>.NET Framework knows Windows' names only, so there a table translates.</remarks>
    public TimeZoneInfo? FindTimezone(string ianaName)
    {
#if NETFRAMEWORK
        return TimeZoneConverter.TZConvert.TryGetTimeZoneInfo(ianaName, out TimeZoneInfo? zone) ? zone : null;
#else
        return TimeZoneInfo.TryFindSystemTimeZoneById(ianaName, out TimeZoneInfo? zone) ? zone : null;
#endif
    }

    /// <inheritdoc />
    FileValue IJsonFileReader.Read(byte[] content) => FileValueReader.Read(content);
}
