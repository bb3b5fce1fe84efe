using System;
using System.IO;
using System.Security;
using PostHogPS.Contracts;

namespace PostHogPS.Storage;

/// <summary>
/// Writes files atomically: beside their place, then renamed, so that a crash or a full disk never leaves half a
/// file and a reader never sees one.
/// </summary>
internal static class AtomicFile
{
    internal static void Write(string path, Action<Stream> content) => Write(path, force: false, content);

    /// <summary>Writes a file, a read-only one only with <paramref name="force"/>.</summary>
    internal static void Write(string path, bool force, Action<Stream> content)
    {
        if (IsDevice(path))
        {
            Through(path, content);
            return;
        }

        path = FileLink.TargetOf(path);
        string temporary = path + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                // Before the content is written, so that it is never readable to others.
                UnixMode.Copy(path, temporary);
                content(stream);
                stream.Flush(flushToDisk: true);
            }

            PutInPlace(temporary, path, force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            throw Problems.FileNotWritten(path, e.Message);
        }
        finally
        {
            Remove(temporary);
        }
    }

    // A rename would replace the device itself, for everybody on the machine (/dev/null, /dev/stdout).
    private static bool IsDevice(string path) => Path.DirectorySeparatorChar == '/'
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal) && File.Exists(path);

    private static void Through(string path, Action<Stream> content)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            content(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            throw Problems.FileNotWritten(path, e.Message);
        }
    }

    private static void PutInPlace(string temporary, string path, bool force)
    {
        if (!File.Exists(path))
        {
            File.Move(temporary, path);
            return;
        }

        // On Unix a rename needs no permission of the old file, so a read-only one would be replaced without a word.
        FileAttributes attributes = File.GetAttributes(path);
        if ((attributes & FileAttributes.ReadOnly) != 0)
        {
            if (!force)
                throw new UnauthorizedAccessException("it is read-only.");
            File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
        }

        File.Replace(temporary, path, destinationBackupFileName: null);
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // The temporary file stays; the failure that matters has been reported.
            _ = e;
        }
    }
}
