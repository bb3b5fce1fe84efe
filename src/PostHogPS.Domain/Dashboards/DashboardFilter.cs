using System;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>Chooses dashboards by text, tag and pin: at the server where it can, and once more here, since older servers ignore filters.</summary>
internal sealed class DashboardFilter
{
    private const int LongestSearch = 200;

    /// <summary>Text in the name, the description or a tag; null for all.</summary>
    internal string? Search { get; set; }

    /// <summary>Tags of which one is enough; null for all.</summary>
    internal string[]? Tags { get; set; }

    /// <summary>True for pinned ones only.</summary>
    internal bool IsPinned { get; set; }

    /// <summary>False where every dashboard is chosen.</summary>
    internal bool IsSelective => Search is not null || Tags is not null || IsPinned;

    /// <summary>Rejects a text that the server would reject.</summary>
    internal void Check()
    {
        if (Search is not null && (Search.Length > LongestSearch || string.IsNullOrWhiteSpace(Search)))
            throw Problems.Validation($"-Search takes 1 to {LongestSearch} characters; there are {Search.Trim().Length}.");
    }

    /// <summary>The filter as the server takes it.</summary>
    /// <param name="limit">How many dashboards are wanted; null for all.</param>
    internal DashboardQuery CreateQuery(int? limit) => new()
    {
        Limit = limit,
        Search = Search,
        Pinned = IsPinned,
        Tags = Tags ?? [],
    };

    /// <summary>Whether a dashboard is chosen.</summary>
    internal bool Matches(Dashboard dashboard) =>
        (!IsPinned || dashboard.Pinned)
        && (Tags is null || Tags.Any(tag => dashboard.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))
        && (Search is null || IsFoundByServer(dashboard) || Contains(dashboard.Name) || Contains(dashboard.Description) || dashboard.Tags.Any(Contains));

    // Newer servers also find similar texts, and say so.
    private static bool IsFoundByServer(Dashboard dashboard) =>
        dashboard.AdditionalProperties.TryGetValue("search_match_type", out object? match) && match is string;

    private bool Contains(string text) => text.IndexOf(Search!, StringComparison.OrdinalIgnoreCase) >= 0;
}
