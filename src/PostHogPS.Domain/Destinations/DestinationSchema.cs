using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Destinations;

/// <summary>
/// The settings that each type of destination has, over all generations of servers. The server refuses any other; here that
/// happens before one is shown, since a misspelled name of a secret is on no list of secrets. Of a type that only a newer server
/// knows nothing is refused, and no value is shown.
/// </summary>
internal static class DestinationSchema
{
    /// <summary>Every setting that some type has.</summary>
    internal static IReadOnlyCollection<string> Names { get; } = new HashSet<string>(
        KnownDestination.All.SelectMany(static type => type.Fields).SelectMany(static field => field.Fields.Prepend(field)).Select(static field => field.Name),
            StringComparer.Ordinal);

    /// <summary>Whether the module knows what settings the type has.</summary>
    internal static bool IsKnown(string type) => KnownDestination.Find(type) is not null;

    /// <summary>Refuses settings that the type does not have.</summary>
    /// <param name="type">The type.</param>
    /// <param name="config">The settings as given.</param>
    /// <param name="stored">Settings that the server has given itself, whatever their names.</param>
    internal static void Check(string type, IDictionary<string, object?> config, IDictionary<string, object?>? stored = null)
    {
        if (KnownDestination.Find(type) is not { } known)
            return;
        Refuse(type, config.Keys.Where(key => stored?.ContainsKey(key) != true), known.Fields);
        foreach (DestinationField field in known.Fields)
        {
            if (field.Fields.Count > 0 && config.TryGetValue(field.Name, out object? inner) && inner is IDictionary<string, object?> bag)
                Refuse($"{type}, {field.Name}", bag.Keys, field.Fields);
        }
    }

    /// <summary>The same settings with every text protected, so that none is shown.</summary>
    internal static Dictionary<string, object?> Protected(IDictionary<string, object?> config) =>
        config.ToDictionary(pair => pair.Key, pair => Protected(pair.Value), StringComparer.Ordinal);

    private static object? Protected(object? value) => value switch
    {
        string { Length: > 0 } text => Secrets.Protect(text),
        IDictionary<string, object?> bag => Protected(bag),
        object?[] list => list.Select(Protected).ToArray(),
        _ => value,
    };

    private static void Refuse(string type, IEnumerable<string> keys, IReadOnlyList<DestinationField> fields)
    {
        string[] known = fields.Select(static field => field.Name).ToArray();
        string[] unknown = keys.Where(key => !known.Contains(key, StringComparer.Ordinal)).Select(MessageText.Name).ToArray();
        if (unknown.Length == 0)
            return;
        throw Problems.Validation(
            $"{string.Join(", ", unknown.Select(key => $"'{key}'"))} {(unknown.Length == 1 ? "is not a setting" : "are not settings")} of a destination of "
                + $"type {type}. Known settings: {string.Join(", ", known)}. Nothing was sent.",
            "Correct the name. A setting that only a newer server knows can be sent with Invoke-PHRestMethod -Method PATCH.");
    }
}
