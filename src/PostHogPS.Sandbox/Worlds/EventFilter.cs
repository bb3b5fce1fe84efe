using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>Which events an export takes: its lists of names and its property filters, all of which must hold.</summary>
internal static class EventFilter
{
    /// <summary>Null when all events are taken.</summary>
    public static Func<EventRow, bool>? Of(Export export)
    {
        List<string> include = Names(export.Config["include_events"]), exclude = Names(export.Config["exclude_events"]);
        List<Func<EventRow, bool>> filters = [.. (export.Filters as JsonArray ?? []).Select(f => Property(f as JsonObject)).OfType<Func<EventRow, bool>>()];
        if (include.Count == 0 && exclude.Count == 0 && filters.Count == 0)
            return null;
        return row => (include.Count == 0 || include.Contains(row.Name)) && !exclude.Contains(row.Name) && filters.TrueForAll(f => f(row));
    }

    /// <summary>The same text for all exports that take the same events.</summary>
    public static string TextOf(Export export) =>
        string.Join("\n", export.Config["include_events"]?.ToJsonString(), export.Config["exclude_events"]?.ToJsonString(), export.Filters?.ToJsonString());

    /// <summary>One property filter; null for one that is not known here.</summary>
    public static Func<EventRow, bool>? Property(JsonObject? filter)
    {
        string? key = filter?["key"].AsText();
        Func<EventRow, string?>? read = filter?["type"].AsText() switch
        {
            null or "event" when key is not null => row => row.PropertyText(key),
            "person" when key is not null => row => row.Person.Property(key),
            _ => null,
        };
        List<string> values = Names(filter?["value"] is JsonArray list ? list : new JsonArray(filter?["value"]?.DeepClone()));
        Func<string?, bool>? judge = filter?["operator"].AsText() switch
        {
            null or "exact" => values.Contains!,
            "is_not" => text => !values.Contains(text!),
            "icontains" => text => text is not null && values.Exists(v => text.Contains(v, StringComparison.OrdinalIgnoreCase)),
            "not_icontains" => text => text is null || !values.Exists(v => text.Contains(v, StringComparison.OrdinalIgnoreCase)),
            "regex" => text => text is not null && values.Exists(v => Regex.IsMatch(text, v, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))),
            "not_regex" => text => text is null || !values.Exists(v => Regex.IsMatch(text, v, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))),
            "is_set" => text => text is not null,
            "is_not_set" => text => text is null,
            "gt" => text => Compare(text, values, order => order > 0),
            "gte" => text => Compare(text, values, order => order >= 0),
            "lt" => text => Compare(text, values, order => order < 0),
            "lte" => text => Compare(text, values, order => order <= 0),
            _ => null,
        };
        return read is null || judge is null ? null : row => judge(read(row));
    }

    private static bool Compare(string? text, List<string> values, Func<int, bool> accept) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && values.Count > 0
        && double.TryParse(values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) && accept(number.CompareTo(bound));

    private static List<string> Names(JsonNode? list) => [.. (list as JsonArray ?? []).Where(v => v is not null).Select(v => v.AsText() ?? v!.ToJsonString())];
}
