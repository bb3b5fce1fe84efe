using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Destinations;

/// <summary>The kind of integration that holds the credentials of each destination type (docs/server.md#destination-types).</summary>
internal static class DestinationKinds
{
    internal static IEnumerable<string> Types => KnownDestination.All.Where(static type => type.IntegrationKind is not null).Select(static type => type.Name);

    internal static string[] All { get; } = KnownDestination.All.Select(static type => type.IntegrationKind).OfType<string>()
        .OrderBy(kind => kind, StringComparer.Ordinal).ToArray();

    /// <summary>Null for a type without integration.</summary>
    internal static string? Find(string type) => KnownDestination.Find(type)?.IntegrationKind;

    /// <summary>The type whose credentials an integration of this kind holds; null for a kind that no export uses.</summary>
    internal static string? FindType(string kind) => KnownDestination.All.FirstOrDefault(type => type.IntegrationKind == kind)?.Name;
}
