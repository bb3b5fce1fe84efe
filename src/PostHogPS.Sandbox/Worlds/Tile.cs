using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>A place on a dashboard. What stands in it, an insight or a text, may stand elsewhere too.</summary>
internal sealed class Tile
{
    // What a tile without a place sorts as.
    private const long Nowhere = 100;

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

    public long Place(string key) => Layouts["sm"]?[key].Whole() ?? Nowhere;

    public Tile On(Dashboard target, long id) => new()
    {
        Id = id,
        DashboardId = target.Id,
        Layouts = (JsonObject)Layouts.DeepClone(),
        Color = Color,
        FiltersOverrides = FiltersOverrides.Copy(),
        ShowDescription = ShowDescription,
        TransparentBackground = TransparentBackground,
        Insight = Insight,
        Text = Text,
        Button = Button,
        Widget = Widget,
    };

    /// <summary>Insights and widgets get a name that says what they are.</summary>
    public void CopyContent(long number)
    {
        Insight = Copied(Insight, number, named: true);
        if (Insight is not null)
            Insight["short_id"] = Dice.Uuid((ulong)number).ToString("N").Substring(0, 8);
        Text = Copied(Text, number, named: false);
        Button = Copied(Button, number, named: false);
        Widget = Copied(Widget, number, named: true);
        if (Widget is not null)
            Widget["id"] = Tiles.WidgetId(number);
    }

    private static JsonObject? Copied(JsonObject? content, long number, bool named)
    {
        if (content is null)
            return null;
        var copy = (JsonObject)content.DeepClone();
        copy["id"] = Tiles.ContentId(number);
        if (named && copy["name"].Text() is { Length: > 0 } name)
            copy["name"] = name + " (Copy)";
        return copy;
    }
}
