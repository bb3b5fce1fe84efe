using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.HogQL;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Time;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Queries;

/// <summary>A HogQL query of a project: its text, and the values that replace its placeholders.</summary>
internal sealed class QueryText(World world, Project project, JsonObject query)
{
    /// <summary>Rows of a query without LIMIT.</summary>
    public const int DefaultLimit = 100;

    private const int MostRows = 50_000;

    public string Text { get; } = query["query"].AsText() ?? "";

    private JsonObject? Filters => query["filters"] as JsonObject;

    /// <summary>Dates are read and shown in the project's time zone unless the query says otherwise.</summary>
    public string Zone => query["modifiers"] is JsonObject modifiers && modifiers["convertToProjectTimezone"].AsBoolean() == false ? "UTC" : project.Timezone;

    /// <summary>Reads the text; what it says wrong is a 400 before anything runs.</summary>
    public Select Read(bool mayOffset)
    {
        Select select = Parser.Read(Text, Placeholder);
        if (select.UsesOffset && !mayOffset)
            throw QueryProblem.Invalid("OFFSET is not supported for personal API keys. Use keyset pagination instead, for example a filter on timestamp.");
        return select;
    }

    /// <summary>The answer, without what only stored answers have.</summary>
    public JsonObject Run(Select select)
    {
        bool limited = select.Limit is not null;
        select.Limit = limited ? Math.Min(select.Limit!.Value, MostRows) : DefaultLimit + 1;
        QueryResult result = new QueryRunner(Scope()).Execute(select);
        bool more = !limited && result.Rows.Count > DefaultLimit;
        var rows = new JsonArray();
        foreach (object?[] row in limited ? result.Rows : result.Rows.Take(DefaultLimit))
        {
            var cells = new JsonArray();
            for (int i = 0; i < row.Length; i++)
                cells.Add(Values.Json(row[i], result.Types[i], TimeZones.FindOrUtc));
            rows.Add((JsonNode)cells);
        }

        return new JsonObject
        {
            ["clickhouse"] = null,
            ["columns"] = JsonText.CreateTextArray([.. result.Columns]),
            ["error"] = null,
            ["explain"] = null,
            ["hasMore"] = limited ? null : more,
            ["hogql"] = Text.Trim().TrimEnd(';') + (limited ? "" : " LIMIT " + (DefaultLimit + 1).ToString(CultureInfo.InvariantCulture)),
            ["limit"] = limited ? null : DefaultLimit,
            ["offset"] = limited ? null : 0,
            ["query"] = Text,
            ["results"] = rows,
            ["timings"] = new JsonArray(new JsonObject { ["k"] = ".", ["t"] = 0.01 }),
            ["types"] = JsonText.CreateArray(result.Columns.Zip(result.Types, (name, type) => (JsonNode?)JsonText.CreateTextArray(name, type.ToString()))),
        };
    }

    private QueryScope Scope() => new()
    {
        Now = world.Now,
        Zone = Zone,
        Zones = TimeZones.FindOrUtc,
        Tables = Table,
        MostRows = world.Options.QueryRowLimit,
        MostKept = world.Options.QueryMemoryLimit,
        Old = world.Old,
    };

    private QueryTable? Table(string name) => name switch
    {
        "events" => new EventTable(world.Events(project), Zone, world.Now),
        "persons" => new PersonTable(world.Events(project), Zone, mapping: false),
        "person_distinct_ids" => new PersonTable(world.Events(project), Zone, mapping: true),
        _ when !world.Old => SystemTable.Create(name, world, project, Zone),
        _ => null,
    };

    private Node Placeholder(string path)
    {
        if (path == "filters")
            return FilterCondition();
        if (path is "filters.dateRange.from" or "filters.dateRange.to")
            return DateBound(path.EndsWith(".from", StringComparison.Ordinal) ? "date_from" : "date_to") is { } bound ? new Constant(bound)
                : throw QueryProblem.Unknown("{" + path + "} without a bound");
        if (path.StartsWith("filters.", StringComparison.Ordinal) || path.StartsWith("variables.", StringComparison.Ordinal))
            throw QueryProblem.Unknown("{" + path + "}");
        if (query["values"] is not JsonObject values || !values.TryGetPropertyValue(path, out JsonNode? value))
            throw QueryProblem.Invalid("Placeholder {" + path + "} is not defined in values.");
        return new Constant(Value(value));
    }

