using System;
using PostHogPS.Contracts;
using PostHogPS.Engine.Sessions;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine;

/// <summary>Found by name at the first API call.</summary>
public sealed class EngineEntry : IPostHogEngine
{
    /// <inheritdoc />
    public IPostHogSession Open(ConnectionSettings settings) => new Session(settings);

    /// <inheritdoc />
    public TimeZoneInfo? FindTimezone(string ianaName) => Timezones.Find(ianaName);
}
