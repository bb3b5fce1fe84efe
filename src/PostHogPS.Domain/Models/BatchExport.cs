using System;
using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>A batch export (docs/server.md#fields-of-an-export).</summary>
public sealed class BatchExport : PostHogObject
{
    private BatchExportDestination? _destination;
    private IDictionary<string, object?>? _modifiers;

    /// <summary>Id of the batch export.</summary>
    public Guid Id { get; set; }

    /// <summary>Name shown in PostHog.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is exported: events, persons, sessions or hogql.</summary>
    public string Model { get; set; } = "events";

    /// <summary>Where it goes. Secrets are never in it: the server removes them.</summary>
    public BatchExportDestination Destination
    {
        get => _destination ??= new();
        set => _destination = value;
    }

    /// <summary>hour, day, week, or "every 5 minutes" and the like.</summary>
    public string Interval { get; set; } = "";

    /// <summary>True when no new runs start.</summary>
    public bool Paused { get; set; }

    /// <summary>Creation time.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Time of the last change.</summary>
    public DateTimeOffset? LastUpdatedAt { get; set; }

    /// <summary>When it was last paused through the pause action.</summary>
    public DateTimeOffset? LastPausedAt { get; set; }

    /// <summary>No scheduled run before this time.</summary>
    public DateTimeOffset? StartAt { get; set; }

    /// <summary>No scheduled run after this time.</summary>
    public DateTimeOffset? EndAt { get; set; }

    /// <summary>IANA name of the timezone that daily and weekly intervals follow. UTC on servers that do not know timezones.</summary>
    public string Timezone { get; set; } = "UTC";

    /// <summary>Weekly exports: the day an interval starts on, 0 = Sunday.</summary>
    public int? OffsetDay { get; set; }

    /// <summary>Daily and weekly exports: the local hour an interval starts at.</summary>
    public int? OffsetHour { get; set; }

    /// <summary>Custom query; null when there is none.</summary>
    public string? HogQLQuery { get; set; }

    /// <summary>Modifiers of the custom query.</summary>
    public IDictionary<string, object?> HogQLModifiers
    {
        get => _modifiers ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        set => _modifiers = value;
    }

    /// <summary>hogql model: primary key columns. Empty when not set.</summary>
    public ItemList<string> PrimaryKey { get; set; } = [];

    /// <summary>hogql model: version key columns. Empty when not set.</summary>
    public ItemList<string> VersionKey { get; set; } = [];

    /// <summary>APPEND or MERGE; null on servers that do not know it.</summary>
    public string? IncrementalMode { get; set; }

    /// <summary>Event filters. Empty when not set.</summary>
    public ItemList<object?> Filters { get; set; } = [];

    /// <summary>Stored custom columns of older events exports.</summary>
    public object? Schema { get; set; }

    /// <summary>Up to ten runs, newest first, as they were when the export was read.</summary>
    public ItemList<BatchExportRun> LatestRuns { get; set; } = [];

    /// <summary>Paused or Active.</summary>
    public string State => Paused ? "Paused" : "Active";

    /// <summary>Creation time of the newest run, or null.</summary>
    public DateTimeOffset? LastRun => LatestRuns.Count > 0 ? LatestRuns[0].CreatedAt : null;

    /// <summary>Status of the newest run, or null.</summary>
    public string? LastStatus => LatestRuns.Count > 0 ? LatestRuns[0].Status : null;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>A command about it, for a person to paste.</summary>
    internal CommandLine CommandFor(string cmdlet) => CommandLine.ForExport(cmdlet, Id, ProjectId, ConnectionToName);

    /// <summary>The same with other runs.</summary>
    internal BatchExport With(IList<BatchExportRun> runs)
    {
        var copy = (BatchExport)MemberwiseClone();
        copy.LatestRuns = new ItemList<BatchExportRun>(runs);
        return copy;
    }
}
