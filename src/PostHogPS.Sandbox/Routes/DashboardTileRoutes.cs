using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Tiles: texts, widgets, copies, moves and order. Other changes go through the PATCH of the dashboard.</summary>
internal static class DashboardTileRoutes
{
    private const string Read = "dashboard:read";
    private const int MostWidgets = 10;

    public static void Map(RouteTable routes, string prefix)
    {
        // The older servers declare no scope for three of these actions, so no key may use them.
        string? write = routes.Old ? null : "dashboard:write";
        routes.Add("POST", prefix + "/{id}/copy_tile", write, Copy);
        routes.Add("PATCH", prefix + "/{id}/move_tile", write, Move);
        routes.Add("POST", prefix + "/{id}/reorder_tiles", write, Reorder);
        routes.Add("POST", prefix + "/create_unlisted_dashboard", "dashboard:write", Unlisted);
        routes.Add("GET", prefix + "/{id}/run_insights", "query:read", Insights);
        if (routes.Old)
            return;
        routes.Add("POST", prefix + "/{id}/move_tile", write, Move);
        routes.Add("POST", prefix + "/{id}/create_text_tile", write, CreateText);
        routes.Add("POST", prefix + "/{id}/update_text_tile", write, UpdateText);
        routes.Add("POST", prefix + "/{id}/delete_tile", write, Delete);
        routes.Add("POST", prefix + "/{id}/widgets/batch", write, AddWidgets);
        routes.Add("GET", prefix + "/widget_catalog", Read, _ =>
            SandboxResponse.Ok(new JsonObject { ["results"] = JsonText.CreateTextArray("error_tracking_list", "session_replay_list") }));
        routes.Add("GET", prefix + "/{id}/run_widgets", Read, Results);
    }

    private static SandboxResponse Unlisted(Call call)
    {
        string? name = call.Body["name"].AsText() ?? call.Body["tag"].AsText();
        if (string.IsNullOrEmpty(name))
            return SandboxResponse.Json(400, new JsonObject { ["error"] = "name is required" });
        if (call.World.Dashboards.All.Exists(d => d.ProjectId == call.Project.Id && d.CreationMode == "unlisted" && d.Name == name))
            return SandboxResponse.Json(409, new JsonObject { ["error"] = "An unlisted dashboard with this name exists already" });
        Dashboard dashboard = call.World.Dashboards.Add(call.Project.Id);
        dashboard.Name = name;
        dashboard.CreationMode = "unlisted";
        return SandboxResponse.Json(201, DashboardView.CreateDetail(call.World, dashboard));
    }

    private static Dashboard Editable(Call call)
    {
        Dashboard dashboard = DashboardRoutes.Find(call);
        DashboardRoutes.CheckMayEdit(call, dashboard);
        return dashboard;
    }

    private static Dashboard Other(Call call, long? id) =>
        id is { } number && call.World.Dashboards.Find(call.Project.Id, number) is { Deleted: false } found ? found : throw ApiError.NotFound();

    private static long Number(JsonObject? body, string key, string attr) =>
        body?[key] is null ? throw ApiError.Required(attr) : body[key].AsInteger() ?? throw ApiError.Invalid(attr, "A valid integer is required.", "invalid");

    private static Tile Tile(Dashboard dashboard, long id) => dashboard.Tiles.Find(t => t.Id == id && !t.Deleted) ?? throw ApiError.NotFound();

    private static SandboxResponse CreateText(Call call)
    {
        Dashboard dashboard = Editable(call);
        string body = Body(call) ?? throw ApiError.Required("body");
        long id = call.World.Dashboards.NextTile();
        var tile = new Tile { Id = id, DashboardId = dashboard.Id, Text = TileFactory.TextContent(id, body, call.Now) };
        Place(tile, call.Body);
        dashboard.Tiles.Add(tile);
        return SandboxResponse.Json(201, DashboardView.CreateTile(call.World, tile));
    }

    private static SandboxResponse UpdateText(Call call)
    {
        Dashboard dashboard = Editable(call);
        string? body = Body(call);
        Tile tile = Tile(dashboard, Number(call.Body, "tile_id", "tile_id"));
        if (tile.Text is not { } text)
            throw ApiError.Invalid(null, "Tile is not a text tile.");
        if (body is not null)
            text["body"] = body;
        Place(tile, call.Body);
        return SandboxResponse.Ok(DashboardView.CreateTile(call.World, tile));
    }

    // Optional, but not blank and not null.
    private static string? Body(Call call)
    {
        if (!call.Body.ContainsKey("body"))
            return null;
        string body = call.Body["body"].AsText() ?? throw ApiError.Null("body");
        if (body.Trim().Length == 0)
            throw ApiError.Invalid("body", "This field may not be blank.", "blank");
        DashboardTilePatch.CheckText(body, "body");
        return body;
    }

