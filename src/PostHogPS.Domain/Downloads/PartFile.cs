using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using PostHogPS.Contracts;

namespace PostHogPS.Downloads;

/// <summary>
/// One part of a download on disk. It grows as .partial and gets its name when it is complete, so that a file under its
/// final name is always complete. A .partial of an earlier attempt is continued while the storage has the same file.
/// </summary>
internal sealed class PartFile
{
    private const string TagEnding = ".partial-etag";
    private const int Buffer = 81920;

    private static readonly byte[] ParquetMark = [(byte)'P', (byte)'A', (byte)'R', (byte)'1'];

    private readonly string _folder;
    private readonly string _stem;
    private string? _tag;

    internal PartFile(string folder, Guid download, int number)
    {
        _folder = folder;
        _stem = string.Format(CultureInfo.InvariantCulture, "{0}-{1:000}", download, number);
    }

    internal string Partial => Path.Combine(_folder, _stem + ".partial");

    /// <summary>
    /// The version (ETag) of the file that the bytes of .partial are of, kept beside them: a signed address may lead to another
    /// file by now, and two halves of different files are useless. Null: unknown, so the part is fetched from its start.
    /// </summary>
    internal string? Tag
    {
        get => _tag;
        set
        {
            _tag = value;
            if (value is null)
                File.Delete(TagFile);
            else
                Fresh(TagFile, value);
        }
    }

    /// <summary>The complete file of an earlier download, or null.</summary>
    internal FileInfo? Finished => new DirectoryInfo(_folder).EnumerateFiles(_stem + ".*")
        .FirstOrDefault(file => !file.Name.EndsWith(".partial", StringComparison.OrdinalIgnoreCase)
            && !file.Name.EndsWith(TagEnding, StringComparison.OrdinalIgnoreCase));

    private string TagFile => Path.Combine(_folder, _stem + TagEnding);

    internal FileStream Open(bool fromTheStart)
    {
        RemoveLink(Partial);
        RemoveLink(TagFile);
        _tag = !fromTheStart && File.Exists(Partial) && File.Exists(TagFile) ? File.ReadAllText(TagFile) : null;
        // A full disk leaves an empty tag file.
        if (!string.IsNullOrWhiteSpace(_tag))
            return new FileStream(Partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None, Buffer, useAsync: true);
        _tag = null;
        // A new file and not the old one emptied: what may have been put there in between is not written through.
        File.Delete(Partial);
        File.Delete(TagFile);
        return new FileStream(Partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer, useAsync: true);
    }

    /// <summary>Gives the complete part its name.</summary>
    internal FileInfo Finish(string? extension)
    {
        string final = Path.Combine(_folder, _stem + "." + (Kind() ?? extension ?? "bin"));
        if (File.Exists(final))
            File.Delete(final);
        File.Move(Partial, final);
        File.Delete(TagFile);
        return new FileInfo(final);
    }

    /// <summary>Does something with files, closing them included: a full disk may say so only then.</summary>
    internal static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw Problem(e);
        }
    }

    internal static bool IsOfFiles(Exception e) => e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    private static ProblemException Problem(Exception e) =>
        new("FileAccess", ProblemCategory.WriteError, e.Message, "What was fetched is kept as .partial; the same command goes on with it.");

    // A link of that name leads to a file that is not ours.
    private static void RemoveLink(string path)
    {
        if (IsLink(path))
            File.Delete(path);
    }

    private static bool IsLink(string path)
    {
        try
        {
            // Of the link itself, one that leads nowhere included.
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            _ = e;
            return false;
        }
    }

    private static void Fresh(string path, string text)
    {
        File.Delete(path);
        using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        writer.Write(text);
    }

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
