using System.Net;
using System.Security;

namespace PostHogPS.Text;

/// <summary>Makes protected strings, and answers the one question that is asked of them.</summary>
internal static class Secrets
{
    internal static SecureString Protect(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        return secret;
    }

    internal static bool StartsWith(SecureString secret, string prefix) =>
        new NetworkCredential("", secret).Password.TrimStart().StartsWith(prefix, System.StringComparison.Ordinal);

    /// <summary>The text, for comparing it with another one.</summary>
    internal static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;
}
