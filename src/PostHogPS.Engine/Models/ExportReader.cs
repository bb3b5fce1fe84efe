using System;
using System.Collections.Generic;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Batch exports (API reference 7.2).</summary>
internal sealed class ExportReader : ItemReader<BatchExport>
{
    private readonly DestinationReader _destinations = new();
    private readonly RunReader _runs = new();

    protected override BatchExport Make() => new();

    protected override void Set(BatchExport export, string name, ref JsonCursor json)
    {
        switch (name)
        {
            case "id": export.Id = json.Id() ?? Guid.Empty; break;
            case "team_id": export.ProjectId = json.Long() ?? 0; break;
            case "name": export.Name = json.Text() ?? export.Name; break;
            case "model": export.Model = json.Text() ?? export.Model; break;
            case "destination": export.Destination = _destinations.Read(ref json) ?? export.Destination; break;
            case "interval": export.Interval = json.Text() ?? export.Interval; break;
            case "paused": export.Paused = json.Flag(); break;
            case "created_at": export.CreatedAt = json.Time(); break;
            case "last_updated_at": export.LastUpdatedAt = json.Time(); break;
            case "last_paused_at": export.LastPausedAt = json.Time(); break;
            case "start_at": export.StartAt = json.Time(); break;
            case "end_at": export.EndAt = json.Time(); break;
            case "timezone": export.Timezone = json.Text() ?? export.Timezone; break;
            case "offset_day": export.OffsetDay = json.Int(); break;
            case "offset_hour": export.OffsetHour = json.Int(); break;
            case "hogql_query": export.HogQLQuery = json.Text() ?? export.HogQLQuery; break;
            case "hogql_modifiers": export.HogQLModifiers = json.Dictionary() ?? export.HogQLModifiers; break;
            case "primary_key": export.PrimaryKey = json.Texts() ?? export.PrimaryKey; break;
            case "version_key": export.VersionKey = json.Texts() ?? export.VersionKey; break;
            case "incremental_mode": export.IncrementalMode = json.Text() ?? export.IncrementalMode; break;
            case "filters": export.Filters = json.List() ?? export.Filters; break;
            case "schema": export.Schema = json.Plain() ?? export.Schema; break;
            case "latest_runs": Take(export, _runs.ReadList(ref json)); break;
            default: export.AdditionalProperties[name] = json.Plain(); break;
        }
    }

    private static void Take(BatchExport export, List<BatchExportRun?>? runs)
    {
        if (runs is null)
            return;
        runs.RemoveAll(static run => run is null);
        export.LatestRuns = runs!;
    }
}
