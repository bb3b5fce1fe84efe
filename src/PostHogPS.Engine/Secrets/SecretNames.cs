using System;
using System.Collections.Generic;

namespace PostHogPS.Engine;

/// <summary>Names that mark a value as secret, in answers, in bodies and in headers.</summary>
internal static class SecretNames
{
    /// <summary>What the server itself takes out of a destination's configuration (API reference 7.4).</summary>
    private static readonly HashSet<string> Configuration = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws_access_key_id", "aws_secret_access_key", "user", "password", "private_key", "private_key_id",
        "private_key_passphrase", "client_email", "token_uri", "token",
    };

    private static readonly string[] Parts =
    [
        "secret", "password", "passphrase", "token", "private_key", "access_key", "api_key", "apikey", "credential", "authorization",
        "cookie", "signature",
    ];

    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Amz-Security-Token",
    };

    /// <summary>True for names such as api_token, in any answer.</summary>
    internal static bool LooksSecret(string name)
    {
        foreach (string part in Parts)
        {
            if (name.HasAnyCase(part))
                return true;
        }

        return false;
    }

    /// <summary>True for names that hold credentials inside a destination.</summary>
    internal static bool IsSecretSetting(string name) => Configuration.Contains(name) || LooksSecret(name);

    internal static bool IsSecretHeader(string name) => Headers.Contains(name) || LooksSecret(name.Replace('-', '_'));
}
