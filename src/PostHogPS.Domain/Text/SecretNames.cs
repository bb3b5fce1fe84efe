using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>Names that mark a value as secret: in answers, in request bodies, in headers and in what is shown. The only such list.</summary>
internal static class SecretNames
{
    /// <summary>What the server itself takes out of a destination's configuration.</summary>
    private static readonly HashSet<string> Configuration = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws_access_key_id", "aws_secret_access_key", "user", "password", "private_key", "private_key_id",
        "private_key_passphrase", "client_email", "token_uri", "token",
    };

    // They say who signs in, not with what: never shown, but too common a word to look for in every text.
    private static readonly HashSet<string> Identities = new(StringComparer.OrdinalIgnoreCase) { "user", "client_email", "token_uri" };

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Amz-Security-Token",
    };

    // The credentials of a COPY of Redshift: the id of an integration or the name of a role, which are no secrets, or a pair of keys.
    private static readonly HashSet<string> Accesses = new(StringComparer.Ordinal) { "authorization", "bucket_credentials" };

    // The colour of a breakdown's value on a dashboard, such as preset-3.
    private const string ColourName = "colorToken";

    private static readonly string[] Parts =
    [
        "secret", "password", "passphrase", "passwd", "token", "private_key", "access_key", "account_key", "api_key", "apikey",
        "credential", "authorization", "cookie", "signature", "connection_string",
    ];

    private static readonly HashSet<string> WholeWords = new(StringComparer.OrdinalIgnoreCase) { "user", "client_email", "sig" };

    /// <summary>Parts of names whose value is a secret in a file too.</summary>
    internal static readonly string[] PlainParts =
    [
        "secret", "password", "passphrase", "passwd", "token", "private_key", "access_key", "account_key", "api_key",
        "credential", "authorization", "cookie", "connection_string",
    ];

    /// <summary>Beginnings that every secret name and shape has one of: a text without them needs no closer look.</summary>
    internal static readonly string[] Signs =
    [
        "phx_", "pha_", "phs_", "phr_", "key", "token", "secret", "pass", "auth", "cookie", "cred", "sig", "user", "email", "bearer", "connection_",
    ];

    /// <summary>True for names such as api_token, in any answer.</summary>
    internal static bool LooksSecret(string name) => LooksSecret(name, 0, name.Length);

    internal static bool LooksSecret(string text, int start, int length)
    {
        if (length == ColourName.Length && string.CompareOrdinal(text, start, ColourName, 0, length) == 0)
            return false;
        foreach (string part in Parts)
        {
            if (text.IndexOf(part, start, length, StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>True for the names that a text may hold in front of a secret value.</summary>
    internal static bool IsSecretWord(string text, int start, int length) =>
        LooksSecret(text, start, length) || (length <= 12 && WholeWords.Contains(text.Substring(start, length)));

    /// <summary>True for names that hold credentials inside a destination.</summary>
    internal static bool IsSecretSetting(string name) => Configuration.Contains(name) || LooksSecret(name);

    /// <summary>True for a setting whose value is not shown. A yes or no about a secret (password_required) is not the secret.</summary>
    internal static bool Hides(string name, object? value) => value is not (null or bool) && IsSecretSetting(name) && !(IsAccess(name) && NamesAccess(value));

    /// <summary>True for a setting that holds a secret only where it is a pair of keys.</summary>
    internal static bool IsAccess(string name) => Accesses.Contains(name);

    private static bool NamesAccess(object? value) =>
        value is int or long || (value is string text
            && (text.StartsWith("arn:aws", StringComparison.Ordinal) || (text.Length is > 0 and < 12 && text.All(static c => c is >= '0' and <= '9'))));

    internal static bool IsIdentity(string name) => Identities.Contains(name);

    internal static bool IsSecretHeader(string name) => Headers.Contains(name) || LooksSecret(name.Replace('-', '_'));

    internal static bool IsHeaderWord(string word) => Headers.Contains(word);
}
