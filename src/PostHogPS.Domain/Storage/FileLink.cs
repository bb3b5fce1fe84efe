using System;
using System.IO;
using System.Reflection;

namespace PostHogPS.Storage;

/// <summary>Symbolic links: a rename onto a link would replace the link and not its target.</summary>
internal static class FileLink
{
    // Newer than netstandard2.0. Windows PowerShell has no such method; there the link is written to as before.
    private static readonly MethodInfo? Resolve = typeof(File).GetMethod("ResolveLinkTarget", [typeof(string), typeof(bool)]);

    /// <summary>Where the path really leads.</summary>
    internal static string TargetOf(string path)
    {
        try
        {
            return Resolve?.Invoke(null, [path, true]) is FileSystemInfo target ? target.FullName : path;
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // No such file, or circular links: the write reports it.
            return path;
        }
    }
}
