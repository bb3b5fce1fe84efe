using System.Collections.Generic;
using System.Runtime.Serialization;
using PostHogPS.Contracts;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Maintenance;

/// <summary>The JSON file of a maintenance window: names, ids and times; no key, no destination.</summary>
[DataContract(Name = "pauses")]
internal sealed class PauseFile
{
    private const string KnownFormat = "PostHogPS paused exports 1";

    [DataMember(Name = "format", Order = 1)]
    internal string Format { get; set; } = KnownFormat;

    [DataMember(Name = "host", Order = 2)]
    internal string Host { get; set; } = "";

    [DataMember(Name = "exports", Order = 3)]
    internal List<PausedExport> Exports { get; set; } = new();

    internal static PauseFile Read(string path)
    {
        const string Writer = "Suspend-PHBatchExport -StatePath";
        PauseFile file = StateFile.Read<PauseFile>(path, Writer, $"Give the file that {Writer} wrote.", static file =>
            file is { Exports: not null, Host.Length: > 0, Format: KnownFormat } && file.Exports.TrueForAll(static e => e is { IsComplete: true }));
        return file.Exports.Find(static e => e.BadTime is not null) is not { BadTime: { } time } entry ? file
            : throw Problems.DateOutOfRange($"A time of '{entry.Name}' in {path}", InstantText.FormatForCommand(time));
    }

    internal void Write(string path) => StateFile.Write(path, this);
}
