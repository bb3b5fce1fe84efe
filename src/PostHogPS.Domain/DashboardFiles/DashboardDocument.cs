using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Dashboards;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>
/// A dashboard as its file says it: what is wanted of it, without results and without what is the server's. Ids are still those of the project.
/// </summary>
internal static class DashboardDocument
{
    private const long NoPlace = 100;

    // The server's own, or of this project only (docs/server.md#dashboards-as-files).
    private static readonly HashSet<string> NotPortable = new(StringComparer.Ordinal)
    {
        "persisted_filters", "persisted_variables", "breakdown_colors", "data_color_theme_id", "quick_filter_ids", "team_id", "file_system_id",
        "file_system_path", "access_control_version", "search_match_type", "last_accessed_at", "last_viewed_at", "last_refresh", "last_modified_at",
        "last_modified_by", "updated_at",
        "filters_hash", "is_cached", "order", "deleted", "error", "creation_mode",
    };

    /// <summary>A dashboard in the words of a file, its defaults included.</summary>
    internal static FileValue Create(Dashboard dashboard)
    {
        FileValue document = FileValue.CreateObject(
            (FileFormat.SchemaKey, FileValue.CreateText(DashboardFormat.Format.SchemaPath)),
            (DashboardFormat.Key, FileValue.CreateText(DashboardMarker.KeyOf(dashboard))),
            ("name", FileValue.CreateText(dashboard.Name)),
            ("description", FileValue.CreateText(DashboardMarker.Remove(dashboard.Description))),
            ("pinned", FileValue.CreateFlag(dashboard.Pinned)),
            ("tags", CreateTags(dashboard.Tags)),
            // What is stored: the others are what the address of a request made of it.
            ("filters", Value(Persisted(dashboard, "persisted_filters", dashboard.Filters))),
            ("variables", Value(Persisted(dashboard, "persisted_variables", dashboard.Variables))),
            ("breakdown_colors", Value(Additional(dashboard, "breakdown_colors"))),
            ("restriction_level", FileValue.CreateFrom(dashboard.RestrictionLevel ?? 21)));
        document.Set(DashboardFormat.Tiles, FileValue.CreateList(InOrder(dashboard.Tiles).Select(static pair => pair.Tile)));
        AddUnknown(document, dashboard);
        return document;
    }

    /// <summary>The tiles in the words of a file, from top to bottom.</summary>
    internal static IReadOnlyList<(FileValue Tile, DashboardTile Server)> InOrder(IEnumerable<DashboardTile> tiles) =>
        CreateAll([.. tiles.Where(static tile => tile.Kind != "Unknown").OrderBy(static tile => Place(tile, "y")).ThenBy(static tile => Place(tile, "x"))]);

    // A duplicate of a copied insight has the line with its key too. The older one keeps the key; a file with two of them could not be read.
    private static (FileValue Tile, DashboardTile Server)[] CreateAll(DashboardTile[] tiles)
    {
        HashSet<DashboardTile> twins = [.. tiles.Where(static tile => tile.Insight is not null).GroupBy(static tile => DashboardMarker.KeyOf(tile.Insight!))
            .SelectMany(static same => same.OrderBy(static tile => tile.Insight!.TryGetValue("id", out object? id) && id is long number ? number : 0).Skip(1))];
        return [.. tiles.Select(tile => (Create(tile, twins.Contains(tile)), tile))];
    }

    private static FileValue Create(DashboardTile tile, bool isTwin)
    {
        (TileKind kind, IDictionary<string, object?> content) = tile.Insight is { } insight ? (TileKind.Insight, insight)
            : tile.Text is { } text ? (TileKind.Text, text)
            : tile.ButtonTile is { } button ? (TileKind.Button, button)
            : (TileKind.Widget, tile.Widget!);
        FileValue made = FileValue.CreateObject(
            (DashboardFormat.Key, tile.Insight is null ? null
                : FileValue.CreateText(isTwin ? DashboardMarker.OwnKey(tile.Insight) : DashboardMarker.KeyOf(tile.Insight))),
            (kind.Name, CreateContent(kind, content)),
            ("layouts", Value(tile.Layouts)),
            ("color", Value(string.IsNullOrEmpty(tile.Color) ? null : tile.Color)),
            ("filters_overrides", Value(tile.FiltersOverrides)),
            ("show_description", Value(tile.ShowDescription)),
            ("transparent_background", Value(tile.TransparentBackground)));
        AddUnknown(made, tile);
        return made;
    }

    private static FileValue CreateContent(TileKind kind, IDictionary<string, object?> content)
    {
        FileValue made = FileValue.CreateObject();
        foreach (string field in kind.Fields)
        {
            if (!content.TryGetValue(field, out object? value) || value is null)
                continue;
            // An insight with a query may still have an older definition, which is not kept up to date.
            if (field == "filters" && content.TryGetValue("query", out object? query) && query is not null)
                continue;
            made.Set(field, field switch
            {
                "description" => FileValue.CreateText(DashboardMarker.Remove(value as string)),
                "tags" => CreateTags((value as IEnumerable<object?> ?? []).OfType<string>()),
                _ => FileValue.CreateFrom(value),
            });
        }

        return made;
    }

    private static FileValue CreateTags(IEnumerable<string> tags) =>
        FileValue.CreateList(tags.OrderBy(static tag => tag, StringComparer.Ordinal).Select(FileValue.CreateText));

    private static FileValue? Value(object? value) =>
        value is null or IDictionary<string, object?> { Count: 0 } or object?[] { Length: 0 } ? null : FileValue.CreateFrom(value);

    private static object? Persisted(Dashboard dashboard, string name, object shown) =>
        dashboard.HasAdditionalProperties && dashboard.AdditionalProperties.TryGetValue(name, out object? stored) ? stored : shown;

    private static object? Additional(PostHogObject item, string name) =>
        item.HasAdditionalProperties && item.AdditionalProperties.TryGetValue(name, out object? value) ? value : null;

    // What a newer server has: kept in the file, never sent.
    private static void AddUnknown(FileValue made, PostHogObject item)
    {
        foreach (KeyValuePair<string, object?> pair in (item.HasAdditionalProperties ? item.AdditionalProperties.ToArray() : [])
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (!NotPortable.Contains(pair.Key) && Value(pair.Value) is { } value && made.FindProperty(pair.Key) is null)
                made.Set(pair.Key, value);
        }
    }

    private static long Place(DashboardTile tile, string name) =>
        tile.Layouts.TryGetValue("sm", out object? box) && box is IDictionary<string, object?> place && place.TryGetValue(name, out object? value)
            && value is not null
            && long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out long number) ? number : NoPlace;
}
