namespace PostHogPS.Commands;

/// <summary>Templates that PostHog knows by a key of its own.</summary>
internal static class DashboardTemplateNames
{
    /// <summary>Its first one; lists show it under a name.</summary>
    internal const string Original = "DEFAULT_APP";
}
