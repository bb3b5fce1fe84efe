using System.Collections.Generic;
using System.Linq;
using System.Runtime.Serialization;
using PostHogPS.Contracts;
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

    /// <summary>What the states were judged by; null in files of before it was kept.</summary>
    [DataMember(Name = "criteria", Order = 3, EmitDefaultValue = false)]
    internal string? Criteria { get; set; }

    internal static HealthStateFile Read(string path) => StateFile.Read<HealthStateFile>(
        path,
        "Get- or Test-PHBatchExportHealth -StatePath",
        "Delete the file; what is unhealthy is then reported once more. Or give another path.",
        static file => file is { Exports: not null, Format: KnownFormat } && file.Exports.TrueForAll(static export => export is { IsComplete: true })
            && file.Exports.Select(static export => export.Key).Distinct().Count() == file.Exports.Count);

    /// <summary>Judged by two sets of criteria in turn, an export would break and recover with every call.</summary>
    internal void CheckCriteria(string path, string criteria)
    {
        if (Criteria is { } known && known != criteria)
            throw Problems.OtherCriteria(path, known, criteria);
        Criteria = criteria;
    }

    internal void Write(string path) => StateFile.Write(path, this);

    internal RememberedHealth? Find(BatchExportHealth health) => Exports.Find(export => export.IsOf(health));
}
