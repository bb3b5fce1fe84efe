using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PostHogPS.Rows;

/// <summary>What an export leaves out, as conditions of a query: lists of events, and property filters.</summary>
internal sealed class EventFilter
{
    private readonly List<string> _conditions = new();
    private readonly List<object?> _properties = new();
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    private EventFilter()
    {
    }

    /// <summary>Conditions with placeholders.</summary>
    internal IReadOnlyList<string> Conditions => _conditions;

    /// <summary>Property filters that PostHog reads as the export does.</summary>
    internal IReadOnlyList<object?> Properties => _properties;

    internal IReadOnlyDictionary<string, object?> Values => _values;

    /// <summary>The filter of an export; null, and why, where a query cannot say the same.</summary>
    internal static EventFilter? TryRead(BatchExport export, out string? reason)
    {
        var filter = new EventFilter();
        filter.AddList(export, "include_events", "include", "event in {include}");
        filter.AddList(export, "exclude_events", "exclude", "event not in {exclude}");
        reason = null;
        foreach (object? property in export.Filters)
        {
            if (property is not IDictionary<string, object?> known)
                reason = "A filter of the export is not known to this version.";
            else if (Text(known, "type") == "person")
                reason ??= filter.AddPerson(known);
            else if (Text(known, "type") is "event" or "hogql")
                filter._properties.Add(property);
            else
                reason ??= $"A filter has the unknown type '{Text(known, "type")}'.";
        }

        return reason is null ? filter : null;
    }

    private void AddList(BatchExport export, string setting, string name, string condition)
    {
        if (!export.Destination.Config.TryGetValue(setting, out object? given) || given is not IEnumerable list || given is string)
            return;
        object?[] events = list.Cast<object?>().ToArray();
        if (events.Length == 0)
            return;
        _conditions.Add(condition);
        _values[name] = events;
    }

    // The export reads the properties that are stored with the event. {filters} may read those that the person has now.
    private string? AddPerson(IDictionary<string, object?> property)
    {
        string number = _values.Count.ToString(CultureInfo.InvariantCulture);
        string key = "person_key_" + number, value = "person_value_" + number;
        string column = "JSONExtractString(poe.properties, {" + key + "})";
        string has = "JSONHas(poe.properties, {" + key + "})";
        bool isList = property.TryGetValue("value", out object? given) && given is IEnumerable and not string;
        object?[] values = isList ? ((IEnumerable)given!).Cast<object?>().ToArray() : [given];
        string? condition = Text(property, "operator") switch
        {
            "exact" or "" => column + " in {" + value + "}",
            "is_not" => column + " not in {" + value + "}",
            "is_set" => has,
            "is_not_set" => "not " + has,
            _ => null,
        };
        // Numbers and booleans are not the texts that JSON gives; what cannot be said exactly is not guessed.
        bool hasValue = condition?.Contains(value) == true;
        if (condition is null || (hasValue && !Array.TrueForAll(values, static item => item is string)))
            return "A person filter of the export cannot be said in a query.";
        _conditions.Add(condition);
        _values[key] = Text(property, "key");
        if (hasValue)
            _values[value] = values;
        return null;
    }

    private static string Text(IDictionary<string, object?> property, string name) =>
        property.TryGetValue(name, out object? value) && value is string text ? text : "";
}
