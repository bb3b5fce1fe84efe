using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Rules;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>The JSON of exports, runs and backfills.</summary>
internal static class ExportView
{
    private const int LatestRuns = 10;

    public static JsonObject Create(World world, Export export)
    {
        DestinationType? type = DestinationTypes.Find(export.Type, world.Old);
        JsonObject config = DestinationConfig.RemoveSecrets(export.Config, type?.Secrets ?? []);
        if (world.Old)
            DestinationConfig.ConvertScalarsToText(config);
        var view = new JsonObject
        {
            ["id"] = export.Id.ToString(),
            ["team_id"] = export.ProjectId,
            ["name"] = export.Name,
            ["model"] = export.Model,
            ["destination"] = new JsonObject
            {
                ["type"] = export.Type,
                ["config"] = config,
                ["integration"] = export.Integration,
            },
            ["interval"] = export.Interval,
            ["paused"] = export.Paused,
            ["created_at"] = JsonText.FormatTime(export.CreatedAt),
            ["last_updated_at"] = JsonText.FormatTime(export.UpdatedAt),
            ["last_paused_at"] = JsonText.FormatTime(export.PausedAt),
            ["start_at"] = JsonText.FormatTime(export.StartAt),
            ["end_at"] = JsonText.FormatTime(export.EndAt),
            ["latest_runs"] = JsonText.CreateArray(world.Runs.Newest(export).Take(LatestRuns).Select(r => Create(world, r))),
            ["schema"] = export.Schema.DeepCopy(),
            ["filters"] = export.Filters.DeepCopy(),
        };
        if (world.Old)
            return view;

        view["hogql_query"] = export.HogQLQuery;
        view["hogql_modifiers"] = export.HogQLModifiers.DeepCopy();
        view["primary_key"] = export.PrimaryKey.DeepCopy();
        view["version_key"] = export.VersionKey.DeepCopy();
        view["incremental_mode"] = export.IncrementalMode;
        view["timezone"] = export.Timezone;
        view["offset_day"] = export.OffsetDay;
        view["offset_hour"] = export.OffsetHour;
        return view;
    }

    public static JsonObject Create(World world, Run run)
    {
        DateTimeOffset now = world.Now;
        string status = run.StatusAt(now);
        bool finished = run.FinishedAt(now) is not null;
        bool cancelled = status is "Cancelled" or "Terminated";
        var view = new JsonObject
        {
            ["id"] = run.Id.ToString(),
            ["status"] = status,
            ["records_completed"] = run.RecordsAt(now),
            ["latest_error"] = finished && !cancelled ? run.Outcome.Error : null,
            ["data_interval_start"] = JsonText.FormatTime(run.Start),
            ["data_interval_end"] = JsonText.FormatTime(run.End),
            ["cursor"] = null,
            ["created_at"] = JsonText.FormatTime(run.Created),
            ["finished_at"] = JsonText.FormatTime(run.FinishedAt(now)),
            ["last_updated_at"] = JsonText.FormatTime(run.UpdatedAt(now)),
            ["records_total_count"] = null,
            ["batch_export"] = run.ExportId?.ToString(),
        };
        if (world.Legacy)
            return view;
        view["backfill"] = run.BackfillId?.ToString();
        if (world.Old)
            return view;

        view["records_failed"] = run.FailedAt(now);
        view["bytes_exported"] = run.BytesAt(now);
        view["batch_export_on_demand"] = run.OnDemandId?.ToString();
        return view;
    }

    public static JsonObject Create(World world, Backfill backfill)
    {
        DateTimeOffset now = world.Now;
        string status = backfill.StatusAt(now);
        DateTimeOffset? finished = backfill.FinishedAt(now);
        var view = new JsonObject
        {
            ["id"] = backfill.Id.ToString(),
            ["progress"] = Progress(backfill, status, now),
            ["start_at"] = JsonText.FormatTime(backfill.Start),
            ["end_at"] = JsonText.FormatTime(backfill.End),
            ["status"] = status,
            ["created_at"] = JsonText.FormatTime(backfill.VisibleFrom),
            ["finished_at"] = JsonText.FormatTime(finished),
            ["last_updated_at"] = JsonText.FormatTime(finished ?? backfill.VisibleFrom),
            ["team"] = backfill.Export.ProjectId,
            ["batch_export"] = backfill.Export.Id.ToString(),
        };
        if (world.Old)
            return view;

        // First an estimate; at the end the records of its completed runs, without those of failed ones.
        view["total_records_count"] = status == "Starting" ? null
            : finished is null ? (long)(backfill.Intervals.Sum(s => RecordVolume.Count(backfill.Export, s.Start, s.End)) * 1.02)
            : world.Runs.ReadBackfill(backfill).Where(r => r.StatusAt(now) == "Completed").Sum(r => (long)(r.Records * r.Outcome.ExportedShare));
        view["adjusted_start_at"] = JsonText.FormatTime(backfill.AdjustedStart);
        return view;
    }

    private static JsonObject? Progress(Backfill backfill, string status, DateTimeOffset now)
    {
        int total = backfill.Expected;
        if (status == "Completed")
            return Progress(total, total, 1.0);
        if (status is not ("Starting" or "Running") || backfill.Start is null || total == 0)
            return null;
        int finished = backfill.FinishedRuns(now);
        return Progress(total, finished, Math.Min(1.0, Math.Round(finished / (double)total, 1)));
    }

    private static JsonObject Progress(int total, int finished, double ratio) => new()
    {
        ["total_runs"] = total,
        ["finished_runs"] = finished,
        ["progress"] = ratio,
    };
}
