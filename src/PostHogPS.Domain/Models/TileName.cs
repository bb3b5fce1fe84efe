using System.Collections.Generic;
using PostHogPS.Text;

namespace PostHogPS;

/// <summary>What to call a tile: tiles have no name of their own.</summary>
internal static class TileName
{
    private const int Longest = 60;

    internal static string CreateFrom(DashboardTile tile)
    {
        string text = Find(tile.Insight, "name") ?? Find(tile.Insight, "derived_name")
            ?? Find(tile.Text, "body") ?? Find(tile.ButtonTile, "text") ?? Find(tile.Widget, "name")
            ?? Find(tile.Widget, "widget_type") ?? "";
        int end = text.IndexOf('\n');
        if (end >= 0)
            text = text.Substring(0, end);
        return OneLine.Truncate(text, Longest);
    }

    private static string? Find(IDictionary<string, object?>? source, string key) =>
        source is not null && source.TryGetValue(key, out object? value) && value is string { Length: > 0 } text ? text : null;
}
