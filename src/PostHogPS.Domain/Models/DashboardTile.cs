using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS;

/// <summary>One tile of a dashboard (docs/server.md#tiles-and-sharing).</summary>
public sealed class DashboardTile : PostHogObject
{
    /// <summary>Id of the tile.</summary>
    public long Id { get; set; }

    /// <summary>The dashboard it is on.</summary>
    public long DashboardId { get; set; }

    /// <summary>Insight, Text, Button, Widget or Unknown.</summary>
    public string Kind =>
        Insight is not null ? "Insight" : Text is not null ? "Text" : ButtonTile is not null ? "Button" : Widget is not null ? "Widget" : "Unknown";

    /// <summary>The insight's name, or the beginning of the text.</summary>
    public string Name => TileName.CreateFrom(this);

    /// <summary>The insight as the server gives it, results included; null for other kinds.</summary>
    public IDictionary<string, object?>? Insight { get; set; }

    /// <summary>The text; null for other kinds.</summary>
    public IDictionary<string, object?>? Text { get; set; }

    /// <summary>The button; null for other kinds.</summary>
    public IDictionary<string, object?>? ButtonTile { get; set; }

    /// <summary>The widget; null for other kinds.</summary>
    public IDictionary<string, object?>? Widget { get; set; }

    /// <summary>Place per breakpoint: sm (12 columns) and xs (1), each with x, y, w, h.</summary>
    public IDictionary<string, object?> Layouts { get; set; } = new PlainBag();

    /// <summary>Colour name, or null.</summary>
    public string? Color { get; set; }

    /// <summary>Order on the dashboard (newer servers).</summary>
    public int? Order { get; set; }

    /// <summary>When its result was last computed.</summary>
    public DateTimeOffset? LastRefresh { get; set; }

    /// <summary>True when the result comes from PostHog's cache.</summary>
    public bool? IsCached { get; set; }

    /// <summary>Filters of this tile; they take precedence over those of the dashboard.</summary>
    public IDictionary<string, object?> FiltersOverrides { get; set; } = new PlainBag();

    /// <summary>Whether the description is shown on the dashboard; null for PostHog's default.</summary>
    public bool? ShowDescription { get; set; }

    /// <summary>Whether the tile is drawn without a background; null for PostHog's default.</summary>
    public bool? TransparentBackground { get; set; }

    /// <summary>Other dashboards that show the same insight, text or button: a change of it shows there too.</summary>
    internal long[] OtherDashboards => (Insight ?? Text ?? ButtonTile) is { } content
        ? Places(content).Where(id => id != DashboardId).Distinct().ToArray() : [];

    // Of an insight newer servers give the tiles as well as the dashboards; of a text only the tiles.
    private static IEnumerable<long> Places(IDictionary<string, object?> content) =>
        content.TryGetValue("dashboard_tiles", out object? tiles) && tiles is object?[] places
            ? places.OfType<IDictionary<string, object?>>().Where(static place => !place.TryGetValue("deleted", out object? gone) || gone is not true)
                .Select(static place => place.TryGetValue("dashboard_id", out object? id) ? id : null).OfType<long>()
            : content.TryGetValue("dashboards", out object? ids) && ids is object?[] all ? all.OfType<long>() : [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
