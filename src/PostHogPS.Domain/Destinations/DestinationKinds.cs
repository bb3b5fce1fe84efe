using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Destinations;

/// <summary>The kind of integration that holds the credentials of each destination type (docs/server.md#destination-types).</summary>
internal static class DestinationKinds
{
    internal static IEnumerable<string> Types => KnownDestination.All.Where(static type => type.IntegrationKind is not null).Select(static type => type.Name);

    internal static string[] All { get; } = KnownDestination.All.Select(static type => type.IntegrationKind).OfType<string>()
        .OrderBy(kind => kind, StringComparer.Ordinal).ToArray();

    /// <summary>Null for a type without integration.</summary>
    internal static string? Find(string type) => KnownDestination.Find(type)?.IntegrationKind;

    /// <summary>The type whose credentials an integration holds, or a thrown problem: no export uses it, or another type was given.</summary>
    /// <param name="id">The integration.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="given">The type that was given; null for none.</param>
    internal static string FindType(long id, string kind, string? given)
    {
        string type = KnownDestination.All.FirstOrDefault(known => known.IntegrationKind == kind)?.Name
            ?? throw Problems.Invalid("Integration", $"The integration {id} is of the kind '{MessageText.Name(kind)}', which no batch export uses.",
                "Get-PHIntegration -Kind aws-s3");
        return given is null || given == type ? type : throw Problems.Invalid("Integration",
            $"The integration {id} is of the kind '{kind}', for destinations of type {type}; -{given} was given.",
            $"Get-PHIntegration -Kind {Find(given)}");
    }
}
