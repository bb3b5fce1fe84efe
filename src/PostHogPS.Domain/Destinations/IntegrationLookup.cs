using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Destinations;

/// <summary>Which integration an id or a name means.</summary>
internal static class IntegrationLookup
{
    /// <param name="all">The integrations of the project.</param>
    /// <param name="id">Its id; null where only a name was given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="where">The project, for errors.</param>
    internal static Integration Find(IReadOnlyCollection<Integration> all, long? id, string? name, string where)
    {
        List<Integration> found = Matches(all, id, name);
        string text = id?.ToString(CultureInfo.InvariantCulture) ?? name ?? "";
        return found.Count switch
        {
            1 => found[0],
            0 => throw Problems.NotFound("integration", text, where, "Get-PHIntegration"),
            _ => throw Problems.Ambiguous("integration", text, found.Select(static one => $"{one.Id} ({one.Kind})")),
        };
    }

    /// <summary>Those that the id or the name means: the name that PostHog shows, else the one it was made with.</summary>
    internal static List<Integration> Matches(IReadOnlyCollection<Integration> all, long? id, string? name)
    {
        List<Integration> shown = all.Where(one => id is not null ? one.Id == id : IsNamed(one.DisplayName, name)).ToList();
        return shown.Count > 0 || id is not null ? shown : all.Where(one => IsNamed(FindName(one), name)).ToList();
    }

    /// <summary>The name it was made with, which PostHog shows with more text around it; null for a kind without a name.</summary>
    internal static string? FindName(Integration integration) => integration.Config.TryGetValue("name", out object? value) ? value as string : null;

    private static bool IsNamed(string? own, string? name) => own is not null && string.Equals(own, name, StringComparison.OrdinalIgnoreCase);
}
