namespace PostHogPS.Contracts;

/// <summary>The environment variables that describe a connection.</summary>
internal static class EnvironmentNames
{
    internal const string Key = "POSTHOG_PERSONAL_API_KEY";
    internal const string OtherKey = "POSTHOG_API_KEY";
    internal const string Host = "POSTHOG_HOST";
    internal const string Project = "POSTHOG_PROJECT_ID";

    /// <summary>What the names of variables begin with that hold secrets for files. No other variable is ever read for one.</summary>
    internal const string SecretPrefix = "POSTHOG_SECRET_";
}
