using System;
using System.Runtime.CompilerServices;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Runs (API reference 7.10).</summary>
internal sealed class RunReader : ItemReader<BatchExportRun>
{
    // One text for all the runs in a row that have the same.
    private string? _status;

    [MethodImpl(JsonCursor.AtOnce)]
    protected override BatchExportRun Make() => new();

    [MethodImpl(JsonCursor.AtOnce)]
    protected override void Set(BatchExportRun run, string name, ref JsonCursor json)
    {
        switch (name)
        {
            case "id": run.Id = json.Id() ?? Guid.Empty; break;
            case "team_id": run.ProjectId = json.Long() ?? 0; break;
            case "status": run.Status = _status = json.Text(_status) ?? run.Status; break;
            case "batch_export": run.BatchExportId = json.Id(); break;
            case "batch_export_on_demand": run.BatchExportOnDemandId = json.Id(); break;
            case "backfill": run.BackfillId = json.Id(); break;
            case "data_interval_start": run.DataIntervalStart = json.Time(); break;
            case "data_interval_end": run.DataIntervalEnd = json.Time(); break;
            case "records_completed": run.RecordsCompleted = json.Long(); break;
            case "records_failed": run.RecordsFailed = json.Long(); break;
            case "records_total_count": run.RecordsTotalCount = json.Long(); break;
            case "bytes_exported": run.BytesExported = json.Long(); break;
            case "latest_error": run.LatestError = json.Text() ?? run.LatestError; break;
            case "created_at": run.CreatedAt = json.Time(); break;
            case "finished_at": run.FinishedAt = json.Time(); break;
            case "last_updated_at": run.LastUpdatedAt = json.Time(); break;
            case "cursor": run.Cursor = json.Text() ?? run.Cursor; break;
            default: run.AdditionalProperties[name] = json.Plain(); break;
        }
    }
}
