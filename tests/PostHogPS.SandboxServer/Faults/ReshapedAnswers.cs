using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Testing.Faults;

/// <summary>Answers that a later or a misconfigured server may send: other links, new values, missing and extra keys.</summary>
internal static class ReshapedAnswers
{
    private static readonly string[] Enums = ["status", "model", "interval", "type", "incremental_mode", "creation_mode", "level", "kind"];

    /// <summary>What every consumer needs to make sense of an object at all.</summary>
    private static readonly string[] Kept =
    [
        "id", "uuid", "results", "count", "team_id", "name", "batch_export", "status", "data_interval_end", "destination", "type", "config", "interval",
        "backfill_id", "timestamp", "message", "created_at", "steps", "team", "project_id", "kind", "paused", "cancelled",
    ];

    private static readonly string[] Counts = ["records_completed", "records_total_count", "bytes_exported", "total_records_count", "total_runs"];

    public static bool Apply(JsonNode tree, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.ForeignNext:
                return Relink(tree, uri => new Uri(new Uri(fault.Target ?? "https://internal.example"), uri.PathAndQuery));
            case FaultKind.HttpNext:
                return Relink(tree, uri => new UriBuilder(uri) { Scheme = "http", Port = uri.IsDefaultPort ? -1 : uri.Port }.Uri);
            case FaultKind.UnknownEnum:
                Walk(tree, o => Each(o, Enums, v => AnswerJson.Text(v) is null ? v : JsonValue.Create("FromTheFuture")));
                return true;
            case FaultKind.BigCounts:
                Walk(tree, o => Each(o, Counts, _ => JsonValue.Create(5_000_000_000L)));
                return true;
            case FaultKind.ExtraKeys:
                Walk(tree, o =>
                {
                    o["brand_new_key"] = new JsonObject { ["since"] = 2027, ["list"] = new JsonArray { 1, "two", null } };
                    o["another_new_flag"] = true;
                });
                return true;
            case FaultKind.Nulls:
                Walk(tree, o => Optional(o).ForEach(key => o[key] = null));
                return true;
            case FaultKind.AbsentKeys:
                Walk(tree, o => Optional(o).ForEach(key => o.Remove(key)));
                return true;
            default:
                return false;
        }
    }

    private static bool Relink(JsonNode tree, Func<Uri, Uri> change)
    {
        foreach (string key in new[] { "next", "previous" })
        {
            if (tree is JsonObject page && AnswerJson.Text(page[key]) is { } link)
                page[key] = change(new Uri(link)).AbsoluteUri;
        }

        return true;
    }

    private static List<string> Optional(JsonObject item) => item.Select(p => p.Key).Where(k => !Kept.Contains(k)).ToList();

    private static void Each(JsonObject item, string[] keys, Func<JsonNode, JsonNode?> change)
    {
        foreach (string key in keys)
        {
            if (item[key] is { } value)
                item[key] = change(value) is { } changed && changed != value ? changed : value.DeepClone();
        }
    }

    private static void Walk(JsonNode? node, Action<JsonObject> visit)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (JsonNode? item in list)
                    Walk(item, visit);
                break;
            case JsonObject item:
                foreach (JsonNode? value in item.Select(p => p.Value).ToList())
                    Walk(value, visit);
                visit(item);
                break;
        }
    }
}
