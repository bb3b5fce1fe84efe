using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Text;

/// <summary>
/// What is secret by itself inside a longer secret: a server that refuses a connection string, a private key or the address of a
/// webhook may repeat a part of it.
/// </summary>
internal static class SecretParts
{
    /// <summary>Shorter ones are names and modes, which stand in many texts.</summary>
    private const int Least = 16;

    // What a connection string says of the storage account and its address. PostHog shows it, and so does the result of a command.
    private static readonly string[] Shown = ["AccountName=", "DefaultEndpointsProtocol=", "EndpointSuffix="];

    private static readonly char[] Separators = [';', '\r', '\n'];

    /// <summary>The values of "Name=value;Name=value", and the lines of a PEM text; nothing for a secret of one part.</summary>
    internal static IEnumerable<string> Find(string secret)
    {
        if (secret.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || secret.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return PathOf(secret);
        string[] parts = secret.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? [] : parts.Where(static part => !IsShown(part)).Select(ValueOf)
            .Where(static part => part.Length >= Least && !part.StartsWith("-----", StringComparison.Ordinal)
                && part.IndexOf("://", StringComparison.Ordinal) < 0).Distinct(StringComparer.Ordinal);
    }

    // The host of a webhook is no secret; what follows it is.
    private static IEnumerable<string> PathOf(string address)
    {
        int path = address.IndexOf('/', address.IndexOf("://", StringComparison.Ordinal) + 3);
        string rest = path < 0 ? "" : address.Substring(path);
        return new[] { rest }.Concat(rest.Split('/', '?', '&', '=')).Where(static part => part.Length >= Least).Distinct(StringComparer.Ordinal);
    }

    private static bool IsShown(string part) => Array.Exists(Shown, name => part.TrimStart().StartsWith(name, StringComparison.Ordinal));

    private static string ValueOf(string part)
    {
        // Base64 ends with equals signs: only a name before the first one is cut off.
        int at = part.IndexOf('=');
        return (at > 0 && part.Substring(0, at).All(char.IsLetter) && part.TrimEnd('=').Length > at ? part.Substring(at + 1) : part).Trim();
    }
}
