using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>The content of a tile: a text, a button or a widget, as the body of a new tile holds it; and which parameters belong to which.</summary>
internal static class TileContent
{
    private static readonly (string Kind, string[] Parameters)[] Owners =
    [
        ("Text", ["Text"]),
        ("Button", ["ButtonText", "Url", "Placement", "Style"]),
        ("Widget", ["Config", "Name", "Description"]),
    ];

    internal static Dictionary<string, object?> CreateText(string text) => Create("text", Bag(("body", text)));

    internal static Dictionary<string, object?> CreateButton(string text, string url, string? placement, string? style) => Create("button_tile", Bag(
        ("url", url), ("text", text), ("placement", placement?.ToLowerInvariant() ?? "left"), ("style", style?.ToLowerInvariant() ?? "primary")));

    internal static Dictionary<string, object?> CreateWidget(string type, Dictionary<string, object?> config, string? name, string? description) =>
        Create("widget", Bag(("widget_type", type), ("config", config), ("name", name), ("description", description)));

    /// <summary>A button like another one, which the server's route for copies refuses; null for a tile that it copies.</summary>
    internal static Dictionary<string, object?>? CreateLike(DashboardTile original)
    {
        if (original.ButtonTile is not { } button)
            return null;
        Dictionary<string, object?> content = TilePatch.ButtonFields.Where(button.ContainsKey)
            .ToDictionary(key => key, key => button[key], StringComparer.Ordinal);
        return new(StringComparer.Ordinal) { ["button_tile"] = content, ["layouts"] = original.Layouts, ["color"] = original.Color };
    }

    /// <summary>Rejects a parameter for another kind of tile: it is a mistake, and PostHog would ignore it without an error.</summary>
    /// <param name="tile">The tile as it is.</param>
    /// <param name="isGiven">Whether a parameter was given.</param>
    internal static void CheckKind(DashboardTile tile, Func<string, bool> isGiven)
    {
        foreach ((string kind, string[] parameters) in Owners)
        {
            if (tile.Kind != kind && Array.Find(parameters, name => isGiven(name)) is { } wrong)
                throw Problems.Validation($"The tile {tile.Id} is of the kind {tile.Kind}, and -{wrong} changes tiles of the kind {kind}. Nothing was sent.",
                    tile.Kind == "Insight" ? "What an insight shows is changed in PostHog; -Color, -X, -Y, -Width, "
                        + "-Height and the like change its tile." : null);
        }
    }

    /// <summary>Refuses a dashboard of another project.</summary>
    /// <param name="tile">Id of the tile.</param>
    /// <param name="from">Where it is.</param>
    /// <param name="to">Where it is to be.</param>
    /// <param name="target">That dashboard in words.</param>
    /// <param name="action">What PostHog does within a project only: "moves".</param>
    internal static void CheckProject(long tile, ProjectScope from, ProjectScope to, string target, string action)
    {
        if (!ReferenceEquals(from.Connection, to.Connection) || from.Project != to.Project)
            throw Problems.Mismatch($"The tile {tile} is in {from.Description}, and {target} is not: PostHog {action} tiles within a project only. "
                + "Nothing was sent.",
                "Choose a dashboard of the same project.");
    }

    private static Dictionary<string, object?> Create(string kind, Dictionary<string, object?> content) => new(StringComparer.Ordinal) { [kind] = content };

    private static Dictionary<string, object?> Bag(params (string Key, object? Value)[] fields)
    {
        var bag = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string key, object? value) in fields)
            bag.AddGiven(key, value);
        return bag;
    }
}
