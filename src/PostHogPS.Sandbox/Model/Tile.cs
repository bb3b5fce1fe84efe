using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Model;

/// <summary>A tile of a dashboard. Its content, an insight or a text, may be shared with other tiles.</summary>
internal sealed class Tile
{
    // Tiles without a layout come last.
    private const long NoLayout = 100;

    public required long Id { get; init; }

    public required long DashboardId { get; set; }

    public JsonObject Layouts { get; set; } = [];

    public string? Color { get; set; }

    public JsonNode? FiltersOverrides { get; set; } = new JsonObject();

    public bool? ShowDescription { get; set; }

    public bool? TransparentBackground { get; set; }

    public bool Deleted { get; set; }

    public JsonObject? Insight { get; set; }

    public JsonObject? Text { get; set; }

    public JsonObject? Button { get; set; }

    public JsonObject? Widget { get; set; }

    public JsonObject? Content => Insight ?? Text ?? Button ?? Widget;

    public long LayoutValue(string key) => Layouts["sm"]?[key].AsInteger() ?? NoLayout;

    /// <summary>Changes the layout and the other display settings of a </summary>
    public void Display(JsonObject element)
    {
        if (element["layouts"] is JsonObject layouts)
            Layouts = (JsonObject)layouts.DeepClone();
        if (element.ContainsKey("color"))
            Color = element["color"].AsText();
        if (element.ContainsKey("filters_overrides"))
            FiltersOverrides = element["filters_overrides"].DeepCopy();
        if (element.ContainsKey("show_description"))
            ShowDescription = element["show_description"].AsBoolean();
        if (element.ContainsKey("transparent_background"))
            TransparentBackground = element["transparent_background"].AsBoolean();
        if (element["deleted"].AsBoolean() is { } deleted)
            Deleted = deleted;
    }

    public Tile CopyTo(Dashboard target, long id) => new()
    {
        Id = id,
        DashboardId = target.Id,
        Layouts = (JsonObject)Layouts.DeepClone(),
        Color = Color,
        FiltersOverrides = FiltersOverrides.DeepCopy(),
        ShowDescription = ShowDescription,
        TransparentBackground = TransparentBackground,
        Insight = Insight,
        Text = Text,
        Button = Button,
        Widget = Widget,
    };

    /// <summary>Replaces the content by a copy; insights and widgets are marked as copies by their names.</summary>
    public void CopyContent(long number)
    {
        Insight = CopyOf(Insight, number, named: true);
        if (Insight is not null)
            Insight["short_id"] = SeededRandom.Uuid((ulong)number).ToString("N").Substring(0, 8);
        Text = CopyOf(Text, number, named: false);
        Button = CopyOf(Button, number, named: false);
        Widget = CopyOf(Widget, number, named: true);
        if (Widget is not null)
            Widget["id"] = TileFactory.WidgetId(number);
    }

    private static JsonObject? CopyOf(JsonObject? content, long number, bool named)
    {
        if (content is null)
            return null;
        var copy = (JsonObject)content.DeepClone();
        copy["id"] = TileFactory.ContentId(number);
        if (named && copy["name"].AsText() is { Length: > 0 } name)
            copy["name"] = name + " (Copy)";
        return copy;
    }
}
