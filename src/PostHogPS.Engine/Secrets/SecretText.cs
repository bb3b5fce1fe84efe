using System;
using System.Runtime.InteropServices;
using System.Security;

namespace PostHogPS.Engine.Secrets;

/// <summary>The only place where a SecureString becomes text.</summary>
internal static class SecretText
{
    internal static string Read(SecureString secret)
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
