using System;
using System.Text.Json;

namespace PostHogPS.Engine;

/// <summary>Runs (API reference 7.10).</summary>
internal sealed class RunReader : ItemReader<BatchExportRun>
{
    protected override BatchExportRun Make() => new();

    protected override void Set(BatchExportRun run, string name, ref Utf8JsonReader json)
    {
        switch (name)
        {
            case "id": run.Id = JsonValue.Id(ref json) ?? Guid.Empty; break;
            case "team_id": run.ProjectId = JsonValue.Long(ref json) ?? 0; break;
            case "status": run.Status = JsonValue.Text(ref json) ?? run.Status; break;
            case "batch_export": run.BatchExportId = JsonValue.Id(ref json); break;
            case "batch_export_on_demand": run.BatchExportOnDemandId = JsonValue.Id(ref json); break;
            case "backfill": run.BackfillId = JsonValue.Id(ref json); break;
            case "data_interval_start": run.DataIntervalStart = JsonValue.Time(ref json); break;
            case "data_interval_end": run.DataIntervalEnd = JsonValue.Time(ref json); break;
            case "records_completed": run.RecordsCompleted = JsonValue.Long(ref json); break;
            case "records_failed": run.RecordsFailed = JsonValue.Long(ref json); break;
            case "records_total_count": run.RecordsTotalCount = JsonValue.Long(ref json); break;
            case "bytes_exported": run.BytesExported = JsonValue.Long(ref json); break;
            case "latest_error": run.LatestError = JsonValue.Text(ref json) ?? run.LatestError; break;
            case "created_at": run.CreatedAt = JsonValue.Time(ref json); break;
            case "finished_at": run.FinishedAt = JsonValue.Time(ref json); break;
            case "last_updated_at": run.LastUpdatedAt = JsonValue.Time(ref json); break;
            case "cursor": run.Cursor = JsonValue.Text(ref json) ?? run.Cursor; break;
            default: run.AdditionalProperties[name] = JsonValue.Plain(ref json); break;
        }
    }

    protected override void Finish(BatchExportRun run)
    {
        if (run.HasAdditionalProperties)
            SecretFilter.CleanExtras(run.AdditionalProperties);
    }
}
