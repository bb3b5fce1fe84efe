using System;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The four kinds of tile.</summary>
internal static class Tiles
{
    public static JsonObject Insight(long id, Dashboard dashboard, int order, string name) => Frame(id, order, new JsonObject
    {
        ["id"] = (id * 3) + 7,
        ["short_id"] = Dice.Uuid((ulong)id).ToString("N").Substring(0, 8),
        ["name"] = name,
        ["derived_name"] = null,
        ["description"] = "",
        ["query"] = new JsonObject
        {
            ["kind"] = "InsightVizNode",
            ["source"] = new JsonObject { ["kind"] = "TrendsQuery", ["interval"] = "day" },
        },
        ["result"] = null,
        ["dashboards"] = new JsonArray { dashboard.Id },
        ["last_refresh"] = null,
        ["is_cached"] = true,
    });

    public static JsonObject Text(long id, int order, string body, DateTimeOffset time) => Frame(id, order, text: new JsonObject
    {
        ["id"] = (id * 2) + 1,
        ["body"] = body,
        ["last_modified_at"] = JsonText.Time(time),
        ["team"] = null,
    });

    public static JsonObject Button(long id, int order, string text, string url) => Frame(id, order, button: new JsonObject
    {
        ["id"] = (id * 2) + 3,
        ["text"] = text,
        ["url"] = url,
        ["style"] = "primary",
        ["placement"] = "left",
    });

    public static JsonObject Widget(long id, int order, string type, string name) => Frame(id, order, widget: new JsonObject
    {
        ["id"] = (id * 2) + 5,
        ["widget_type"] = type,
        ["name"] = name,
        ["config"] = new JsonObject { ["limit"] = 10 },
    });

    private static JsonObject Frame(
        long id,
        int order,
        JsonObject? insight = null,
        JsonObject? text = null,
        JsonObject? button = null,
        JsonObject? widget = null) => new()
    {
        ["id"] = id,
        ["layouts"] = new JsonObject
        {
            ["sm"] = new JsonObject { ["x"] = order % 2 * 6, ["y"] = order / 2 * 5, ["w"] = 6, ["h"] = 5 },
            ["xs"] = new JsonObject { ["x"] = 0, ["y"] = order * 5, ["w"] = 1, ["h"] = 5 },
        },
        ["color"] = order % 3 == 1 ? "blue" : null,
        ["order"] = order,
        ["insight"] = insight,
        ["text"] = text,
        ["button_tile"] = button,
        ["widget"] = widget,
        ["last_refresh"] = null,
        ["is_cached"] = true,
        ["filters_overrides"] = new JsonObject(),
        ["show_description"] = null,
        ["transparent_background"] = null,
    };
}
