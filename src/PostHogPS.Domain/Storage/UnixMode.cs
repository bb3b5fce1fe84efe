using System;
using System.Globalization;
using System.IO;
using System.Reflection;

namespace PostHogPS.Storage;

/// <summary>Who may read and write a file on Unix: a file that replaces another one must not be open to more people than that was.</summary>
internal static class UnixMode
{
    private const int AnyWrite = 0x92; // 0222

    // Newer than netstandard2.0; on Windows File.Replace keeps permissions by itself.
    private static readonly MethodInfo? Get = typeof(File).GetMethod("GetUnixFileMode", [typeof(string)]);
    private static readonly MethodInfo? Set = Get is null ? null : typeof(File).GetMethod("SetUnixFileMode", [typeof(string), Get.ReturnType]);

    /// <summary>False where the mode lets nobody write; also on Windows, where the read-only attribute decides.</summary>
    internal static bool AllowsWriting(string path)
    {
        if (Get is null || Path.DirectorySeparatorChar == '\\')
            return false;
        try
        {
            return (Convert.ToInt32(Get.Invoke(null, [path]), CultureInfo.InvariantCulture) & AnyWrite) != 0;
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Gives a file the mode of another one, where there is one.</summary>
    internal static void Copy(string from, string to)
    {
        if (Get is null || Set is null || Path.DirectorySeparatorChar == '\\' || !File.Exists(from))
            return;
        try
        {
            Set.Invoke(null, [to, Get.Invoke(null, [from])!]);
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw e.InnerException;
        }
    }
}
