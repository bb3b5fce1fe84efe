using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Sandbox.HogQL;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Queries;

/// <summary>The tables of batch exports: <c>system.batch_exports</c>, its runs and backfills. Early servers have none of them.</summary>
internal sealed class SystemTable : QueryTable
{
    private readonly Dictionary<string, Column> _columns;
    private readonly Func<Func<string, TimeBound>, IEnumerable<object>> _rows;

    private SystemTable(Func<Func<string, TimeBound>, IEnumerable<object>> rows, params (string Name, ColumnType Type, Func<object, object?> Read)[] columns)
    {
        _rows = rows;
        _columns = columns.ToDictionary(c => c.Name, c => new Column(c.Type, c.Read), StringComparer.Ordinal);
        Columns = [.. columns.Select(c => c.Name)];
    }

    public override IReadOnlyList<string> Columns { get; }

    public override Column? Find(IReadOnlyList<string> path) => path.Count == 1 && _columns.TryGetValue(path[0], out Column? column) ? column : null;

    public override IEnumerable<object> Read(Func<string, TimeBound> bounds) => _rows(bounds);

    public static SystemTable? Create(string name, World world, Project project, string zone)
    {
        ColumnType time = ColumnType.DateTime(zone,
            6), maybe = time.OrNull, id = ColumnType.Uuid, text = ColumnType.String, number = ColumnType.Int64.OrNull, flag = ColumnType.UInt8;
        DateTimeOffset now = world.Now;
        List<Export> exports = world.Exports.FindAll(e => e.ProjectId == project.Id);
        return name switch
        {
            "system.batch_exports" => new SystemTable(
                _ => exports,
                ("id", id, r => ((Export)r).Id),
                ("name", text, r => ((Export)r).Name),
                ("model", text.OrNull, r => ((Export)r).Model),
                ("interval", text, r => ((Export)r).Interval),
                ("paused", flag, r => ((Export)r).Paused ? 1L : 0L),
                ("deleted", flag, r => ((Export)r).Deleted ? 1L : 0L),
                ("timezone", text, r => ((Export)r).Timezone),
                ("interval_offset", number, r => ((Export)r).OffsetHour is { } hour ? ((((Export)r).OffsetDay ?? 0) * 86400L) + (hour * 3600L) : null),
                ("created_at", time, r => ((Export)r).CreatedAt),
                ("last_updated_at", time, r => ((Export)r).UpdatedAt),
                ("last_paused_at", maybe, r => ((Export)r).PausedAt),
                ("start_at", maybe, r => ((Export)r).StartAt),
                ("end_at", maybe, r => ((Export)r).EndAt)),
            "system.batch_export_runs" => new SystemTable(
                bounds => exports.SelectMany(e => Runs(world, e, bounds)),
                ("id", id, r => ((Run)r).Id),
                ("batch_export_id", id.OrNull, r => ((Run)r).ExportId),
                ("batch_export_on_demand_id", id.OrNull, r => ((Run)r).OnDemandId),
                ("backfill_id", id.OrNull, r => ((Run)r).BackfillId),
                ("data_interval_start", maybe, r => ((Run)r).Start),
                ("data_interval_end", time, r => ((Run)r).End),
                ("status", text, r => ((Run)r).StatusAt(now)),
                ("created_at", time, r => ((Run)r).Created),
                ("finished_at", maybe, r => ((Run)r).FinishedAt(now)),
                ("last_updated_at", time, r => ((Run)r).UpdatedAt(now)),
                ("records_completed", number, r => ((Run)r).RecordsAt(now)),
                ("bytes_exported", number, r => ((Run)r).BytesAt(now))),
            "system.batch_export_backfills" => new SystemTable(
                _ => exports.SelectMany(e => e.Backfills).Where(b => b.VisibleFrom <= now),
                ("id", id, r => ((Backfill)r).Id),
                ("batch_export_id", id, r => ((Backfill)r).Export.Id),
                ("start_at", maybe, r => ((Backfill)r).Start),
                ("end_at", maybe, r => ((Backfill)r).End),
                ("status", text, r => ((Backfill)r).StatusAt(now)),
                ("created_at", time, r => ((Backfill)r).Created),
                ("finished_at", maybe, r => ((Backfill)r).FinishedAt(now))),
            _ => null,
        };
    }

    private static IEnumerable<Run> Runs(World world, Export export, Func<string, TimeBound> bounds)
    {
        TimeBound end = bounds("data_interval_end"), start = bounds("data_interval_start");
        return world.Runs.Newest(export).Where(r => r.End >= end.From && r.End <= end.To
            && (r.Start is not { } from ? start == TimeBound.All : from >= start.From && from <= start.To));
    }
}
