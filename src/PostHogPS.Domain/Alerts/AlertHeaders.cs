using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>Headers of webhooks. PostHog does not keep them secret: everybody who may read the project's functions can read them.</summary>
internal static class AlertHeaders
{
    /// <summary>Whether a header holds what looks like a secret.</summary>
    internal static bool IsSecret(string name, object? value) =>
        value is SecureString || SecretNames.IsSecretHeader(name) || (value is string text && SecretScanner.Clean(name + ": " + text) != name + ": " + text);

    /// <summary>Protects the values that look like secrets, in place.</summary>
    internal static void Protect(IDictionary<string, object?> headers)
    {
        foreach (string name in headers.Keys.ToArray())
        {
            if (headers[name] is string text && IsSecret(name, text))
                headers[name] = Secrets.Protect(text);
        }
    }

    /// <summary>Refuses secrets, unless they were said to be meant; they are protected then.</summary>
    internal static void Check(IDictionary<string, object?> headers, bool force)
    {
        string? wrong = headers.FirstOrDefault(static pair => pair.Value is not (string or SecureString) || string.IsNullOrWhiteSpace(pair.Key)).Key;
        if (wrong is not null)
            throw Problems.Validation($"The header '{MessageText.Name(wrong)}' of -Header has no text as its value. Nothing was sent.",
                "-Header @{ 'X-Team' = 'data' }");
        string[] secrets = [.. headers.Where(static pair => IsSecret(pair.Key, pair.Value)).Select(static pair => pair.Key)];
        if (secrets.Length > 0 && !force)
            throw Problems.SecretHeader(NameList.Format(secrets.Select(static name => $"'{MessageText.Name(name)}'")));
        Protect(headers);
    }
}
