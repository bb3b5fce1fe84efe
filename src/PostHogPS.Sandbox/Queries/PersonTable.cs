using System;
using System.Collections.Generic;
using PostHogPS.Sandbox.HogQL;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Queries;

/// <summary><c>persons</c> and <c>person_distinct_ids</c>: here each person has one distinct id.</summary>
internal sealed class PersonTable(EventStream stream, string zone, bool mapping) : QueryTable
{
    public override IReadOnlyList<string> Columns { get; } = mapping ? ["distinct_id", "person_id"] : ["id", "created_at", "properties", "is_identified"];

    public override Column? Find(IReadOnlyList<string> path) => (mapping, path.Count) switch
    {
        (true, 1) when path[0] == "distinct_id" => new Column(ColumnType.String, row => ((Person)row).DistinctId),
        (true, 1) when path[0] == "person_id" => new Column(ColumnType.Uuid, row => ((Person)row).Id),
        (false, 1) => Plain(path[0], zone, row => (Person)row),
        (false, 2) when path[0] == "properties" => new Column(ColumnType.String.OrNull, row => ((Person)row).Property(path[1])),
        _ => null,
    };

    public override IEnumerable<object> Read(Func<string, TimeBound> bounds) => stream.Persons;

    internal static Column? Plain(string name, string zone, Func<object, Person> person) => name switch
    {
        "id" => new Column(ColumnType.Uuid, row => person(row).Id),
        "created_at" => new Column(ColumnType.DateTime(zone), row => person(row).Created),
        "properties" => new Column(ColumnType.Json, row => person(row).Properties),
        "is_identified" => new Column(ColumnType.Bool, row => person(row).IsIdentified),
        _ => null,
    };
}
