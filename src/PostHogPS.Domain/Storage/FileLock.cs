using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using PostHogPS.Contracts;

namespace PostHogPS.Storage;

/// <summary>
/// One writer of a file at a time, across processes. A named mutex and not a lock on the file: the file is replaced
/// by a new one, and a lock would stay with the old one. Taken and released on the same thread.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Mutex? _mutex;

    private FileLock(Mutex? mutex) => _mutex = mutex;

    /// <summary>Waits until no other process writes.</summary>
    internal static FileLock Acquire(string path)
    {
        Mutex mutex;
        try
        {
            mutex = new Mutex(false, Name(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException or NotSupportedException)
        {
            // A mutex cannot be created everywhere (a read-only container): then there is no lock.
            _ = e;
            return new FileLock(null);
        }

        try
        {
            if (mutex.WaitOne(Timeout))
                return new FileLock(mutex);
        }
        catch (AbandonedMutexException)
        {
            // A shell died while writing; the file is still complete, since it is replaced atomically.
            return new FileLock(mutex);
        }

        mutex.Dispose();
        throw Problems.FileNotWritten(path, "another shell is writing it.");
    }

    public void Dispose()
    {
        _mutex?.ReleaseMutex();
        _mutex?.Dispose();
    }

    private static string Name(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.DirectorySeparatorChar == '\\')
            full = full.ToUpperInvariant();
        using SHA256 sha = SHA256.Create();
        return "Global\\PostHogPS-" + BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(full))).Replace("-", "");
    }
}
