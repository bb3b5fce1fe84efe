using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>The JSON of dashboards: short in lists, with tiles for a single one.</summary>
internal static class DashboardView
{
    public static JsonObject CreateListItem(World world, Dashboard dashboard, string? match = null)
    {
        var view = new JsonObject
        {
            ["id"] = dashboard.Id,
            ["name"] = dashboard.Name,
            ["description"] = dashboard.Description,
            ["pinned"] = dashboard.Pinned,
            ["created_at"] = JsonText.FormatTime(dashboard.CreatedAt),
            ["created_by"] = IdentityRoutes.User(world),
            ["is_shared"] = dashboard.Shared,
            ["deleted"] = dashboard.Deleted,
            ["creation_mode"] = dashboard.CreationMode,
            ["tags"] = JsonText.CreateArray(dashboard.Tags.Select(t => (JsonNode?)t)),
            ["restriction_level"] = dashboard.RestrictionLevel,
            ["effective_restriction_level"] = dashboard.RestrictionLevel,
            ["effective_privilege_level"] = 37,
            ["user_access_level"] = "editor",
        };
        if (world.Old)
            return view;

        view["last_accessed_at"] = JsonText.FormatTime(dashboard.LastAccessedAt);
        view["last_viewed_at"] = JsonText.FormatTime(dashboard.LastViewedAt);
        view["last_refresh"] = JsonText.FormatTime(dashboard.LastRefresh);
        view["access_control_version"] = "v2";
        view["team_id"] = dashboard.ProjectId;
        view["folder"] = dashboard.Folder;
        view["file_system_id"] = SeededRandom.Uuid((ulong)dashboard.Id).ToString();
        view["file_system_path"] = string.IsNullOrEmpty(dashboard.Folder) ? dashboard.Name : dashboard.Folder + "/" + dashboard.Name;
        view["search_match_type"] = match;
        return view;
    }

    public static JsonObject CreateDetail(World world, Dashboard dashboard)
    {
        JsonObject view = CreateListItem(world, dashboard);
        view.Remove("search_match_type");
        view["filters"] = dashboard.Filters.DeepCopy() ?? new JsonObject();
        view["variables"] = dashboard.Variables.DeepCopy();
        view["breakdown_colors"] = dashboard.BreakdownColors.DeepCopy() ?? new JsonArray();
        view["data_color_theme_id"] = dashboard.DataColorThemeId.DeepCopy();
        view["persisted_filters"] = dashboard.Filters is JsonObject { Count: > 0 } filters ? filters.DeepCopy() : null;
        view["persisted_variables"] = dashboard.Variables is JsonObject { Count: > 0 } variables ? variables.DeepCopy() : null;
        view["quick_filter_ids"] = dashboard.QuickFilterIds.DeepCopy() ?? new JsonArray();
        view["tiles"] = JsonText.CreateArray(dashboard.VisibleTiles.Select((tile, order) => (JsonNode?)CreateTile(world, tile, order)));
        return view;
    }

    /// <summary>A single tile, as the tile routes return it, has no order.</summary>
    public static JsonObject CreateTile(World world, Tile tile, int? order = null) => new()
    {
        ["id"] = tile.Id,
        ["layouts"] = tile.Layouts.DeepCopy(),
        ["color"] = tile.Color,
        ["order"] = order,
        ["insight"] = tile.Insight is null ? null : InsightView.CreateForTile(world, tile.Insight),
        ["text"] = Owned(world, tile, tile.Text),
        ["button_tile"] = Owned(world, tile, tile.Button),
        ["widget"] = Owned(world, tile, tile.Widget),
        ["last_refresh"] = null,
        ["is_cached"] = tile.Insight is not null,
        ["filters_overrides"] = tile.FiltersOverrides.DeepCopy(),
        ["show_description"] = tile.ShowDescription,
        ["transparent_background"] = tile.TransparentBackground,
    };

    private static JsonObject? Owned(World world, Tile tile, JsonObject? content)
    {
        if (content is null)
            return null;
        var view = (JsonObject)content.DeepClone();
        view["team"] = world.Dashboards.All.Find(d => d.Id == tile.DashboardId)?.ProjectId;
        view["created_by"] = IdentityRoutes.User(world);
        view["last_modified_by"] = IdentityRoutes.User(world);
        view["dashboard_tiles"] = CreatePlaces(world, content);
        return view;
    }

    /// <summary>The tiles that show an insight or a text.</summary>
    public static JsonArray CreatePlaces(World world, JsonObject content) => JsonText.CreateArray(world.Dashboards.TilesOf(content)
        .Select(t => (JsonNode?)new JsonObject { ["id"] = t.Id, ["dashboard_id"] = t.DashboardId, ["deleted"] = t.Deleted }));
}
