using System;

namespace PostHogPS;

/// <summary>What this process has used of one rate-limit window, as far as it knows: the server sends no such figures (docs/server.md#rate-limits).</summary>
public sealed class RateLimitUsage : ServerObject
{
    /// <summary>Burst (one minute) or Sustained (one hour).</summary>
    public string Window { get; set; } = "";

    /// <summary>Length of the window.</summary>
    public TimeSpan Length { get; set; }

    /// <summary>Requests that PostHog Cloud accepts in the window. A server of one's own may accept others; none of them says how many.</summary>
    public int Limit { get; set; }

    /// <summary>Requests this process sent within the window.</summary>
    public int Used { get; set; }

    /// <summary>Limit less Used, never below 0.</summary>
    public int Remaining { get; set; }

    /// <summary>Requests that the server refused with 429 since the process started.</summary>
    public long Refused { get; set; }

    /// <summary>True while requests are paced.</summary>
    public bool Paced { get; set; }

    /// <summary>Until when PostHog has asked everybody with this key to wait; null when it has not. -RateLimit None does not wait.</summary>
    public DateTimeOffset? BlockedUntil { get; set; }

    /// <summary>Name of the connection asked about.</summary>
    public string? ConnectionName { get; set; }
}
