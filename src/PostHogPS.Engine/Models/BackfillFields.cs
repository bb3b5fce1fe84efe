using System;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Models;

/// <summary>Backfills (docs/server.md#backfills).</summary>
internal static class BackfillFields
{
    internal static readonly ModelFields<BackfillProgress> Progress = new(
        static () => new BackfillProgress(), static progress => progress.AdditionalProperties, SecretFilter.Clean)
    {
        { "total_runs", nameof(BackfillProgress.TotalRuns), static (progress, ref json) => progress.TotalRuns = json.ReadLong() },
        { "finished_runs", nameof(BackfillProgress.FinishedRuns), static (progress, ref json) => progress.FinishedRuns = json.ReadLong() },
        { "progress", nameof(BackfillProgress.Ratio), static (progress, ref json) => progress.Ratio = json.ReadDouble() },
    };

    internal static readonly ModelFields<BatchExportBackfill> Table = new(
        static () => new BatchExportBackfill(),
        static backfill => backfill.AdditionalProperties,
        SecretFilter.Clean,
        nameof(BatchExportBackfill.BatchExportName),
        nameof(BatchExportBackfill.WorkflowId),
        nameof(BatchExportBackfill.FailedRuns),
        nameof(BatchExportBackfill.FailedIntervals),
        nameof(BatchExportBackfill.SelectsByEventTime))
    {
        { "id", nameof(BatchExportBackfill.Id), static (backfill, ref json) => backfill.Id = json.ReadGuid() },
        { "team", nameof(BatchExportBackfill.ProjectId), static (backfill, ref json) => backfill.ProjectId = json.ReadLong() ?? 0 },
        { "batch_export", nameof(BatchExportBackfill.BatchExportId), static (backfill, ref json) => backfill.BatchExportId = json.ReadGuid() ?? Guid.Empty },
        { "start_at", nameof(BatchExportBackfill.Start), static (backfill, ref json) => backfill.Start = json.ReadTime() },
        { "end_at", nameof(BatchExportBackfill.End), static (backfill, ref json) => backfill.End = json.ReadTime() },
        { "adjusted_start_at", nameof(BatchExportBackfill.AdjustedStart), static (backfill, ref json) => backfill.AdjustedStart = json.ReadTime() },
        { "status", nameof(BatchExportBackfill.Status), static (backfill, ref json) => backfill.Status = json.ReadText() ?? backfill.Status },
        { "total_records_count", nameof(BatchExportBackfill.TotalRecordsCount), static (backfill, ref json) => backfill.TotalRecordsCount = json.ReadLong() },
        { "progress", nameof(BatchExportBackfill.Progress), static (backfill, ref json) => backfill.Progress = Progress.Read(ref json) ?? backfill.Progress },
        { "created_at", nameof(BatchExportBackfill.CreatedAt), static (backfill, ref json) => backfill.CreatedAt = json.ReadTime() },
        { "finished_at", nameof(BatchExportBackfill.FinishedAt), static (backfill, ref json) => backfill.FinishedAt = json.ReadTime() },
        { "last_updated_at", nameof(BatchExportBackfill.LastUpdatedAt), static (backfill, ref json) => backfill.LastUpdatedAt = json.ReadTime() },
    };

    /// <summary>The answer to a started backfill.</summary>
    internal static readonly ModelFields<BackfillStarted> Started = new(static () => new BackfillStarted())
    {
        { "backfill_id", nameof(BackfillStarted.BackfillId), static (started, ref json) => started.BackfillId = json.ReadText() ?? started.BackfillId },
    };
}
