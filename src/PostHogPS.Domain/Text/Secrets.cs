using System;
using System.Runtime.InteropServices;
using System.Security;

namespace PostHogPS.Text;

/// <summary>Makes protected strings, and is the only place where one becomes text again.</summary>
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

    internal static bool StartsWith(SecureString secret, string prefix) => Reveal(secret).TrimStart().StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>The text, for a header or a comparison. A NetworkCredential would make a copy for the finalizer each time.</summary>
    internal static string Reveal(SecureString secret)
    {
        IntPtr copy = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(copy) ?? "";
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }
}
