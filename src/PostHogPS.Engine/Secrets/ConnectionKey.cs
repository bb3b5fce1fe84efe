using System;
using System.Security;
#if NET
using System.Globalization;
#else
using System.Security.Cryptography;
using System.Text;
#endif
using PostHogPS.Contracts;

namespace PostHogPS.Engine.Secrets;

/// <summary>The connection's key. Stays a SecureString; text only for as long as a header or a comparison takes.</summary>
internal sealed class ConnectionKey : IDisposable
{
    private const string SandboxKey = "phx_sandbox";

    private readonly SecureString? _secret;

    internal ConnectionKey(ConnectionSettings settings)
    {
        // A copy: the caller may dispose of theirs, and the connection outlives the command that made it.
        _secret = settings.ApiKey?.Copy();
        _secret?.MakeReadOnly();
        IsSandbox = settings.Sandbox is not null;
        Hash = HashOf(Read() ?? "");
    }

    internal bool IsSandbox { get; }

    /// <summary>Tells keys apart without knowing them.</summary>
    internal string Hash { get; }

    /// <summary>The key as text; keys read from files often bring a line break along.</summary>
    internal string? Read()
    {
        if (_secret is not { Length: > 0 })
            return IsSandbox ? SandboxKey : null;
        return Text.Secrets.Reveal(_secret).Trim();
    }

    /// <summary>The header's value, or null when the key has characters that no header can carry.</summary>
    internal string? ReadForHeader()
    {
        string? key = Read();
        if (string.IsNullOrEmpty(key))
            return null;
        foreach (char c in key!)
        {
            if (c is <= ' ' or > '~')
                return null;
        }

        return key;
    }

    public void Dispose() => _secret?.Dispose();

    private static string HashOf(string key)
    {
#if NET
        // Randomised in every process and only 32 bits long, so it reveals nothing. A real hash would load cryptography for this alone.
        return string.GetHashCode(key).ToString("x8", CultureInfo.InvariantCulture);
#else
        using SHA256 sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(key)));
#endif
    }
}
