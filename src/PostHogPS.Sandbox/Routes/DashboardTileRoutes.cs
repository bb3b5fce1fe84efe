using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Tiles: text, copies, moves and order.</summary>
internal static class DashboardTileRoutes
{
    private const string Read = "dashboard:read";
    private const string Write = "dashboard:write";

    public static void Map(RouteTable routes, string prefix)
    {
        routes.Add("GET", prefix + "/widget_catalog", Read, _ => SandboxResponse.Ok(new JsonObject { ["results"] = JsonText.Texts("error_tracking_list", "session_replay_list") }));
        routes.Add("POST", prefix + "/create_unlisted_dashboard", Write, Unlisted);
        routes.Add("POST", prefix + "/{id}/create_text_tile", Write, CreateText);
        routes.Add("POST", prefix + "/{id}/update_text_tile", Write, UpdateText);
        routes.Add("POST", prefix + "/{id}/delete_tile", Write, Delete);
        routes.Add("POST", prefix + "/{id}/copy_tile", Write, Copy);
        routes.Add("POST", prefix + "/{id}/move_tile", Write, Move);
        routes.Add("PATCH", prefix + "/{id}/move_tile", Write, Move);
        routes.Add("POST", prefix + "/{id}/reorder_tiles", Write, Reorder);
        routes.Add("GET", prefix + "/{id}/run_insights", "query:read", Insights);
        routes.Add("GET", prefix + "/{id}/run_widgets", Read, Results);
    }

    private static SandboxResponse Unlisted(Call call)
    {
        string? name = call.Body["name"].Text() ?? call.Body["tag"].Text();
        if (string.IsNullOrEmpty(name))
            return SandboxResponse.Json(400, new JsonObject { ["error"] = "name is required" });
        if (call.World.Dashboards.All.Exists(d => d.ProjectId == call.Project.Id && d.CreationMode == "unlisted" && d.Name == name))
            return SandboxResponse.Json(409, new JsonObject { ["error"] = "An unlisted dashboard with this name exists already" });
        Dashboard dashboard = call.World.Dashboards.Add(call.Project.Id);
        dashboard.Name = name;
        dashboard.CreationMode = "unlisted";
        return SandboxResponse.Json(201, DashboardView.Whole(call.World, dashboard));
    }

    private static JsonObject Tile(Dashboard dashboard, JsonNode? id) =>
        dashboard.Tiles.Find(t => t["id"].Whole() == id.Whole() && id is not null) ?? throw ApiError.NotFound();

    private static SandboxResponse CreateText(Call call)
    {
        Dashboard dashboard = DashboardRoutes.Find(call);
        string body = call.Body["body"].Text() ?? throw ApiError.Required("body");
        JsonObject tile = Tiles.Text(call.World.Dashboards.NextTile(), dashboard.Tiles.Count, body, call.Now);
        dashboard.Tiles.Add(tile);
        return SandboxResponse.Json(201, tile.DeepClone());
    }

    private static SandboxResponse UpdateText(Call call)
    {
        JsonObject tile = Tile(DashboardRoutes.Find(call), call.Body["tile_id"]);
        if (tile["text"] is not JsonObject text)
            throw ApiError.Invalid("tile_id", "The tile is not a text tile.");
        text["body"] = call.Body["body"].Text() ?? throw ApiError.Required("body");
        return SandboxResponse.Ok(tile.DeepClone());
    }

    private static SandboxResponse Delete(Call call)
    {
        Dashboard dashboard = DashboardRoutes.Find(call);
        dashboard.Tiles.Remove(Tile(dashboard, call.Body["tile_id"]));
        return SandboxResponse.Empty(204);
    }

    private static SandboxResponse Copy(Call call)
    {
        Dashboard target = DashboardRoutes.Find(call);
        JsonObject tile = Transferred(call, target, "fromDashboard", out _);
        var copy = (JsonObject)tile.DeepClone();
        copy["id"] = call.World.Dashboards.NextTile();
        target.Tiles.Add(copy);
        return SandboxResponse.Ok(DashboardView.Whole(call.World, target));
    }

    private static SandboxResponse Move(Call call)
    {
        Dashboard source = DashboardRoutes.Find(call);
        JsonObject tile = Tile(source, call.Body["tile"] is JsonObject given ? given["id"] : call.Body["tile_id"]);
        long? to = call.Body["toDashboard"].Whole() ?? call.Body["to_dashboard"].Whole();
        Dashboard target = call.World.Dashboards.All.Find(d => d.Id == to && d.ProjectId == call.Project.Id) ?? throw ApiError.NotFound();
        source.Tiles.Remove(tile);
        target.Tiles.Add(tile);
        return SandboxResponse.Ok(DashboardView.Whole(call.World, source));
    }

    private static JsonObject Transferred(Call call, Dashboard target, string key, out Dashboard source)
    {
        long? from = call.Body[key].Whole();
        source = from is null ? target : call.World.Dashboards.All.Find(d => d.Id == from && d.ProjectId == call.Project.Id) ?? throw ApiError.NotFound();
        return Tile(source, call.Body["tileId"] ?? call.Body["tile_id"]);
    }

    /// <summary>Its refusals are older than the error envelope.</summary>
    private static SandboxResponse Reorder(Call call)
    {
        Dashboard dashboard = DashboardRoutes.Find(call);
        if (call.Body["tile_order"] is not JsonArray order || order.Count == 0)
            return SandboxResponse.Json(400, new JsonObject { ["detail"] = "tile_order must be a list of tile ids" });
        var ids = order.Select(n => n.Whole()).ToList();
        if (ids.Exists(id => !dashboard.Tiles.Exists(t => t["id"].Whole() == id)))
            return SandboxResponse.Json(404, new JsonObject { ["detail"] = "One or more tiles were not found" });
        dashboard.Tiles = dashboard.Tiles.OrderBy(t => ids.IndexOf(t["id"].Whole()) is var at && at < 0 ? int.MaxValue : at).ToList();
        for (int i = 0; i < dashboard.Tiles.Count; i++)
            dashboard.Tiles[i]["order"] = i;
        return SandboxResponse.Ok(DashboardView.Whole(call.World, dashboard));
    }

    // Only tiles with an insight, and of it no more than its name and result.
    private static SandboxResponse Insights(Call call) => SandboxResponse.Ok(new JsonObject
    {
        ["results"] = JsonText.Array(DashboardRoutes.Find(call).Tiles.Where(tile => tile["insight"] is JsonObject).Select(tile => (JsonNode?)new JsonObject
        {
            ["id"] = tile["id"].Copy(),
            ["insight"] = new JsonObject
            {
                ["id"] = tile["insight"]!["id"].Copy(),
                ["short_id"] = tile["insight"]!["short_id"].Copy(),
                ["name"] = tile["insight"]!["name"].Copy(),
                ["derived_name"] = tile["insight"]!["derived_name"].Copy(),
                ["result"] = tile["insight"]!["result"].Copy(),
            },
        })),
    });

    private static SandboxResponse Results(Call call)
    {
        Dashboard dashboard = DashboardRoutes.Find(call);
        return SandboxResponse.Ok(new JsonObject { ["results"] = JsonText.Array(dashboard.Tiles.Select(t => (JsonNode?)t.DeepClone())) });
    }
}
