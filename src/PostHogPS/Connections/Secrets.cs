using System.Security;

namespace PostHogPS.Connections;

/// <summary>Makes protected strings.</summary>
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
}
