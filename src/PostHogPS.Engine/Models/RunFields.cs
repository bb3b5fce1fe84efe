using System;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Models;

/// <summary>Runs (docs/server.md#runs).</summary>
internal static class RunFields
{
    internal static readonly ModelFields<BatchExportRun> Table = new(
        static () => new BatchExportRun(), static run => run.AdditionalProperties, SecretFilter.Clean, nameof(BatchExportRun.BatchExportName))
    {
        { "id", nameof(BatchExportRun.Id), static (run, ref json) => run.Id = json.ReadGuid() ?? Guid.Empty },
        { "team_id", nameof(BatchExportRun.ProjectId), static (run, ref json) => run.ProjectId = json.ReadLong() ?? 0 },
        { "status", nameof(BatchExportRun.Status), static (run, ref json) => run.Status = json.ReadRepeatedText() ?? run.Status },
        { "batch_export", nameof(BatchExportRun.BatchExportId), static (run, ref json) => run.BatchExportId = json.ReadGuid() },
        { "batch_export_on_demand", nameof(BatchExportRun.BatchExportOnDemandId), static (run, ref json) => run.BatchExportOnDemandId = json.ReadGuid() },
        { "backfill", nameof(BatchExportRun.BackfillId), static (run, ref json) => run.BackfillId = json.ReadGuid() },
        { "data_interval_start", nameof(BatchExportRun.DataIntervalStart), static (run, ref json) => run.DataIntervalStart = json.ReadTime() },
        { "data_interval_end", nameof(BatchExportRun.DataIntervalEnd), static (run, ref json) => run.DataIntervalEnd = json.ReadTime() },
        { "records_completed", nameof(BatchExportRun.RecordsCompleted), static (run, ref json) => run.RecordsCompleted = json.ReadLong() },
        { "records_failed", nameof(BatchExportRun.RecordsFailed), static (run, ref json) => run.RecordsFailed = json.ReadLong() },
        { "records_total_count", nameof(BatchExportRun.RecordsTotalCount), static (run, ref json) => run.RecordsTotalCount = json.ReadLong() },
        { "bytes_exported", nameof(BatchExportRun.BytesExported), static (run, ref json) => run.BytesExported = json.ReadLong() },
        { "latest_error", nameof(BatchExportRun.LatestError), static (run, ref json) => run.LatestError = json.ReadText() ?? run.LatestError },
        { "created_at", nameof(BatchExportRun.CreatedAt), static (run, ref json) => run.CreatedAt = json.ReadTime() },
        { "finished_at", nameof(BatchExportRun.FinishedAt), static (run, ref json) => run.FinishedAt = json.ReadTime() },
        { "last_updated_at", nameof(BatchExportRun.LastUpdatedAt), static (run, ref json) => run.LastUpdatedAt = json.ReadTime() },
        { "cursor", nameof(BatchExportRun.Cursor), static (run, ref json) => run.Cursor = json.ReadText() ?? run.Cursor },
    };
}
