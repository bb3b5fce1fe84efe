using System;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>The JSON of insights.</summary>
internal static class InsightView
{
    /// <summary>As a tile shows it.</summary>
    public static JsonObject CreateForTile(World world, JsonObject insight)
    {
        var view = (JsonObject)insight.DeepClone();
        view["dashboards"] = JsonText.CreateArray(world.Dashboards.TilesOf(insight).Where(t => !t.Deleted).Select(t => (JsonNode?)t.DashboardId));
        view["dashboard_tiles"] = DashboardView.CreatePlaces(world, insight);
        view["created_by"] = IdentityRoutes.User(world);
        return view;
    }

    /// <summary>On its own; a basic one is without results.</summary>
    public static JsonObject Create(World world, JsonObject insight, bool basic = false)
    {
        JsonObject view = CreateForTile(world, insight);
        DateTimeOffset made = world.Start.AddDays(-20);
        view["order"] = null;
        view["deleted"] = insight["deleted"].AsBoolean() == true;
        view["favorited"] = insight["favorited"].AsBoolean() == true;
        view["created_at"] = JsonText.FormatTime(made);
        view["updated_at"] = JsonText.FormatTime(made);
        view["last_modified_at"] = JsonText.FormatTime(made);
        view["last_modified_by"] = IdentityRoutes.User(world);
        view["user_access_level"] = "editor";
        view["is_sample"] = false;
        view["effective_restriction_level"] = 21;
        view["effective_privilege_level"] = 37;
        if (basic)
        {
            view.Remove("result");
            view.Remove("is_cached");
            return view;
        }

        foreach (string key in new[] { "cache_target_age", "next_allowed_client_refresh", "hasMore", "columns", "timezone", "query_status", "hogql", "types",
            "resolved_date_range", "last_viewed_at" })
            view[key] = null;
        view["alerts"] = new JsonArray();
        return view;
    }
}
