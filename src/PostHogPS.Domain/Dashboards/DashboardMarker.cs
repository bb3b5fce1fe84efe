using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PostHogPS.Dashboards;

/// <summary>
/// By what a copy is known again: a line at the end of the description, the only field that PostHog always keeps. An original has
/// none; its key is worked out of what never changes about it, so that a file that goes back to where it came from finds it.
/// </summary>
internal static class DashboardMarker
{
    /// <summary>What a key looks like.</summary>
    internal const string KeyPattern = "^[a-z0-9][a-z0-9-]{0,63}$";

    private const int Length = 12;
    private const string Unfinished = " unfinished";

    private const string Text = @"\[posthogps:(?<key>[a-z0-9][a-z0-9-]{0,63})(?<state> unfinished)?\]";

    // A person may write below it. Of the lines above it only the two that Add puts there go with it.
    private static readonly Regex Line = new(@"(?:\r?\n){0,2}^[ \t]*" + Text + @"[ \t]*\r?$", RegexOptions.CultureInvariant | RegexOptions.Multiline);
    private static readonly Regex AtEnd = new(@"\s*" + Text + @"\s*$", RegexOptions.CultureInvariant);

    /// <summary>The key of a dashboard.</summary>
    internal static string KeyOf(Dashboard dashboard) => Read(dashboard.Description) ?? OwnKey(dashboard);

    /// <summary>The key of a dashboard without a mark.</summary>
    internal static string OwnKey(Dashboard dashboard) => CreateKey("dashboard", dashboard.Id, dashboard.CreatedAt?.UtcTicks);

    /// <summary>The key of an insight on a dashboard.</summary>
    internal static string KeyOf(IDictionary<string, object?> insight) => ReadKey(insight) ?? OwnKey(insight);

    /// <summary>The key that the description of an insight holds; null for none.</summary>
    internal static string? ReadKey(IDictionary<string, object?> insight) => Read(Value(insight, "description") as string);

    /// <summary>The key of an insight without a mark.</summary>
    internal static string OwnKey(IDictionary<string, object?> insight) => CreateKey("insight", Value(insight, "id"), Value(insight, "short_id"));

    /// <summary>A key that is the same for the same parts, everywhere.</summary>
    internal static string CreateKey(params object?[] parts)
    {
        using var hash = SHA256.Create();
        byte[] bytes = hash.ComputeHash(Encoding.UTF8.GetBytes(string.Join("/",
            parts.Select(static part => Convert.ToString(part, CultureInfo.InvariantCulture)))));
        return string.Concat(bytes.Take(Length / 2).Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <summary>The key that a description holds; null for none.</summary>
    internal static string? Read(string? description) =>
        Find(description) is { } match ? match.Groups["key"].Value : null;

    /// <summary>Whether it says that not all tiles have been made.</summary>
    internal static bool IsUnfinished(string? description) => Find(description)?.Groups["state"].Success == true;

    /// <summary>The description as people wrote it.</summary>
    internal static string Remove(string? description)
    {
        string text = description ?? "";
        while (Find(text) is { } match)
        {
            string below = text.Substring(match.Index + match.Length);
            text = text.Substring(0, match.Index) + (string.IsNullOrWhiteSpace(below) ? "" : match.Index == 0 ? below.TrimStart('\r', '\n') : below);
        }

        return text;
    }

    /// <summary>A new description with the line that the old one has, unless it brings one: without it the next import would make a second dashboard.</summary>
    internal static string? Keep(string? old, string? wanted) => wanted is null || Find(old) is not { } line || Find(wanted) is not null ? wanted
        : Add(wanted, line.Groups["key"].Value, line.Groups["state"].Success);

    private static Match? Find(string? description) => description is null ? null
        : Line.Matches(description).Cast<Match>().LastOrDefault() ?? (AtEnd.Match(description) is { Success: true } match ? match : null);

    private static object? Value(IDictionary<string, object?> item, string key) => item.TryGetValue(key, out object? value) ? value : null;

    /// <summary>A description with a key in it.</summary>
    internal static string Add(string? description, string key, bool unfinished = false) =>
        (string.IsNullOrEmpty(description) ? "" : description + "\n\n") + "[posthogps:" + key + (unfinished ? Unfinished : "") + "]";
}
