using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using PostHogPS.Contracts;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Files;

/// <summary>A folder of JSON files, one for each object. Nothing outside it is read or written, whatever a name or a link says.</summary>
internal sealed class FileFolder
{
    // A definition is a page or two; a larger file is something else.
    private const long Largest = 16 * 1024 * 1024;

    private readonly IJsonFileReader _reader;
    private readonly string _root;
    private bool _isWritable;

    /// <param name="path">The folder.</param>
    /// <param name="reader">Reads JSON.</param>
    internal FileFolder(string path, IJsonFileReader reader)
    {
        _root = Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        if (_root.Length == 0 || _root.EndsWith(":", StringComparison.Ordinal))
            _root += Path.DirectorySeparatorChar;
        _reader = reader;
    }

    /// <summary>Its full path.</summary>
    internal string Root => _root;

    internal bool Exists => Directory.Exists(_root);

    /// <summary>True when whatever comes into it has to be made.</summary>
    internal bool IsEmpty => !Exists || !Directory.EnumerateFileSystemEntries(_root).Any();

    /// <summary>Names of the JSON files, in an order that is the same everywhere.</summary>
    internal IReadOnlyList<string> List()
    {
        try
        {
            return Directory.Exists(_root)
                ? Directory.GetFiles(_root).Select(static file => Path.GetFileName(file)!)
                    .Where(static name => name.EndsWith(FileNames.Extension, StringComparison.OrdinalIgnoreCase) && name[0] != '.')
                    .OrderBy(static name => name, StringComparer.Ordinal).ToList()
                : [];
        }
        catch (Exception e) when (IsAccess(e))
        {
            throw Problems.BadFile(_root, e.Message, null);
        }
    }

    /// <summary>Says that no file is in the folder, and which folders in it have some, as those of -AllProjects do.</summary>
    /// <param name="what">What the files would be about.</param>
    /// <param name="hasFiles">Whether a folder has some.</param>
    internal string DescribeEmpty(string what, Func<FileFolder, bool> hasFiles)
    {
        string[] inner = [.. Folders().Where(name => hasFiles(new FileFolder(Path.Combine(_root, name), _reader)))];
        return $"There is no file of {what} in '{_root}'."
            + (inner.Length == 0 ? ""
                : $" Folders in it have some: {NameList.Format(inner.Select(static name => $"'{MessageText.Name(name)}'"))}. Name one of them.");
    }

