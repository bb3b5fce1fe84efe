using System;

namespace PostHogPS.Contracts;

/// <summary>
/// The way into PostHogPS.Engine. Its implementation is the public type <c>PostHogPS.Engine.EngineEntry</c> with a
/// parameterless constructor, found by name at the first API call.
/// </summary>
public interface IPostHogEngine
{
    /// <summary>Opens a session. Sends nothing.</summary>
    IPostHogSession Open(ConnectionSettings settings);

    /// <summary>The timezone of an IANA name where the runtime itself does not know it (.NET Framework); null when there is none.</summary>
    TimeZoneInfo? FindTimezone(string ianaName);
}
