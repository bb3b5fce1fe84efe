using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.HogQL;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Queries;

/// <summary>
/// <c>events</c>, as far as the sandbox has columns for it. <c>inserted_at</c>, by which exports go, is not among them on the server
/// either. The time zone of the project is the one of the times. It holds what has been inserted by a moment.
/// </summary>
internal sealed class EventTable(EventStream stream, string zone, DateTimeOffset at) : QueryTable
{
    public override IReadOnlyList<string> Columns { get; } = ["uuid", "event", "properties", "timestamp", "distinct_id", "elements_chain", "created_at"];

    public override string Key => "uuid";

    public override Column? Find(IReadOnlyList<string> path) => path.Count switch
    {
        1 => Plain(path[0]),
        2 when path[0] == "properties" => new Column(ColumnType.String.OrNull, row => ((EventRow)row).PropertyText(path[1])),
        2 when path[0] == "poe" && path[1] == "properties" => PersonTable.Plain(path[1], zone, row => ((EventRow)row).Person),
        2 when path[0] == "person" => PersonTable.Plain(path[1], zone, row => ((EventRow)row).Person),
        3 when path[0] is "person" or "poe" && path[1] == "properties" => new Column(ColumnType.String.OrNull, row => ((EventRow)row).Person.Property(path[2])),
        _ => null,
    };

    public override IEnumerable<object> Read(Func<string, TimeBound> bounds)
    {
        TimeBound created = Created(bounds);
        return stream.Read(created.From, created.To, at);
    }

    public override long Estimate(Func<string, TimeBound> bounds)
    {
        TimeBound created = Created(bounds);
        return stream.Estimate(created.From, created.To);
    }

    public override IEnumerable<(IReadOnlyList<object> Rows, DateTimeOffset Frontier)>? ReadInOrder(string column, bool descending,
        Func<string, TimeBound> bounds)
    {
        if (column is not ("timestamp" or "created_at"))
            return null;
        TimeBound created = Created(bounds);
        return stream.ReadSlots(created.From, created.To, at, descending, late: column == "timestamp");
    }

    private Column? Plain(string name) => name switch
    {
        "uuid" => Column.OfId(row => ((EventRow)row).Uuid),
        "event" => new Column(ColumnType.String, row => ((EventRow)row).Name),
        "properties" => new Column(ColumnType.Json, row => ((EventRow)row).Properties),
        "timestamp" => Column.OfTime(ColumnType.DateTime(zone, 6), row => ((EventRow)row).Timestamp),
        "created_at" => Column.OfTime(ColumnType.DateTime(zone, 6), row => ((EventRow)row).Created),
        "distinct_id" => new Column(ColumnType.String, row => ((EventRow)row).DistinctId),
        "elements_chain" => new Column(ColumnType.String, _ => ""),
        "person_id" => Column.OfId(row => ((EventRow)row).Person.Id),
        _ => null,
    };

    // An event is processed after it happened, a late one up to three days after.
    private static TimeBound Created(Func<string, TimeBound> bounds)
    {
        TimeBound happened = bounds("timestamp");
        DateTimeOffset to = happened.To < DateTimeOffset.MaxValue.AddDays(-10) ? happened.To + EventStream.LongestDelay.Add(TimeSpan.FromMinutes(1))
            : happened.To;
        return bounds("created_at").And(new TimeBound(happened.From, to));
    }
}