    // These routes accept the layout and the colour of a tile only.
    private static void Place(Tile tile, JsonObject body)
    {
        var looks = new JsonObject();
        foreach (string key in new[] { "layouts", "color" })
        {
            if (body.ContainsKey(key))
                looks[key] = body[key].DeepCopy();
        }

        tile.Display(looks);
    }

    private static SandboxResponse Delete(Call call)
    {
        Dashboard dashboard = Editable(call);
        Tile(dashboard, Number(call.Body, "tile_id", "tile_id")).Deleted = true;
        foreach (string breakpoint in new[] { "sm", "xs" })
            Compact(dashboard, breakpoint);
        return SandboxResponse.Empty(204);
    }

    /// <summary>Moves every tile up as far as possible, in the order of the page.</summary>
    private static void Compact(Dashboard dashboard, string breakpoint)
    {
        var placed = new List<(long X, long Y, long W, long H)>();
        foreach (Tile tile in dashboard.VisibleTiles)
        {
            if (tile.Layouts[breakpoint] is not JsonObject box)
                continue;
            long x = box["x"].AsInteger() ?? 0, w = box["w"].AsInteger() ?? 1, h = box["h"].AsInteger() ?? 1, y = 0;
            while (placed.Where(p => x < p.X + p.W && p.X < x + w && y < p.Y + p.H && p.Y < y + h).ToList() is { Count: > 0 } below)
                y = below.Max(p => p.Y + p.H);
            placed.Add((x, y, w, h));
            box["y"] = y;
        }
    }

    private static SandboxResponse AddWidgets(Call call)
    {
        if (!call.World.Options.Widgets)
            throw ApiError.Invalid(null, "Dashboard widgets are not enabled for this project.");
        Dashboard dashboard = DashboardRoutes.Find(call);
        if (call.Body["widgets"] is not JsonArray widgets)
            throw ApiError.Required("widgets");
        if (widgets.Count is 0 or > MostWidgets)
            throw ApiError.Invalid("widgets",
                widgets.Count == 0 ? "This list may not be empty." : $"Ensure this field has no more than {MostWidgets} elements.", "invalid");
        var made = new List<Tile>();
        for (int i = 0; i < widgets.Count; i++)
        {
            var given = (JsonObject)widgets[i]!;
            if (!given.ContainsKey("config"))
                throw ApiError.Required($"widgets__{i}__config");
            var tile = new Tile
            {
                Id = call.World.Dashboards.NextTile(),
                DashboardId = dashboard.Id,
                Widget = DashboardTilePatch.NewWidget(call, given, $"widgets__{i}__widget_type"),
                Layouts = new JsonObject { ["sm"] = new JsonObject { ["x"] = 0, ["y"] = Bottom(dashboard, made), ["w"] = 6, ["h"] = 5 } },
            };
            Place(tile, given);
            tile.ShowDescription = given["show_description"].AsBoolean();
            made.Add(tile);
        }

        dashboard.Tiles.AddRange(made);
        return SandboxResponse.Json(201,
            new JsonObject { ["tiles"] = JsonText.CreateArray(made.Select(t => (JsonNode?)DashboardView.CreateTile(call.World, t))) });
    }

    private static long Bottom(Dashboard dashboard, IEnumerable<Tile> more) => dashboard.VisibleTiles.Concat(more)
        .Where(t => t.Layouts["sm"] is JsonObject).Select(t => t.LayoutValue("y") + t.LayoutValue("h")).DefaultIfEmpty(0).Max();

    /// <summary>Called on the dashboard that gets the copy.</summary>
    private static SandboxResponse Copy(Call call)
    {
        Dashboard target = Editable(call);
        long from = Number(call.Body, "fromDashboardId", "fromDashboardId");
        long id = Number(call.Body, "tileId", "tileId");
        if (from == target.Id)
            throw ApiError.Invalid(null, "Destination must be a different dashboard than the source.");
        Tile tile = Tile(Other(call, from), id);
        if (tile.Widget is null && tile.Insight is null && tile.Text is null)
            throw ApiError.Invalid(null, "Only insight, text, and widget tiles can be copied between dashboards.");
        if (tile.Widget is null && target.VisibleTiles.Any(t => t.Content == tile.Content))
            throw ApiError.Invalid(null, tile.Insight is not null ? "This insight is already on the destination dashboard."
                : "This text card is already on the destination dashboard.");
        call.World.Dashboards.Copy(tile, target, deep: tile.Widget is not null);
        return SandboxResponse.Ok(DashboardView.CreateDetail(call.World, target));
    }

