using System;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Model;

/// <summary>Creates the four kinds of tile.</summary>
internal static class TileFactory
{
    public static Tile Insight(long id, int order, string name) => Create(id, order, insight: InsightContent(id, name));

    public static JsonObject InsightContent(long id, string name) => new()
    {
        ["id"] = ContentId(id),
        ["short_id"] = SeededRandom.Uuid((ulong)id).ToString("N").Substring(0, 8),
        ["name"] = name,
        ["derived_name"] = null,
        ["description"] = "",
        ["tags"] = new JsonArray(),
        ["query"] = new JsonObject
        {
            ["kind"] = "InsightVizNode",
            ["source"] = new JsonObject { ["kind"] = "TrendsQuery", ["interval"] = "day" },
        },
        ["result"] = null,
        ["last_refresh"] = null,
        ["is_cached"] = true,
    };

    public static Tile CreateText(long id, int order, string body, DateTimeOffset time) => Create(id, order, text: TextContent(id, body, time));

    public static Tile Button(long id, int order, string text, string url, DateTimeOffset time)
    {
        JsonObject content = ButtonContent(id, time);
        content["text"] = text;
        content["url"] = url;
        return Create(id, order, button: content);
    }

    public static Tile Widget(long id, int order, string type, string name, DateTimeOffset time)
    {
        JsonObject content = WidgetContent(id, type, time);
        content["name"] = name;
        content["config"] = new JsonObject { ["limit"] = 10 };
        return Create(id, order, widget: content);
    }

    public static long ContentId(long number) => (number * 3) + 7;

    public static string WidgetId(long number) => SeededRandom.Uuid((ulong)number).ToString();

    public static JsonObject TextContent(long number, string? body, DateTimeOffset time) => new()
    {
        ["id"] = ContentId(number),
        ["body"] = body,
        ["last_modified_at"] = JsonText.FormatTime(time),
    };

    public static JsonObject ButtonContent(long number, DateTimeOffset time) => new()
    {
        ["id"] = ContentId(number),
        ["text"] = "",
        ["url"] = "",
        ["placement"] = "left",
        ["style"] = "primary",
        ["last_modified_at"] = JsonText.FormatTime(time),
    };

    public static JsonObject WidgetContent(long number, string type, DateTimeOffset time) => new()
    {
        ["id"] = WidgetId(number),
        ["widget_type"] = type,
        ["name"] = null,
        ["description"] = "",
        ["config"] = new JsonObject(),
        ["last_modified_at"] = JsonText.FormatTime(time),
    };

    private static Tile Create(
        long id,
        int order,
        JsonObject? insight = null,
        JsonObject? text = null,
        JsonObject? button = null,
        JsonObject? widget = null) => new()
    {
        Id = id,
        DashboardId = 0,
        Layouts = new JsonObject
        {
            ["sm"] = new JsonObject { ["x"] = order % 2 * 6, ["y"] = order / 2 * 5, ["w"] = 6, ["h"] = 5 },
            ["xs"] = new JsonObject { ["x"] = 0, ["y"] = order * 5, ["w"] = 1, ["h"] = 5 },
        },
        Color = order % 3 == 1 ? "blue" : null,
        Insight = insight,
        Text = text,
        Button = button,
        Widget = widget,
    };
}
