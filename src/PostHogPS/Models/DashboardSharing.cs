using System;
using System.Collections.Generic;

namespace PostHogPS;

/// <summary>Sharing of a dashboard by link (API reference 8.2).</summary>
public sealed class DashboardSharing : PostHogObject
{
    /// <summary>The dashboard.</summary>
    public long DashboardId { get; set; }

    /// <summary>True when the link works.</summary>
    public bool Enabled { get; set; }

    /// <summary>The public part of the link; whoever has it can see the dashboard while sharing is enabled.</summary>
    public string? AccessToken { get; set; }

    /// <summary>The link itself; it works while sharing is enabled.</summary>
    public Uri? Link { get; set; }

    /// <summary>True when the link asks for a password.</summary>
    public bool PasswordRequired { get; set; }

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Display settings.</summary>
    public IDictionary<string, object?> Settings { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);
}
