using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>
/// One part of a download on disk. It grows as .partial and gets its name when it is whole, so that a file under its
/// final name is never half of one; a .partial of an earlier try is gone on with, since a part never changes.
/// </summary>
internal sealed class PartFile
{
    private static readonly byte[] ParquetMark = [(byte)'P', (byte)'A', (byte)'R', (byte)'1'];

    private readonly string _folder;
    private readonly string _stem;

    internal PartFile(string folder, Guid download, int number)
    {
        _folder = folder;
        _stem = string.Format(CultureInfo.InvariantCulture, "{0}-{1:000}", download, number);
    }

    internal string Partial => Path.Combine(_folder, _stem + ".partial");

    /// <summary>The whole file of an earlier time, or null.</summary>
    internal FileInfo? Finished => new DirectoryInfo(_folder).EnumerateFiles(_stem + ".*")
        .FirstOrDefault(file => !file.Name.EndsWith(".partial", StringComparison.OrdinalIgnoreCase));

    internal FileStream Open(bool fromTheStart) => Guarded(() =>
        new FileStream(Partial, fromTheStart ? FileMode.Create : FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 81920, useAsync: true));

    /// <summary>Gives the whole part its name.</summary>
    internal FileInfo Finish(string? extension) => Guarded(() =>
    {
        string final = Path.Combine(_folder, _stem + "." + (Kind() ?? extension ?? "bin"));
        if (File.Exists(final))
            File.Delete(final);
        File.Move(Partial, final);
        return new FileInfo(final);
    });

    internal static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(e);
        }
    }

    internal static CommandProblemException Problem(Exception e) =>
        new("FileAccess", ErrorCategory.WriteError, e.Message, "What was fetched is kept as .partial; the same command goes on with it.");

    private string? Kind()
    {
        var head = new byte[4];
        using FileStream file = File.OpenRead(Partial);
        int length = file.Read(head, 0, head.Length);
        if (length == 4 && head.SequenceEqual(ParquetMark))
            return "parquet";
        if (length >= 2 && head[0] == 0x1F && head[1] == 0x8B)
            return "jsonl.gz";
        return length >= 1 && head[0] == (byte)'{' ? "jsonl" : null;
    }
}
