using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Alerts;

/// <summary>Headers of webhooks. PostHog does not keep them secret: everybody who may read the project's functions can read them.</summary>
internal static class AlertHeaders
{
    private const int LeastRandom = 20;
    private const int LeastChanges = 3;

    private static readonly HashSet<string> Words =
        new(StringComparer.OrdinalIgnoreCase) { "auth", "pass", "pw", "pwd", "key", "sig", "jwt", "pat", "session" };

    private static readonly string[] Shapes =
    [
        "Basic ", "Bearer ", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "AKIA", "ASIA", "xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-",
        "xoxs-", "eyJ",
    ];

    /// <summary>Whether a header holds what looks like a secret.</summary>
    internal static bool IsSecret(string name, object? value) =>
        value is SecureString || SecretNames.IsSecretHeader(name) || name.StartsWith("X-Auth", StringComparison.OrdinalIgnoreCase)
            || name.Split('-', '_').Any(Words.Contains) || (value is string text && HoldsSecret(name, text));

    /// <summary>Protects the values, in place: none is ever shown, since no rule finds every secret.</summary>
    internal static void Protect(IDictionary<string, object?> headers)
    {
        foreach (string name in headers.Keys.ToArray())
        {
            if (headers[name] is string text)
                headers[name] = Secrets.Protect(text);
        }
    }

    /// <summary>Rejects secrets, unless -Force was given; they are protected then.</summary>
    internal static void Check(IDictionary<string, object?> headers, bool force)
    {
        string? wrong = headers.FirstOrDefault(static pair => pair.Value is not (string or SecureString) || string.IsNullOrWhiteSpace(pair.Key)).Key;
        if (wrong is not null)
            throw Problems.Validation($"The header '{MessageText.Name(wrong)}' of -Header has no text as its value. Nothing was sent.",
                "-Header @{ 'X-Team' = 'data' }");
        string? broken = headers.FirstOrDefault(static pair => !pair.Key.All(IsTokenCharacter) || TextOf(pair.Value).Any(char.IsControl)).Key;
        if (broken is not null)
            throw Problems.Validation($"The header '{MessageText.Name(broken)}' of -Header cannot be sent: a name consists of letters, digits and "
                + "!#$%&'*+-.^_`|~ only, and a value has no line breaks or other control characters. Nothing was sent.");
        string[] secrets = [.. headers.Where(static pair => IsSecret(pair.Key, pair.Value)).Select(static pair => pair.Key)];
        if (secrets.Length > 0 && !force)
            throw Problems.SecretHeader(NameList.Format(secrets.Select(static name => $"'{MessageText.Name(name)}'")));
        Protect(headers);
    }

    /// <summary>Whether two tables of headers say the same.</summary>
    internal static bool AreSame(IDictionary<string, object?> one, IDictionary<string, object?> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out object? value) && TextOf(pair.Value) == TextOf(value));

    private static bool HoldsSecret(string name, string text)
    {
        string line = name + ": " + text;
        return SecretScanner.Clean(line) != line || Shapes.Any(shape => text.Trim().StartsWith(shape, StringComparison.Ordinal)) || IsRandom(text);
    }

    // A word in which digits and letters alternate often. A Guid is an id and not a secret.
    private static bool IsRandom(string text)
    {
        if (Guid.TryParse(text, out _))
            return false;
        int length = 0, changes = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsWordCharacter(text[i]))
            {
                (length, changes) = (0, 0);
                continue;
            }

            length++;
            if (length > 1 && char.IsLetterOrDigit(text[i]) && char.IsLetterOrDigit(text[i - 1]) && char.IsDigit(text[i]) != char.IsDigit(text[i - 1]))
                changes++;
            if (length >= LeastRandom && changes >= LeastChanges)
                return true;
        }

        return false;
    }

    private static bool IsWordCharacter(char c) => IsAsciiLetterOrDigit(c) || c is '+' or '/' or '_' or '-' or '=';

    private static bool IsTokenCharacter(char c) => IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".IndexOf(c) >= 0;

    private static bool IsAsciiLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static string TextOf(object? value) => value is SecureString secret ? Secrets.Reveal(secret) : value as string ?? "";
}
