using System;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Backfills (API reference 7.9).</summary>
internal sealed class BackfillReader : ItemReader<BatchExportBackfill>
{
    private readonly ProgressReader _progress = new();

    protected override BatchExportBackfill Make() => new();

    protected override void Set(BatchExportBackfill backfill, string name, ref JsonCursor json)
    {
        switch (name)
        {
            case "id": backfill.Id = json.Id(); break;
            case "team": backfill.ProjectId = json.Long() ?? 0; break;
            case "batch_export": backfill.BatchExportId = json.Id() ?? Guid.Empty; break;
            case "start_at": backfill.Start = json.Time(); break;
            case "end_at": backfill.End = json.Time(); break;
            case "adjusted_start_at": backfill.AdjustedStart = json.Time(); break;
            case "status": backfill.Status = json.Text() ?? backfill.Status; break;
            case "total_records_count": backfill.TotalRecordsCount = json.Long(); break;
            case "progress": backfill.Progress = _progress.Read(ref json) ?? backfill.Progress; break;
            case "created_at": backfill.CreatedAt = json.Time(); break;
            case "finished_at": backfill.FinishedAt = json.Time(); break;
            case "last_updated_at": backfill.LastUpdatedAt = json.Time(); break;
            default: backfill.AdditionalProperties[name] = json.Plain(); break;
        }
    }
}
