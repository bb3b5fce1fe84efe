using System;

namespace PostHogPS.Engine.Routes;

/// <summary>PostHog Cloud, where limits are on and the newest routes are served.</summary>
internal static class Cloud
{
    internal static bool IsCloudHost(Uri host) =>
        Named(host, "us.posthog.com") || Named(host, "eu.posthog.com") || Named(host, "app.posthog.com");

    private static bool Named(Uri host, string name) => string.Equals(host.Host, name, StringComparison.OrdinalIgnoreCase);
}
