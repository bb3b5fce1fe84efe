using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using PostHogPS.Contracts;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Maintenance;

/// <summary>The JSON file of a maintenance window: names, ids and times; no key, no destination.</summary>
[DataContract(Name = "pauses")]
internal sealed class PauseFile
{
    private const string KnownFormat = "PostHogPS paused exports 1";

    private static readonly DataContractJsonSerializer Serializer = new(typeof(PauseFile));
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    [DataMember(Name = "format", Order = 1)]
    internal string Format { get; set; } = KnownFormat;

    [DataMember(Name = "host", Order = 2)]
    internal string Host { get; set; } = "";

    [DataMember(Name = "exports", Order = 3)]
    internal List<PausedExport> Exports { get; set; } = new();

    internal static PauseFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (Serializer.ReadObject(stream) is PauseFile { Exports: not null, Host.Length: > 0, Format: KnownFormat } file
                && file.Exports.TrueForAll(e => e is { IsComplete: true }))
            {
                return file.Exports.Find(e => e.BadTime is not null) is not { BadTime: { } time } entry ? file
                    : throw Problems.DateOutOfRange($"A time of '{entry.Name}' in {path}", InstantText.FormatForCommand(time));
            }

            throw Problems.BadFile(path, "it was not written by Suspend-PHBatchExport -StatePath, or by another version of it.", null);
        }
        catch (Exception e) when (e is SerializationException or XmlException or FormatException or IndexOutOfRangeException or ArgumentException
            or InvalidOperationException)
        {
            // The reader has no one kind of exception for text that is not JSON.
            throw Problems.BadFile(path, "it is not the JSON that Suspend-PHBatchExport -StatePath writes.",
                "Give the file that Suspend-PHBatchExport -StatePath wrote.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Problems.BadFile(path, e.Message, "Give the file that Suspend-PHBatchExport -StatePath wrote.");
        }
    }

    internal void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new MemoryStream();
        using (XmlDictionaryWriter writer = JsonReaderWriterFactory.CreateJsonWriter(json, Utf8, ownsStream: false, indent: true))
            Serializer.WriteObject(writer, this);
        // The writer puts a backslash before every slash, which is allowed and hard to read; a slash has no other escape.
        byte[] text = Utf8.GetBytes(Utf8.GetString(json.ToArray()).Replace("\\/", "/") + Environment.NewLine);
        stream.Write(text, 0, text.Length);
    });
}
