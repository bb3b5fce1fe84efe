using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>Sharing of a dashboard by link (docs/server.md#tiles-and-sharing).</summary>
public sealed class DashboardSharing : PostHogObject
{
    /// <summary>The dashboard.</summary>
    public long DashboardId { get; set; }

    /// <summary>True when the link works.</summary>
    public bool Enabled { get; set; }

    /// <summary>The public part of the link; null while sharing is off, when PostHog makes up another one at each look.</summary>
    public string? AccessToken { get; set; }

    /// <summary>The link itself; null while sharing is off.</summary>
    public Uri? Link { get; set; }

    /// <summary>True when the link asks for a password.</summary>
    public bool PasswordRequired { get; set; }

    /// <summary>The passwords of the link. PostHog never shows their text.</summary>
    public ItemList<DashboardSharingPassword> SharePasswords { get; set; } = [];

    /// <summary>When it was first saved; null for a dashboard that was never shared.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Display settings.</summary>
    public IDictionary<string, object?> Settings { get; set; } = new PlainBag();
}
