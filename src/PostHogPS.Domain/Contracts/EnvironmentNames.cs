namespace PostHogPS.Contracts;

/// <summary>The environment variables that describe a connection.</summary>
internal static class EnvironmentNames
{
    internal const string Key = "POSTHOG_PERSONAL_API_KEY";
    internal const string OtherKey = "POSTHOG_API_KEY";
    internal const string Host = "POSTHOG_HOST";
    internal const string Project = "POSTHOG_PROJECT_ID";
}
