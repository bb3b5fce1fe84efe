using System;
using System.Collections.Generic;
using PostHogPS.Changes;

namespace PostHogPS.Dashboards;

/// <summary>What changes on a tile, as the PATCH of its dashboard takes it.</summary>
internal sealed class TilePatch(DashboardTile current) : ObjectPatch<DashboardTile>(current)
{
    /// <summary>What a button consists of.</summary>
    internal static readonly string[] ButtonFields = ["url", "text", "placement", "style"];

    private readonly Dictionary<string, object?> _content = new(StringComparer.Ordinal);

    /// <summary>Another text; null for no change, as everywhere here.</summary>
    internal void SetText(string? text) => SetContent("body", text);

    internal void SetButton(string? text, string? url, string? placement, string? style)
    {
        SetContent("text", text);
        SetContent("url", url);
        SetContent("placement", placement?.ToLowerInvariant());
        SetContent("style", style?.ToLowerInvariant());
    }

    internal void SetWidget(Dictionary<string, object?>? config, string? name, string? description)
    {
        SetContent("config", config);
        SetContent("name", name);
        SetContent("description", description);
    }

    /// <summary>Another colour; an empty one takes it away.</summary>
    internal void SetColor(string? color)
    {
        if (color is not null)
            Set("color", color.Length == 0 ? null : color, static tile => string.IsNullOrEmpty(tile.Color) ? null : tile.Color);
    }

    internal void SetFilters(Dictionary<string, object?>? filters)
    {
        if (filters is not null)
            Set("filters_overrides", filters, static tile => tile.FiltersOverrides);
    }

    internal void SetSwitches(bool? showsDescription, bool? isTransparent)
    {
        if (showsDescription is not null)
            Set("show_description", showsDescription, static tile => tile.ShowDescription);
        if (isTransparent is not null)
            Set("transparent_background", isTransparent, static tile => tile.TransparentBackground);
    }

    internal void SetLayouts(Dictionary<string, object?>? layouts)
    {
        if (layouts is not null)
            Set("layouts", layouts, static tile => tile.Layouts);
    }

    // A field of the text, the button or the widget of the tile.
    private void SetContent(string key, object? wanted)
    {
        if (wanted is null)
            return;
        int before = _changes.Count;
        Set(key, wanted, tile => Value(ContentOf(tile).Content, key));
        _body.Remove(key);
        if (_changes.Count > before)
            _content[key] = wanted;
    }

    /// <summary>One element of the list of tiles; the remaining tiles stay as they are.</summary>
    internal Dictionary<string, object?> Element()
    {
        var element = new Dictionary<string, object?>(_body, StringComparer.Ordinal) { ["id"] = _current.Id };
        if (_content.Count == 0)
            return element;
        (string kind, IDictionary<string, object?>? content) = ContentOf(_current);
        // By its own id: without one PostHog makes a new text. Of a button it wants every field.
        var given = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = Value(content, "id") };
        foreach (string key in kind == "button_tile" ? ButtonFields : [])
        {
            if (Value(content, key) is { } value)
                given[key] = value;
        }

        foreach (KeyValuePair<string, object?> pair in _content)
            given[pair.Key] = pair.Value;
        element[kind] = given;
        return element;
    }

    /// <summary>Other dashboards that show the same text: a change of it shows there too.</summary>
    internal long[] OtherDashboards => _content.Count > 0 ? _current.OtherDashboards : [];

    private static (string Kind, IDictionary<string, object?>? Content) ContentOf(DashboardTile tile) =>
        tile.Text is not null ? ("text", tile.Text) : tile.ButtonTile is not null ? ("button_tile", tile.ButtonTile) : ("widget", tile.Widget);

    private static object? Value(IDictionary<string, object?>? content, string key) =>
        content is not null && content.TryGetValue(key, out object? value) ? value : null;
}
