using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.ExportFiles;

/// <summary>
/// What a secret is called in a vault and in the environment: POSTHOG_SECRET_ and the name in capital letters, with _ for everything that is no
/// letter of ASCII or digit.
/// </summary>
internal static class SecretVariable
{
    internal static string NameOf(string secret) => EnvironmentNames.SecretPrefix + Fold(secret);

    /// <summary>A name in the letters of a variable.</summary>
    internal static string Fold(string name) =>
        new(name.ToUpperInvariant().Select(static c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_').ToArray());
}