    private static SandboxResponse Move(Call call)
    {
        Dashboard source = Editable(call);
        long to = Number(call.Body, call.World.Old ? "toDashboard" : "to_dashboard", "to_dashboard");
        if (call.Body["tile"] is not JsonObject given)
            throw ApiError.Required("tile");
        Tile tile = Tile(source, Number(given, "id", "tile__id"));
        Dashboard target = Other(call, to);
        DashboardRoutes.CheckMayEdit(call, target);
        source.Tiles.Remove(tile);
        tile.DashboardId = target.Id;
        target.Tiles.Add(tile);
        return SandboxResponse.Ok(DashboardView.CreateDetail(call.World, source));
    }

    private static SandboxResponse Reorder(Call call)
    {
        Dashboard dashboard = Editable(call);
        if (call.Body["tile_order"] is not JsonArray order)
            throw ApiError.Required("tile_order");
        if (order.Count == 0)
            throw ApiError.Invalid("tile_order", "This list may not be empty.", "empty");
        List<long> ids = order.Select(n => n.AsInteger() ?? throw ApiError.Invalid("tile_order", "A valid integer is required.", "invalid")).ToList();
        string layout = call.Body["layout"].AsText() ?? "preserve";
        if (layout is not ("preserve" or "two_column" or "full_width"))
            throw ApiError.Choice("layout", layout);
        // Two errors that are older than the error envelope.
        if (ids.Distinct().Count() != ids.Count)
            return SandboxResponse.Json(400, new JsonObject { ["detail"] = "tile_order must contain unique tile IDs" });
        List<long> missing = ids.Where(id => !dashboard.VisibleTiles.Any(t => t.Id == id)).OrderBy(id => id).ToList();
        if (missing.Count > 0)
            return SandboxResponse.Json(404, new JsonObject { ["detail"] = "Tile IDs not found on this dashboard: [" + string.Join(", ", missing) + "]" });
        Arrange(ids.ConvertAll(id => Tile(dashboard, id)), layout);
        return SandboxResponse.Ok(DashboardView.CreateDetail(call.World, dashboard));
    }

    /// <summary>Places each tile at the topmost gap, the leftmost of several; two of the modes set the sizes too.</summary>
    private static void Arrange(List<Tile> tiles, string layout)
    {
        const int Columns = 12;
        var heights = new long[Columns];
        long below = 0;
        foreach (Tile tile in tiles)
        {
            long w = layout == "full_width" ? Columns : layout == "two_column" ? 6 : Math.Max(1, Math.Min(Columns, tile.Layouts["sm"]?["w"].AsInteger() ?? 6));
            long h = layout == "preserve" ? Math.Max(1, tile.Layouts["sm"]?["h"].AsInteger() ?? 5) : 5;
            long Top(long x) => heights.Skip((int)x).Take((int)w).Max();
            long at = Enumerable.Range(0, (int)(Columns - w + 1)).Select(x => (long)x).OrderBy(Top).First();
            long top = Top(at);
            tile.Layouts = new JsonObject
            {
                ["sm"] = new JsonObject { ["x"] = at, ["y"] = top, ["w"] = w, ["h"] = h },
                ["xs"] = new JsonObject { ["x"] = 0, ["y"] = below, ["w"] = 1, ["h"] = h },
            };
            for (long x = at; x < at + w; x++)
                heights[x] = top + h;
            below += h;
        }
    }

    // Only tiles with an insight, and only its name and result.
    private static SandboxResponse Insights(Call call) => SandboxResponse.Ok(new JsonObject
    {
        ["results"] = JsonText.CreateArray(DashboardRoutes.Find(call).VisibleTiles.Where(tile => tile.Insight is not null)
            .Select(tile => (JsonNode?)new JsonObject
        {
            ["id"] = tile.Id,
            ["insight"] = new JsonObject
            {
                ["id"] = tile.Insight!["id"].DeepCopy(),
                ["short_id"] = tile.Insight["short_id"].DeepCopy(),
                ["name"] = tile.Insight["name"].DeepCopy(),
                ["derived_name"] = tile.Insight["derived_name"].DeepCopy(),
                ["result"] = tile.Insight["result"].DeepCopy(),
            },
        })),
    });

    private static SandboxResponse Results(Call call)
    {
        Dashboard dashboard = DashboardRoutes.Find(call);
        return SandboxResponse.Ok(new JsonObject { ["results"] = JsonText.CreateArray(dashboard.VisibleTiles.Select((t, order) =>
            (JsonNode?)DashboardView.CreateTile(call.World, t, order))) });
    }
}
