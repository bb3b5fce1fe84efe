using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>One element of <c>tiles</c> in the PATCH of a dashboard. Each is a separate write: an error does not undo the earlier ones.</summary>
internal static class DashboardTilePatch
{
    private static readonly string[] WidgetTypes = ["error_tracking_list", "session_replay_list"];

    public static void Apply(Call call, Dashboard dashboard, JsonObject element)
    {
        World world = call.World;
        if (element["text"] is JsonObject { Count: > 0 } text)
        {
            CheckText(text["body"].AsText(), "text__body");
            JsonObject content = Content(call, dashboard, text, "text", t => t.Text, "Text tile not found.")
                ?? TileFactory.TextContent(world.Dashboards.NextTile(), text["body"].AsText(), call.Now);
            if (text.ContainsKey("body"))
                content["body"] = text["body"].AsText();
            Upsert(world, dashboard, element, tile => tile.Text = content);
        }
        else if (element["button_tile"] is JsonObject { Count: > 0 } button)
        {
            CheckButton(button);
            JsonObject content = Content(call, dashboard, button, "button_tile", t => t.Button, "Button tile not found.")
                ?? TileFactory.ButtonContent(world.Dashboards.NextTile(), call.Now);
            foreach (string key in new[] { "url", "text", "placement", "style" })
            {
                if (button.ContainsKey(key))
                    content[key] = button[key].DeepCopy();
            }

            Upsert(world, dashboard, element, tile => tile.Button = content);
        }
        else if (element["widget"] is JsonObject { Count: > 0 } widget && !world.Old)
        {
            if (!world.Options.Widgets)
                throw ApiError.Invalid("widget", "Dashboard widgets are not enabled for this project.");
            JsonObject content = Content(call, dashboard, widget, "widget", t => t.Widget, "Widget tile not found.") ?? NewWidget(call, widget, "widget");
            if (widget["widget_type"] is { } type && type.AsText() != content["widget_type"].AsText())
                throw ApiError.Invalid("widget", "widget_type cannot be changed.");
            Change(content, widget);
            Upsert(world, dashboard, element, tile => tile.Widget = content);
        }
        else if (element["id"] is { } id && dashboard.Tiles.Find(t => t.Id == id.AsInteger()) is { } tile)
        {
            // An unknown id is ignored; an insight is never changed here.
            tile.Display(element);
        }
    }

    public static JsonObject NewWidget(Call call, JsonObject widget, string attr)
    {
        string? type = widget["widget_type"].AsText();
        if (type is null || !WidgetTypes.Contains(type))
            throw ApiError.Choice(attr, type ?? "");
        JsonObject content = TileFactory.WidgetContent(call.World.Dashboards.NextTile(), type, call.Now);
        Change(content, widget);
        return content;
    }

    public static void CheckText(string? body, string attr)
    {
        if (body?.Length > 4000)
            throw ApiError.Invalid(attr, "Text body cannot exceed 4000 characters", "max_length");
    }

    private static void Change(JsonObject content, JsonObject widget)
    {
        foreach (string key in new[] { "config", "name", "description" })
        {
            if (widget.ContainsKey(key))
                content[key] = widget[key].DeepCopy();
        }
    }

    /// <summary>The content with the given id; null without an id.</summary>
    private static JsonObject? Content(Call call, Dashboard dashboard, JsonObject given, string kind, Func<Tile, JsonObject?> content, string missing)
    {
        // A user of another organization in the body is an error: the client must omit the field.
        if (given["created_by"]?["id"] is { } user && user.AsInteger() != IdentityRoutes.User(call.World)["id"].AsInteger())
            throw ApiError.Invalid(null, "User not found in this organization.");
        if (given["id"] is not { } id)
            return null;
        return dashboard.Tiles.Where(t => !t.Deleted).Select(content).FirstOrDefault(c => c is not null && c["id"]!.ToString() == id.ToString())
            ?? throw ApiError.Invalid(kind, missing);
    }

    private static void CheckButton(JsonObject button)
    {
        foreach ((string key, int longest, string text) in new[] { ("url", 2000, "Button URL cannot exceed 2000 characters"),
            ("text", 200, "Button text cannot exceed 200 characters") })
        {
            string attr = "button_tile__" + key;
            if (!button.ContainsKey(key))
                throw ApiError.Required(attr);
            if (string.IsNullOrEmpty(button[key].AsText()))
                throw ApiError.Invalid(attr, "This field may not be blank.", "blank");
            if (button[key].AsText()!.Length > longest)
                throw ApiError.Invalid(attr, text, "max_length");
        }

        string url = button["url"].AsText()!;
        if (!url.StartsWith('/') && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"))
            throw ApiError.Invalid("button_tile__url", "Must be a valid URL or a pathname starting with /", "invalid");
        if (button["placement"] is { } placement && placement.AsText() is not ("left" or "right"))
            throw ApiError.Choice("button_tile__placement", placement.ToString());
        if (button["style"] is { } style && style.AsText() is not ("primary" or "secondary"))
            throw ApiError.Choice("button_tile__style", style.ToString());
    }

    // An unknown or missing id adds a tile.
    private static void Upsert(World world, Dashboard dashboard, JsonObject element, Action<Tile> set)
    {
        Tile? tile = element["id"] is { } id ? dashboard.Tiles.Find(t => t.Id == id.AsInteger()) : null;
        if (tile is null)
        {
            tile = new Tile { Id = world.Dashboards.NextTile(), DashboardId = dashboard.Id };
            dashboard.Tiles.Add(tile);
        }

        set(tile);
        tile.Display(element);
    }
}
