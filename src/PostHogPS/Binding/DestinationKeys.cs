using System;
using System.Collections.Generic;

namespace PostHogPS.Binding;

/// <summary>The configuration keys that the server takes and never gives back (API reference 7.4).</summary>
internal static class DestinationKeys
{
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws_access_key_id", "aws_secret_access_key", "user", "password", "private_key", "private_key_id",
        "private_key_passphrase", "client_email", "token_uri", "token",
    };

    internal static bool IsHidden(string key) => Hidden.Contains(key);
}
