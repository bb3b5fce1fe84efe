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
    private const string ReadOnly = "it is read-only.";
    private const string IsFolder = "it is a folder.";

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
        // The system's own words for both are about the temporary file.
        CheckPlace(path);
        string temporary = TemporaryOf(path);
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
            throw Problems.FileNotWritten(path, WithoutName(temporary, e, path));
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Throws what would keep a file from being written, before work is done for it whose result the file has to hold.</summary>
    internal static void Check(string path, bool force = false)
    {
        if (IsDevice(path))
            return;
        path = FileLink.TargetOf(path);
        if (Directory.Exists(path))
            throw Problems.BadPath(path, "file", IsFolder);
        CheckPlace(path);
        if (!force && IsReadOnly(path))
            throw Problems.FileNotWritten(path, ReadOnly);
        string temporary = TemporaryOf(path);
        try
        {
            Try(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            throw Problems.FileNotWritten(path, WithoutName(temporary, e, path));
        }
    }

    /// <summary>Makes a file in a folder and removes it: the modes of a folder do not say whether this process may write to it.</summary>
    internal static void TryFolder(string folder)
    {
        if (File.Exists(folder))
            throw new IOException($"'{folder}' is a file.");
        string trial = TemporaryOf(Path.Combine(folder, "PostHogPS"));
        try
        {
            Try(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(WithoutName(trial, e, folder));
        }
    }

    private static void Try(string temporary)
    {
        using var trial = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    // The system names a file that nobody asked for.
    private static string WithoutName(string temporary, Exception e, string path) => e.Message.Replace(temporary, path);

    /// <summary>Throws where no file can be: the path is that of a folder, or its folder is not there. Only looks.</summary>
    internal static void CheckPlace(string path)
    {
        if (Directory.Exists(path))
            throw Problems.FileNotWritten(path, IsFolder, "Give the path of a file.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw Problems.FileNotWritten(path, "its folder is not there.");
    }

    // .NET calls a file read-only by its mode and owner alone; only the file system knows who may write to it anyway (root, a group).
    // A file that nobody may write to was made so on purpose, also against root.
    private static bool IsReadOnly(string path)
    {
        if (!File.Exists(path) || (File.GetAttributes(path) & FileAttributes.ReadOnly) == 0)
            return false;
        if (!UnixMode.AllowsWriting(path))
            return true;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string TemporaryOf(string path) => path + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";

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

        // On Unix a rename needs no permission of the old file, so a read-only one would be replaced without an error.
        if (IsReadOnly(path))
        {
            if (!force)
                throw new UnauthorizedAccessException(ReadOnly);
            File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
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
