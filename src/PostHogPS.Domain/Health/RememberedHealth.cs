using System;
using System.Runtime.Serialization;
using PostHogPS.Storage;
using PostHogPS.Text;

namespace PostHogPS.Health;

/// <summary>How one export was when it was given out last, as the state file keeps it.</summary>
[DataContract(Name = "export")]
internal sealed class RememberedHealth
{
    // Two jobs may share a file, and read the server a moment apart. A wrong clock must not suppress messages for longer.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private string _name = "";
    private Guid? _id;

    /// <summary>Address of the server: ids mean nothing on another one.</summary>
    [DataMember(Name = "host", Order = 1)]
    internal string Host { get; set; } = "";

    [DataMember(Name = "projectId", Order = 2)]
    internal long ProjectId { get; set; }

    [DataMember(Name = "id", Order = 3)]
    internal string IdText { get; set; } = "";

    [DataMember(Name = "name", Order = 4)]
    internal string Name { get => _name; set => _name = StateFile.ReadableText(value); }

    [DataMember(Name = "state", Order = 5)]
    internal string State { get; set; } = "";

    [DataMember(Name = "isHealthy", Order = 6)]
    internal bool IsHealthy { get; set; }

    /// <summary>When this state was seen first.</summary>
    [DataMember(Name = "changedAt", Order = 7)]
    internal string ChangedAtText { get; set; } = "";

    /// <summary>
    /// The organization of the project, once a call over all projects has seen it: such a call lists the projects of one organization, and
    /// others are not missing there.
    /// </summary>
    [DataMember(Name = "organization", Order = 8, EmitDefaultValue = false)]
    internal string? Organization { get; set; }

    // Every export of a call is looked for among all of the file.
    internal Guid Id => _id ??= Guid.Parse(IdText);

    /// <summary>True when a reader of the file can rely on it.</summary>
    internal bool IsComplete =>
        Host is { Length: > 0 } && ProjectId >= 0 && Guid.TryParse(IdText, out _) && Array.IndexOf(HealthState.InOrder, State) >= 0
        && StateFile.ParseTime(ChangedAtText) is { } changed && DateRange.Contains(changed);

    internal (string, long, Guid) Key => (Host, ProjectId, Id);

    internal bool IsOf(BatchExportHealth health) => Id == health.BatchExportId && Key == (HostOf(health), health.ProjectId, health.BatchExportId);

    /// <summary>True when this was seen after the health that is compared with it.</summary>
    internal bool IsNewerThan(BatchExportHealth health) =>
        StateFile.ParseTime(ChangedAtText) - health.JudgedAt is { } ahead && ahead > TimeSpan.Zero && ahead < Overlap;

    /// <summary>The entry of an export.</summary>
    internal static RememberedHealth CreateFrom(BatchExportHealth health) => new()
    {
        Host = HostOf(health),
        ProjectId = health.ProjectId,
        IdText = health.BatchExportId.ToString(),
        Name = health.BatchExportName,
        State = health.State,
        IsHealthy = health.IsHealthy,
        ChangedAtText = InstantText.FormatTicks(health.JudgedAt),
    };

    private static string HostOf(BatchExportHealth health) => (health.Origin as PostHogConnection)?.HostUri.AbsoluteUri ?? "";
}
