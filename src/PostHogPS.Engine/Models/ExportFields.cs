using System;
using PostHogPS.Engine.Secrets;
using PostHogPS.Text;

namespace PostHogPS.Engine.Models;

/// <summary>Batch exports (docs/server.md#fields-of-an-export) and their destinations (docs/server.md#destination).</summary>
internal static class ExportFields
{
    internal static readonly ModelFields<BatchExportDestination> Destination = new(
        static () => new BatchExportDestination(), static destination => destination.AdditionalProperties, SecretFilter.Clean)
    {
        { "type", nameof(BatchExportDestination.Type), static (destination, ref json) => destination.Type = json.ReadText() ?? destination.Type },
        { "integration", nameof(BatchExportDestination.IntegrationId), static (destination, ref json) => destination.IntegrationId = json.ReadLong() },
        { "config", nameof(BatchExportDestination.Config), static (destination, ref json) => destination.Config = json.ReadDictionary() ?? destination.Config },
    };

    internal static readonly ModelFields<BatchExport> Table = new(
        static () => new BatchExport(), static export => export.AdditionalProperties, Complete)
    {
        { "id", nameof(BatchExport.Id), static (export, ref json) => export.Id = json.ReadGuid() ?? Guid.Empty },
        { "team_id", nameof(BatchExport.ProjectId), static (export, ref json) => export.ProjectId = json.ReadLong() ?? 0 },
        { "name", nameof(BatchExport.Name), static (export, ref json) => export.Name = json.ReadText() ?? export.Name },
        { "model", nameof(BatchExport.Model), static (export, ref json) => export.Model = json.ReadText() ?? export.Model },
        { "destination", nameof(BatchExport.Destination), static (export, ref json) => export.Destination = Destination.Read(ref json) ?? export.Destination },
        { "interval", nameof(BatchExport.Interval), static (export, ref json) => export.Interval = json.ReadText() ?? export.Interval },
        { "paused", nameof(BatchExport.Paused), static (export, ref json) => export.Paused = json.ReadBoolean() },
        { "created_at", nameof(BatchExport.CreatedAt), static (export, ref json) => export.CreatedAt = json.ReadTime() },
        { "last_updated_at", nameof(BatchExport.LastUpdatedAt), static (export, ref json) => export.LastUpdatedAt = json.ReadTime() },
        { "last_paused_at", nameof(BatchExport.LastPausedAt), static (export, ref json) => export.LastPausedAt = json.ReadTime() },
        { "start_at", nameof(BatchExport.StartAt), static (export, ref json) => export.StartAt = json.ReadTime() },
        { "end_at", nameof(BatchExport.EndAt), static (export, ref json) => export.EndAt = json.ReadTime() },
        { "timezone", nameof(BatchExport.Timezone), static (export, ref json) => export.Timezone = json.ReadText() ?? export.Timezone },
        { "offset_day", nameof(BatchExport.OffsetDay), static (export, ref json) => export.OffsetDay = json.ReadInt() },
        { "offset_hour", nameof(BatchExport.OffsetHour), static (export, ref json) => export.OffsetHour = json.ReadInt() },
        { "hogql_query", nameof(BatchExport.HogQLQuery), static (export, ref json) => export.HogQLQuery = json.ReadText() ?? export.HogQLQuery },
        { "hogql_modifiers", nameof(BatchExport.HogQLModifiers),
            static (export, ref json) => export.HogQLModifiers = json.ReadDictionary() ?? export.HogQLModifiers },
        { "primary_key", nameof(BatchExport.PrimaryKey), static (export, ref json) => export.PrimaryKey = json.ReadTexts() ?? export.PrimaryKey },
        { "version_key", nameof(BatchExport.VersionKey), static (export, ref json) => export.VersionKey = json.ReadTexts() ?? export.VersionKey },
        { "incremental_mode", nameof(BatchExport.IncrementalMode),
            static (export, ref json) => export.IncrementalMode = json.ReadText() ?? export.IncrementalMode },
        { "filters", nameof(BatchExport.Filters), static (export, ref json) => export.Filters = json.ReadList() ?? export.Filters },
        { "schema", nameof(BatchExport.Schema), static (export, ref json) => export.Schema = json.ReadPlain() ?? export.Schema },
        { "latest_runs", nameof(BatchExport.LatestRuns), static (export, ref json) =>
            export.LatestRuns = RunFields.Table.ReadList(ref json) is { } runs ? new ItemList<BatchExportRun>(runs!) : export.LatestRuns },
    };

    private static void Complete(BatchExport export)
    {
        ModelFields.DropNulls(export.LatestRuns);
        SecretFilter.Clean(export);
    }
}
