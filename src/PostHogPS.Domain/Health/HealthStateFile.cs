using System.Collections.Generic;
using System.Runtime.Serialization;
using PostHogPS.Storage;

namespace PostHogPS.Health;

/// <summary>The JSON file of the last states of exports: hosts, ids, names and states; no key, no destination, no error text.</summary>
[DataContract(Name = "health")]
internal sealed class HealthStateFile
{
    private const string KnownFormat = "PostHogPS batch export health 1";

    [DataMember(Name = "format", Order = 1)]
    internal string Format { get; set; } = KnownFormat;

    [DataMember(Name = "exports", Order = 2)]
    internal List<RememberedHealth> Exports { get; set; } = new();

    internal static HealthStateFile Read(string path) => StateFile.Read<HealthStateFile>(
        path,
        "Get- or Test-PHBatchExportHealth -StatePath",
        "Give another path, or move the file away; without it every unhealthy export is reported once more.",
        static file => file is { Exports: not null, Format: KnownFormat } && file.Exports.TrueForAll(static export => export is { IsComplete: true }));

    internal void Write(string path) => StateFile.Write(path, this);

    internal RememberedHealth? Find(BatchExportHealth health) => Exports.Find(export => export.IsOf(health));
}
