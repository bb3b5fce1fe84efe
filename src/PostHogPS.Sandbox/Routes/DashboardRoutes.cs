using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

internal static class DashboardRoutes
{
    private const string Prefix = "projects/{pid}/dashboards";
    private const string Read = "dashboard:read";
    private const string Write = "dashboard:write";

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, Read, List);
        routes.Add("POST", Prefix, Write, Create);
        DashboardTileRoutes.Map(routes, Prefix);
        routes.Add("GET", Prefix + "/{id}", Read, Retrieve);
        routes.Add("PUT", Prefix + "/{id}", Write, Update);
        routes.Add("PATCH", Prefix + "/{id}", Write, Update);
        // There is no hard delete, and this refusal comes without a body.
        routes.Add("DELETE", Prefix + "/{id}", Write, _ => SandboxResponse.Empty(405));
        routes.Add("GET", Prefix + "/{id}/sharing", "sharing_configuration:read", call => SandboxResponse.Ok(DashboardView.Sharing(Find(call))));
        routes.Add("PATCH", Prefix + "/{id}/sharing", "sharing_configuration:write", Share);
        routes.Add("POST", Prefix + "/{id}/sharing/refresh", "sharing_configuration:write", RefreshToken);
    }

    /// <summary>Deleted dashboards stay reachable by id for the restore.</summary>
    public static Dashboard Find(Call call) =>
        call.World.Dashboards.All.Find(d => d.Id == call.Number("id") && d.ProjectId == call.Project.Id) ?? throw ApiError.NotFound();

    private static SandboxResponse List(Call call)
    {
        SandboxRequest request = call.Request;
        bool old = call.World.Old;
        string? search = old ? null : request.Get("search");
        if (search?.Length > 200)
            throw ApiError.Invalid("search", "Ensure this value has at most 200 characters.");
        string? mode = old ? null : request.Get("creation_mode");
        string? folder = old ? null : request.Get("folder");
        List<string> tags = old ? [] : request.GetAll("tags");
        bool pinned = !old && JsonText.Bool(request.Get("pinned") ?? "") == true;
        bool written = !old && JsonText.Bool(request.Get("exclude_generated") ?? "") == true;

        IEnumerable<Dashboard> found = call.World.Dashboards.All
            .Where(d => d.ProjectId == call.Project.Id && !d.Deleted)
            .Where(d => mode is null ? d.CreationMode != "unlisted" : d.CreationMode == mode)
            .Where(d => !pinned || d.Pinned)
            .Where(d => folder is null || (d.Folder ?? "") == folder)
            .Where(d => !written || !d.Generated)
            .Where(d => tags.Count == 0 || d.Tags.Exists(tags.Contains));
        if (string.IsNullOrEmpty(search))
        {
            found = !old && request.Get("ordering") == "-last_viewed_at"
                ? found.OrderByDescending(d => d.LastViewedAt ?? DateTimeOffset.MinValue)
                : found.OrderByDescending(d => d.Pinned).ThenBy(d => d.Name, StringComparer.OrdinalIgnoreCase);
            return Paging.Offset(call, found.ToList(), d => DashboardView.Item(call.World, d));
        }

        List<Dashboard> hits = found.Where(d => Matches(d, search!)).OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ToList();
        string match = hits.Count > 0 ? "exact" : "similar";
        if (hits.Count == 0)
            hits = found.Where(d => IsSimilar(d.Name ?? "", search!)).ToList();
        return Paging.Offset(call, hits, d => DashboardView.Item(call.World, d, match));
    }

    private static bool Matches(Dashboard dashboard, string search) =>
        (dashboard.Name ?? "").Contains(search, StringComparison.OrdinalIgnoreCase)
        || dashboard.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
        || dashboard.Tags.Exists(t => t.Contains(search, StringComparison.OrdinalIgnoreCase));

    /// <summary>Half of the three-letter pieces in common, roughly as a trigram index judges.</summary>
    private static bool IsSimilar(string name, string search)
    {
        HashSet<string> a = Trigrams(name);
        HashSet<string> b = Trigrams(search);
        return b.Count > 0 && b.Count(a.Contains) >= (b.Count + 1) / 2;
    }

    private static HashSet<string> Trigrams(string text)
    {
        text = "  " + text.ToUpperInvariant() + " ";
        var pieces = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i + 3 <= text.Length; i++)
            pieces.Add(text.Substring(i, 3));
        return pieces;
    }

    private static SandboxResponse Retrieve(Call call)
    {
        Dashboard dashboard = Find(call);
        // A soft-deleted dashboard is gone for readers; only an update can bring it back.
        if (dashboard.Deleted)
            throw ApiError.NotFound();
        foreach (string name in new[] { "filters_override", "variables_override" })
            CheckJson(call.Request.Get(name), name);
        dashboard.LastAccessedAt = call.Now;
        return SandboxResponse.Ok(DashboardView.Whole(call.World, dashboard));
    }

    private static void CheckJson(string? text, string name)
    {
        if (text is null)
            return;
        try
        {
            if (JsonNode.Parse(text) is JsonObject)
                return;
        }
        catch (JsonException)
        {
        }

        throw ApiError.Invalid(null, "Invalid " + name + ".");
    }

    private static SandboxResponse Create(Call call)
    {
        JsonObject body = call.Body;
        Check(body);
        string? template = body["use_template"].Text();
        long? source = body["use_dashboard"].Whole();
        if (!string.IsNullOrEmpty(template) && source is not null)
            throw ApiError.Invalid(null, "`use_dashboard` and `use_template` cannot be used together");
        if (!string.IsNullOrEmpty(template) && template != "DEFAULT_APP")
            throw ApiError.Invalid("use_template", "Invalid template provided: " + template);
        Dashboard? original = source is null ? null
            : call.World.Dashboards.All.Find(d => d.Id == source && d.ProjectId == call.Project.Id) ?? throw ApiError.Invalid("use_dashboard", "Invalid value provided");

        Dashboard dashboard = call.World.Dashboards.Add(call.Project.Id);
        dashboard.CreationMode = original is not null ? "duplicate" : string.IsNullOrEmpty(template) ? "default" : "template";
        if (original is not null)
            dashboard.Tiles = original.Tiles.Select(t => Renumbered(call.World, t)).ToList();
        if (template == "DEFAULT_APP")
            dashboard.Tiles.Add(Tiles.Insight(call.World.Dashboards.NextTile(), dashboard, 0, "Daily active users"));
        if (body["_create_in_folder"].Text() is { } folder)
            dashboard.Folder = folder;
        Apply(dashboard, body);
        return SandboxResponse.Json(201, DashboardView.Whole(call.World, dashboard));
    }

    private static JsonObject Renumbered(World world, JsonObject tile)
    {
        var copy = (JsonObject)tile.DeepClone();
        copy["id"] = world.Dashboards.NextTile();
        return copy;
    }

    private static SandboxResponse Update(Call call)
    {
        Dashboard dashboard = Find(call);
        if (dashboard.Deleted && call.Body["deleted"].Bool() != false)
            throw ApiError.NotFound();
        if (dashboard.RestrictionLevel == 37 && call.Caller.Is("outsider"))
            throw ApiError.Forbidden("You don't have edit permissions for this dashboard.");
        Check(call.Body);
        Apply(dashboard, call.Body);
        return SandboxResponse.Ok(DashboardView.Whole(call.World, dashboard));
    }

    private static void Check(JsonObject body)
    {
        if (body["name"] is { } name && name.Text() is null)
            throw ApiError.Invalid("name", "Not a valid string.");
        if (body["name"].Text()?.Length > 400)
            throw ApiError.Invalid("name", "Ensure this field has no more than 400 characters.", "max_length");
        foreach (string key in new[] { "pinned", "deleted" })
        {
            if (body.ContainsKey(key) && body[key].Bool() is null)
                throw ApiError.Invalid(key, "Must be a valid boolean.");
        }

        if (body["filters"] is not (null or JsonObject))
            throw ApiError.Invalid(null, "Filters must be a dictionary");
        if (body["variables"] is not (null or JsonObject))
            throw ApiError.Invalid(null, "Variables must be a dictionary");
        if (body["tags"] is not (null or JsonArray))
            throw ApiError.Invalid("tags", "Expected a list of items but got type \"" + body["tags"].PythonType() + "\".", "not_a_list");
        if (body["restriction_level"] is { } level && level.Whole() is not (21 or 37))
            throw ApiError.Choice("restriction_level", level.ToJsonString());
    }

    private static void Apply(Dashboard dashboard, JsonObject body)
    {
        if (body.ContainsKey("name"))
            dashboard.Name = body["name"].Text();
        if (body["description"].Text() is { } description)
            dashboard.Description = description;
        dashboard.Pinned = body["pinned"].Bool() ?? dashboard.Pinned;
        dashboard.Deleted = body["deleted"].Bool() ?? dashboard.Deleted;
        if (body["tags"] is JsonArray tags)
            dashboard.Tags = tags.Select(t => t.Text() ?? "").Where(t => t.Length > 0).Distinct().ToList();
        if (body["restriction_level"].Whole() is { } level)
            dashboard.RestrictionLevel = (int)level;
        if (body.ContainsKey("filters"))
            dashboard.Filters = body["filters"].Copy();
        if (body.ContainsKey("variables"))
            dashboard.Variables = body["variables"].Copy();
        if (body.ContainsKey("breakdown_colors"))
            dashboard.BreakdownColors = body["breakdown_colors"].Copy();
        if (body.ContainsKey("data_color_theme_id"))
            dashboard.DataColorThemeId = body["data_color_theme_id"].Copy();
        if (body.ContainsKey("quick_filter_ids"))
            dashboard.QuickFilterIds = body["quick_filter_ids"].Copy();
    }

    private static SandboxResponse Share(Call call)
    {
        Dashboard dashboard = Find(call);
        JsonObject body = call.Body;
        if (body.ContainsKey("enabled"))
        {
            dashboard.Shared = body["enabled"].Bool() ?? throw ApiError.Invalid("enabled", "Must be a valid boolean.");
            if (dashboard.Shared && dashboard.AccessToken is null)
            {
                dashboard.AccessToken = Dice.Uuid(call.World.NextKey()).ToString("N");
                dashboard.SharedAt = call.Now;
            }
        }

        if (body.ContainsKey("settings"))
            dashboard.SharingSettings = body["settings"].Copy();
        dashboard.PasswordRequired = body["password_required"].Bool() ?? dashboard.PasswordRequired;
        return SandboxResponse.Ok(DashboardView.Sharing(dashboard));
    }

    private static SandboxResponse RefreshToken(Call call)
    {
        Dashboard dashboard = Find(call);
        dashboard.AccessToken = Dice.Uuid(call.World.NextKey()).ToString("N");
        // A new token is a saved row, whether sharing was ever on or not.
        dashboard.SharedAt ??= call.Now;
        return SandboxResponse.Ok(DashboardView.Sharing(dashboard));
    }
}
