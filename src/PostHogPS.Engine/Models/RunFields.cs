using System;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Models;

/// <summary>Runs (docs/server.md#runs).</summary>
internal static class RunFields
{
    internal static readonly ModelFields<BatchExportRun> Table = new(
        static () => new BatchExportRun(), static run => run.AdditionalProperties, SecretFilter.Clean, nameof(BatchExportRun.BatchExportName))
    {
        { "id", nameof(BatchExportRun.Id), static (run, ref json) => run.Id = json.Id() ?? Guid.Empty },
        { "team_id", nameof(BatchExportRun.ProjectId), static (run, ref json) => run.ProjectId = json.Long() ?? 0 },
        { "status", nameof(BatchExportRun.Status), static (run, ref json) => run.Status = json.RepeatedText() ?? run.Status },
        { "batch_export", nameof(BatchExportRun.BatchExportId), static (run, ref json) => run.BatchExportId = json.Id() },
        { "batch_export_on_demand", nameof(BatchExportRun.BatchExportOnDemandId), static (run, ref json) => run.BatchExportOnDemandId = json.Id() },
        { "backfill", nameof(BatchExportRun.BackfillId), static (run, ref json) => run.BackfillId = json.Id() },
        { "data_interval_start", nameof(BatchExportRun.DataIntervalStart), static (run, ref json) => run.DataIntervalStart = json.Time() },
        { "data_interval_end", nameof(BatchExportRun.DataIntervalEnd), static (run, ref json) => run.DataIntervalEnd = json.Time() },
        { "records_completed", nameof(BatchExportRun.RecordsCompleted), static (run, ref json) => run.RecordsCompleted = json.Long() },
        { "records_failed", nameof(BatchExportRun.RecordsFailed), static (run, ref json) => run.RecordsFailed = json.Long() },
        { "records_total_count", nameof(BatchExportRun.RecordsTotalCount), static (run, ref json) => run.RecordsTotalCount = json.Long() },
        { "bytes_exported", nameof(BatchExportRun.BytesExported), static (run, ref json) => run.BytesExported = json.Long() },
        { "latest_error", nameof(BatchExportRun.LatestError), static (run, ref json) => run.LatestError = json.Text() ?? run.LatestError },
        { "created_at", nameof(BatchExportRun.CreatedAt), static (run, ref json) => run.CreatedAt = json.Time() },
        { "finished_at", nameof(BatchExportRun.FinishedAt), static (run, ref json) => run.FinishedAt = json.Time() },
        { "last_updated_at", nameof(BatchExportRun.LastUpdatedAt), static (run, ref json) => run.LastUpdatedAt = json.Time() },
        { "cursor", nameof(BatchExportRun.Cursor), static (run, ref json) => run.Cursor = json.Text() ?? run.Cursor },
    };
}
