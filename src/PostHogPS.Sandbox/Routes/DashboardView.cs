using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>How dashboards look on the wire: shortly in lists, whole when asked for one.</summary>
internal static class DashboardView
{
    public static JsonObject Item(World world, Dashboard dashboard, string? match = null)
    {
        var view = new JsonObject
        {
            ["id"] = dashboard.Id,
            ["name"] = dashboard.Name,
            ["description"] = dashboard.Description,
            ["pinned"] = dashboard.Pinned,
            ["created_at"] = JsonText.Time(dashboard.CreatedAt),
            ["created_by"] = IdentityRoutes.User(world),
            ["is_shared"] = dashboard.Shared,
            ["deleted"] = dashboard.Deleted,
            ["creation_mode"] = dashboard.CreationMode,
            ["tags"] = JsonText.Array(dashboard.Tags.Select(t => (JsonNode?)t)),
            ["restriction_level"] = dashboard.RestrictionLevel,
            ["effective_restriction_level"] = dashboard.RestrictionLevel,
            ["effective_privilege_level"] = 37,
            ["user_access_level"] = "editor",
        };
        if (world.Old)
            return view;

        view["last_accessed_at"] = JsonText.Time(dashboard.LastAccessedAt);
        view["last_viewed_at"] = JsonText.Time(dashboard.LastViewedAt);
        view["last_refresh"] = JsonText.Time(dashboard.LastRefresh);
        view["access_control_version"] = "v2";
        view["team_id"] = dashboard.ProjectId;
        view["folder"] = dashboard.Folder;
        view["file_system_id"] = Dice.Uuid((ulong)dashboard.Id).ToString();
        view["file_system_path"] = string.IsNullOrEmpty(dashboard.Folder) ? dashboard.Name : dashboard.Folder + "/" + dashboard.Name;
        view["search_match_type"] = match;
        return view;
    }

    public static JsonObject Whole(World world, Dashboard dashboard)
    {
        JsonObject view = Item(world, dashboard);
        view.Remove("search_match_type");
        view["filters"] = dashboard.Filters.Copy() ?? new JsonObject();
        view["variables"] = dashboard.Variables.Copy();
        view["breakdown_colors"] = dashboard.BreakdownColors.Copy() ?? new JsonArray();
        view["data_color_theme_id"] = dashboard.DataColorThemeId.Copy();
        view["persisted_filters"] = null;
        view["persisted_variables"] = null;
        view["quick_filter_ids"] = dashboard.QuickFilterIds.Copy();
        view["tiles"] = JsonText.Array(dashboard.Tiles.Select(t => (JsonNode?)t.DeepClone()));
        return view;
    }

    public static JsonObject Sharing(Dashboard dashboard) => new()
    {
        ["created_at"] = JsonText.Time(dashboard.SharedAt),
        ["enabled"] = dashboard.Shared,
        ["access_token"] = dashboard.AccessToken,
        ["settings"] = dashboard.SharingSettings.Copy(),
        ["password_required"] = dashboard.PasswordRequired,
        ["share_passwords"] = new JsonArray(),
    };
}