    private static object? Value(JsonNode? node) => node.GetKind() switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => node.AsText(),
        JsonValueKind.Number => long.TryParse(node!.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? (object)whole
            : double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValueKind.Array => ((JsonArray)node!).Select(Value).ToArray(),
        _ => throw QueryProblem.Unknown("an object as a value"),
    };

    /// <summary>Property filters and dates of <c>{filters}</c>; nothing of it is true of every row.</summary>
    private Node FilterCondition()
    {
        var parts = new List<Node>();
        foreach (JsonNode? filter in Filters?["properties"] as JsonArray ?? [])
            parts.Add(PropertyCondition(filter as JsonObject ?? []));
        if (DateBound("date_from") is { } from)
            parts.Add(new HogQL.Call("greaterOrEquals", [new FieldPath(["timestamp"]), new Constant(from)]));
        if (DateBound("date_to") is { } to)
            parts.Add(new HogQL.Call("less", [new FieldPath(["timestamp"]), new Constant(to)]));
        if (Filters?["filterTestAccounts"].AsBoolean() == true)
            throw QueryProblem.Unknown("filterTestAccounts");
        return parts.Count == 0 ? new Constant(true) : new HogQL.Call("and", parts);
    }

    private string? DateBound(string key)
    {
        string? text = (Filters?["dateRange"] as JsonObject)?[key].AsText();
        if (string.IsNullOrEmpty(text) || text == "all")
            return null;
        DateTimeOffset instant = InstantText.ParseRunFilter(text!, world.Now, TimeZones.FindOrUtc(project.Timezone));
        return Values.Format(instant, TimeZoneInfo.Utc);
    }

    private Node PropertyCondition(JsonObject filter)
    {
        string type = filter["type"].AsText() ?? "event", key = filter["key"].AsText() ?? throw QueryProblem.Invalid("A property filter needs a key.");
        if (type == "hogql")
            return Parser.ReadExpression(key, Placeholder);
        Node field = type switch
        {
            "event" => new FieldPath(["properties", key]),
            "person" => new FieldPath(["person", "properties", key]),
            _ => throw QueryProblem.Unknown("property filters of type '" + type + "'"),
        };
        JsonNode? given = filter["value"];
        object?[] values = given is JsonArray list ? [.. list.Select(Plain)] : [Plain(given)];
        Node One(string function) => new HogQL.Call(function, [field, new Constant(values.FirstOrDefault())]);
        Node Number(string function) =>
            new HogQL.Call(function, [new HogQL.Call("toFloat", [field]), new Constant(double.TryParse((string?)values.FirstOrDefault(),
            NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw QueryProblem.Invalid("A number is expected."))]);
        Node Any(string function, Func<string, string> edit) =>
            new HogQL.Call("or", [.. values.Select(v => new HogQL.Call(function, [field, new Constant(edit((string)v!))]))]);
        return (filter["operator"].AsText() ?? "exact") switch
        {
            "exact" => new HogQL.Call("in", [field, new Constant(values)]),
            "is_not" => new HogQL.Call("notIn", [field, new Constant(values)]),
            "icontains" => Any("ilike", v => "%" + v + "%"),
            "not_icontains" => new HogQL.Call("not", [Any("ilike", v => "%" + v + "%")]),
            "regex" => One("match"),
            "not_regex" => new HogQL.Call("not", [One("match")]),
            "is_set" => new HogQL.Call("isNotNull", [field]),
            "is_not_set" => new HogQL.Call("isNull", [field]),
            "gt" => Number("greater"),
            "gte" => Number("greaterOrEquals"),
            "lt" => Number("less"),
            "lte" => Number("lessOrEquals"),
            var other => throw QueryProblem.Unknown("the operator '" + other + "'"),
        };
    }

    private static string? Plain(JsonNode? value) => value is null ? null : value.AsText() ?? value.ToJsonString();
}