    private List<string> Folders()
    {
        try
        {
            return Directory.GetDirectories(_root).Where(static inner => (File.GetAttributes(inner) & FileAttributes.ReparsePoint) == 0)
                .Select(static inner => Path.GetFileName(inner)!).OrderBy(static name => name, StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (IsAccess(e))
        {
            return [];
        }
    }

    /// <summary>The other files of the folder and of the folders in it, from the folder.</summary>
    /// <param name="known">Those of <see cref="List"/> that are left out.</param>
    internal IReadOnlyList<string> ListOthers(ICollection<string> known)
    {
        var found = new List<string>();
        try
        {
            if (Directory.Exists(_root))
                AddOthers(_root, "", known, found);
            return found;
        }
        catch (Exception e) when (IsAccess(e))
        {
            throw Problems.BadFile(_root, e.Message, null);
        }
    }

    /// <summary>A file of whatever kind as text; "" for one that is too large to be a definition.</summary>
    internal string ReadText(string name)
    {
        string path = Resolve(name);
        if (new FileInfo(path).Length > Largest)
            return "";
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static void AddOthers(string folder, string path, ICollection<string> known, List<string> found)
    {
        found.AddRange(Directory.GetFiles(folder).Select(file => Path.Combine(path, Path.GetFileName(file)))
            .Where(name => !known.Contains(name)).OrderBy(static name => name, StringComparer.Ordinal));
        foreach (string inner in Directory.GetDirectories(folder).OrderBy(static name => name, StringComparer.Ordinal))
        {
            // A link may lead back to a parent folder, and .git is not part of the files.
            if ((File.GetAttributes(inner) & FileAttributes.ReparsePoint) == 0 && Path.GetFileName(inner) != ".git")
                AddOthers(inner, Path.Combine(path, Path.GetFileName(inner)), known, found);
        }
    }

    /// <summary>The value of a file; null with the problem where it is no JSON.</summary>
    internal FileValue? Read(string name, out FileProblem? problem)
    {
        problem = null;
        byte[] content = ReadBytes(Resolve(name));
        try
        {
            return _reader.Read(content);
        }
        catch (FileSyntaxException e)
        {
            problem = new FileProblem("", e.Message, e.Line, e.Column);
            return null;
        }
    }

    /// <summary>The value of a file; null where it cannot be read, which is added to the problems.</summary>
    /// <param name="name">Its name in the folder.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="consequence">What that means, for the message.</param>
    internal FileValue? Read(string name, ICollection<ProblemException> problems, string consequence = FileProblem.NothingSent)
    {
        try
        {
            FileValue? root = Read(name, out FileProblem? syntax);
            if (root is null)
                problems.Add(syntax!.ToException(Path.Combine(_root, name), consequence));
            return root;
        }
        catch (ProblemException problem)
        {
            problems.Add(problem);
            return null;
        }
    }

    /// <summary>Throws what keeps every file from being written here: one error, and not one for each file. Looks once.</summary>
    internal void CheckWritable()
    {
        if (_isWritable)
            return;
        string there = _root;
        while (!Directory.Exists(there) && !File.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above)
            there = above;
        try
        {
            AtomicFile.TryFolder(there);
        }
        catch (Exception e) when (IsAccess(e))
        {
            throw there == _root ? Problems.FolderNotWritable(_root, e.Message) : Problems.FolderNotMade(_root, e.Message);
        }

        _isWritable = true;
    }

    /// <summary>Replaces a file in one step; one that has these bytes already is not touched. Lines end as they do in the file.</summary>
    /// <param name="name">Its name in the folder; may have folders in it.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="force">Replaces a read-only file too.</param>
    /// <returns>Whether it was written.</returns>
    internal bool Write(string name, byte[] content, bool force = false)
    {
        string path = Resolve(name);
        if (File.Exists(path) && new FileInfo(path).Length <= Largest)
        {
            byte[] there = ReadBytes(path);
            content = FileText.WithLineEndsOf(there, content);
            if (there.SequenceEqual(content))
                return false;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (IsAccess(e))
        {
            throw Problems.FolderNotMade(Path.GetDirectoryName(path)!, e.Message);
        }

        AtomicFile.Write(path, force, stream => stream.Write(content, 0, content.Length));
        return true;
    }

    /// <summary>The path of a file in the folder, or a thrown problem where it leads outside.</summary>
    internal string Resolve(string name)
    {
        string path = Path.GetFullPath(Path.Combine(_root, name));
        // A link inside the folder may lead out of it, and so may the folder of a file.
        if (!IsInside(_root, path) || !IsInside(RealPath(_root), RealPath(path)))
            throw Problems.BadFile(path, $"it leads outside the folder '{_root}'.", "Put the file itself into the folder, not a link.");
        return path;
    }

    private static bool IsInside(string folder, string path) =>
        path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal) ? folder : folder + Path.DirectorySeparatorChar,
            Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    // Folder by folder: a link anywhere on the way counts.
    private static string RealPath(string path)
    {
        string target = FileLink.TargetOf(path);
        string? folder = Path.GetDirectoryName(target);
        return folder is null ? target : Path.Combine(RealPath(folder), Path.GetFileName(target));
    }

    /// <summary>A file of a sane size, or a thrown problem.</summary>
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Largest)
                throw Problems.BadFile(path, $"it is larger than {ByteText.Format(Largest)}.", null);
            // A named pipe has no length, and opening one waits for a writer.
            return new FileInfo(path).Length == 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception e) when (IsAccess(e))
        {
            throw Problems.BadFile(path, e.Message, null);
        }
    }

    private static bool IsAccess(Exception e) =>
        e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException;
}
