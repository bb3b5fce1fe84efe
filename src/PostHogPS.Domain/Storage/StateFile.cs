using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Storage;

/// <summary>JSON files in which one call leaves something for a later one: replaced at once, checked when they are read, readable by a person.</summary>
internal static class StateFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Reads a file, or throws the problem that names it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="writer">The command that writes such files.</param>
    /// <param name="advice">What to do about a file that is something else.</param>
    /// <param name="isComplete">Whether a caller can rely on the content.</param>
    internal static T Read<T>(string path, string writer, string advice, Func<T, bool> isComplete)
        where T : class
    {
        try
        {
            byte[] text = ReadRegular(path);
            using var json = new MemoryStream(text, writable: false);
            return HasList(text) && new DataContractJsonSerializer(typeof(T)).ReadObject(json) is T content && isComplete(content)
                ? content
                : throw Problems.BadFile(path, $"it was not written by {writer}, or by another version of it.", advice);
        }
        catch (Exception e) when (e is SerializationException or XmlException or FormatException or IndexOutOfRangeException or ArgumentException
            or InvalidOperationException)
        {
            // The reader has no one kind of exception for text that is not JSON.
            throw Problems.BadFile(path, $"it is not the JSON that {writer} writes.", advice);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Problems.BadFile(path, e.Message, advice);
        }
    }

    // A named pipe opened for reading waits for a writer, perhaps for ever; opened for both it does not wait, and can be recognised.
    private static byte[] ReadRegular(string path)
    {
        bool isRegular = true;
        if (Directory.Exists(path))
            throw new IOException("it is a folder.");
        if (Path.DirectorySeparatorChar == '/')
        {
            try
            {
                using var trial = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                isRegular = trial.CanSeek;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A file that only may be read is read below, and one that is not there is missed.
                _ = e;
            }
        }

        byte[] text = isRegular ? File.ReadAllBytes(path) : throw new IOException("it is not a regular file.");
        // Editors on Windows write a byte order mark, which the serializer takes for text.
        return text.Length > 2 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? text.Skip(3).ToArray() : text;
    }

    // The serializer takes an object for an empty list, and its content would be lost without an error.
    private static bool HasList(byte[] json)
    {
        using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(json, XmlDictionaryReaderQuotas.Max);
        return XElement.Load(reader).Element("exports")?.Attribute("type")?.Value == "array";
    }

    internal static void Write<T>(string path, T content)
        where T : class => AtomicFile.Write(path, stream =>
    {
        using var json = new MemoryStream();
        using (XmlDictionaryWriter writer = JsonReaderWriterFactory.CreateJsonWriter(json, Utf8, ownsStream: false, indent: true))
            new DataContractJsonSerializer(typeof(T)).WriteObject(writer, content);
        // The writer puts a backslash before every slash, which is allowed and hard to read; a slash has no other escape.
        byte[] text = Utf8.GetBytes(Utf8.GetString(json.ToArray()).Replace("\\/", "/") + Environment.NewLine);
        stream.Write(text, 0, text.Length);
    });

    /// <summary>A text that can be read again: the serializer writes half a surrogate pair and then refuses to read it.</summary>
    internal static string ReadableText(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    /// <summary>The instant that a file says; null for none.</summary>
    internal static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant : null;
}
