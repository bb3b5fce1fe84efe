using System;
using System.Collections.Generic;
using System.Text.Json;

namespace PostHogPS.Engine;

/// <summary>Batch exports (API reference 7.2).</summary>
internal sealed class ExportReader : ItemReader<BatchExport>
{
    private readonly DestinationReader _destinations = new();
    private readonly RunReader _runs = new();

    protected override BatchExport Make() => new();

    protected override void Set(BatchExport export, string name, ref Utf8JsonReader json)
    {
        switch (name)
        {
            case "id": export.Id = JsonValue.Id(ref json) ?? Guid.Empty; break;
            case "team_id": export.ProjectId = JsonValue.Long(ref json) ?? 0; break;
            case "name": export.Name = JsonValue.Text(ref json) ?? export.Name; break;
            case "model": export.Model = JsonValue.Text(ref json) ?? export.Model; break;
            case "destination": export.Destination = _destinations.Read(ref json) ?? export.Destination; break;
            case "interval": export.Interval = JsonValue.Text(ref json) ?? export.Interval; break;
            case "paused": export.Paused = JsonValue.Flag(ref json); break;
            case "created_at": export.CreatedAt = JsonValue.Time(ref json); break;
            case "last_updated_at": export.LastUpdatedAt = JsonValue.Time(ref json); break;
            case "last_paused_at": export.LastPausedAt = JsonValue.Time(ref json); break;
            case "start_at": export.StartAt = JsonValue.Time(ref json); break;
            case "end_at": export.EndAt = JsonValue.Time(ref json); break;
            case "timezone": export.Timezone = JsonValue.Text(ref json) ?? export.Timezone; break;
            case "offset_day": export.OffsetDay = JsonValue.Int(ref json); break;
            case "offset_hour": export.OffsetHour = JsonValue.Int(ref json); break;
            case "hogql_query": export.HogQLQuery = JsonValue.Text(ref json) ?? export.HogQLQuery; break;
            case "hogql_modifiers": export.HogQLModifiers = JsonValue.Dictionary(ref json) ?? export.HogQLModifiers; break;
            case "primary_key": export.PrimaryKey = JsonValue.Texts(ref json) ?? export.PrimaryKey; break;
            case "version_key": export.VersionKey = JsonValue.Texts(ref json) ?? export.VersionKey; break;
            case "incremental_mode": export.IncrementalMode = JsonValue.Text(ref json) ?? export.IncrementalMode; break;
            case "filters": export.Filters = JsonValue.List(ref json) ?? export.Filters; break;
            case "schema": export.Schema = JsonValue.Plain(ref json) ?? export.Schema; break;
            case "latest_runs": Take(export, _runs.ReadList(ref json)); break;
            default: export.AdditionalProperties[name] = JsonValue.Plain(ref json); break;
        }
    }

    protected override void Finish(BatchExport export)
    {
        if (export.HasAdditionalProperties)
            SecretFilter.CleanExtras(export.AdditionalProperties);
    }

    private static void Take(BatchExport export, List<BatchExportRun?>? runs)
    {
        if (runs is null)
            return;
        runs.RemoveAll(static run => run is null);
        export.LatestRuns = runs!;
    }
}
