using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
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
        // There is no hard delete, and this answer has no body.
        routes.Add("DELETE", Prefix + "/{id}", Write, _ => SandboxResponse.Empty(405));
    }

    /// <summary>No route finds a deleted dashboard; only an update can restore it.</summary>
    public static Dashboard Find(Call call)
    {
        Dashboard dashboard = FindAny(call);
        return dashboard.Deleted ? throw ApiError.NotFound() : dashboard;
    }

    public static void CheckMayEdit(Call call, Dashboard dashboard)
    {
        if (dashboard.RestrictionLevel == 37 && call.Caller.IsKind("outsider"))
            throw ApiError.Forbidden("You don't have edit permissions for this dashboard.");
    }

    private static Dashboard FindAny(Call call) =>
        call.World.Dashboards.Find(call.Project.Id, call.GetNumber("id")) ?? throw ApiError.NotFound();

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
        bool pinned = !old && JsonValueReader.ParseBoolean(request.Get("pinned") ?? "") == true;
        bool written = !old && JsonValueReader.ParseBoolean(request.Get("exclude_generated") ?? "") == true;

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
            return Paging.CreateOffsetPage(call, found.ToList(), d => DashboardView.CreateListItem(call.World, d));
        }

        List<Dashboard> hits = found.Where(d => Matches(d, search!)).OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ToList();
        string match = hits.Count > 0 ? "exact" : "similar";
        if (hits.Count == 0)
            hits = found.Where(d => IsSimilar(d.Name ?? "", search!)).ToList();
        return Paging.CreateOffsetPage(call, hits, d => DashboardView.CreateListItem(call.World, d, match));
    }

    private static bool Matches(Dashboard dashboard, string search) =>
        (dashboard.Name ?? "").Contains(search, StringComparison.OrdinalIgnoreCase)
        || dashboard.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
        || dashboard.Tags.Exists(t => t.Contains(search, StringComparison.OrdinalIgnoreCase));

    /// <summary>At least half of the trigrams in common, roughly like a trigram index.</summary>
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
        foreach (string name in new[] { "filters_override", "variables_override" })
            CheckJson(call.Request.Get(name), name);
        dashboard.LastAccessedAt = call.Now;
        return SandboxResponse.Ok(DashboardView.CreateDetail(call.World, dashboard));
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

    /// <summary>A create reads filters but no variables, and ignores tiles in the body.</summary>
    private static SandboxResponse Create(Call call)
    {
        JsonObject body = call.Body;
        Check(body);
        string? key = body["use_template"].AsText();
        long? source = body["use_dashboard"].AsInteger();
        if (!string.IsNullOrEmpty(key) && source is not null)
            throw ApiError.Invalid(null, "`use_dashboard` and `use_template` cannot be used together");
        Dashboard? original = source is null ? null
            : call.World.Dashboards.Find(call.Project.Id, source.Value) is { Deleted: false } found ? found
                : throw ApiError.Invalid("use_dashboard", "Invalid value provided");

        Dashboard dashboard = call.World.Dashboards.Add(call.Project.Id);
        dashboard.CreationMode = original is not null ? "duplicate" : string.IsNullOrEmpty(key) ? "default" : "template";
        dashboard.Filters = original?.Filters.DeepCopy() ?? new JsonObject();
        dashboard.Folder = body["_create_in_folder"].AsText() ?? dashboard.Folder;
        ApplyFields(dashboard, body);
        if (body["filters"] is JsonObject { Count: > 0 } filters)
            dashboard.Filters = filters.DeepCopy();
        if (original is not null)
        {
            dashboard.Variables = original.Variables.DeepCopy();
            dashboard.BreakdownColors = original.BreakdownColors.DeepCopy() ?? dashboard.BreakdownColors;
            dashboard.DataColorThemeId = original.DataColorThemeId.DeepCopy() ?? dashboard.DataColorThemeId;
            dashboard.QuickFilterIds = original.QuickFilterIds.DeepCopy() ?? dashboard.QuickFilterIds;
            foreach (Tile tile in original.VisibleTiles)
                call.World.Dashboards.Copy(tile, dashboard, deep: body["duplicate_tiles"].AsBoolean() == true || tile.Widget is not null);
        }

        // The row exists by now, and stays when the template is unknown.
        if (!string.IsNullOrEmpty(key))
            call.World.Templates.Apply(dashboard,
                call.World.Templates.Find(key!) ?? throw ApiError.Invalid("use_template", "Invalid template provided: " + key));
        ApplyTags(call.World, dashboard, body);
        return SandboxResponse.Json(201, DashboardView.CreateDetail(call.World, dashboard));
    }

    private static SandboxResponse Update(Call call)
    {
        Dashboard dashboard = FindAny(call);
        JsonObject body = call.Body;
        if (dashboard.Deleted && body["deleted"].AsBoolean() != false)
            throw ApiError.NotFound();
        CheckMayEdit(call, dashboard);
        Check(body);
        // For all tiles: a restore also restores tiles that were removed earlier.
        if (body["deleted"].AsBoolean() is { } deleted && deleted != dashboard.Deleted)
            dashboard.Tiles.ForEach(tile => tile.Deleted = deleted);
        dashboard.Deleted = body["deleted"].AsBoolean() ?? dashboard.Deleted;
        // An empty object changes nothing and is no error.
        if (body["filters"] is JsonObject { Count: > 0 } filters)
            dashboard.Filters = filters.DeepCopy();
        if (body["variables"] is JsonObject { Count: > 0 } variables)
            dashboard.Variables = variables.DeepCopy();
        ApplyFields(dashboard, body);
        ApplyTags(call.World, dashboard, body);
        foreach (JsonNode? tile in body["tiles"] as JsonArray ?? [])
            DashboardTilePatch.Apply(call, dashboard, tile as JsonObject ?? throw ApiError.Server());
        return SandboxResponse.Ok(DashboardView.CreateDetail(call.World, dashboard));
    }

    private static void Check(JsonObject body)
    {
        if (body["name"] is { } name && name.AsText() is null)
            throw ApiError.Invalid("name", "Not a valid string.");
        if (body["name"].AsText()?.Length > 400)
            throw ApiError.Invalid("name", "Ensure this field has no more than 400 characters.", "max_length");
        foreach (string key in new[] { "pinned", "deleted" })
        {
            if (body.ContainsKey(key) && body[key].AsBoolean() is null)
                throw ApiError.Invalid(key, "Must be a valid boolean.");
        }

        // The same text for both; empty values are not checked.
        foreach (string key in new[] { "filters", "variables" })
        {
            if (body[key] is JsonValue or JsonArray { Count: > 0 })
                throw ApiError.Invalid(null, "Filters must be a dictionary");
        }

        if (body["tags"] is not (null or JsonArray))
            throw ApiError.Invalid("tags", "Expected a list of items but got type \"" + body["tags"].PythonType() + "\".", "not_a_list");
        if (body["restriction_level"] is { } level && level.AsInteger() is not (21 or 37))
            throw ApiError.Choice("restriction_level", level.ToJsonString());
    }

    private static void ApplyFields(Dashboard dashboard, JsonObject body)
    {
        if (body.ContainsKey("name"))
            dashboard.Name = body["name"].AsText();
        if (body["description"].AsText() is { } description)
            dashboard.Description = description;
        dashboard.Pinned = body["pinned"].AsBoolean() ?? dashboard.Pinned;
        if (body["restriction_level"].AsInteger() is { } level)
            dashboard.RestrictionLevel = (int)level;
        if (body.ContainsKey("breakdown_colors"))
            dashboard.BreakdownColors = body["breakdown_colors"].DeepCopy();
        if (body.ContainsKey("data_color_theme_id"))
            dashboard.DataColorThemeId = body["data_color_theme_id"].DeepCopy();
        if (body.ContainsKey("quick_filter_ids"))
            dashboard.QuickFilterIds = body["quick_filter_ids"].DeepCopy();
    }

    /// <summary>Tags are stored in lower case; without the feature they are ignored without an error.</summary>
    private static void ApplyTags(World world, Dashboard dashboard, JsonObject body)
    {
        if (body["tags"] is JsonArray && world.Options.Tagging)
            dashboard.Tags = ReadTags(body);
    }

    /// <summary>The tags of a body as they are stored.</summary>
    public static List<string> ReadTags(JsonObject body) =>
        (body["tags"] as JsonArray ?? []).Select(t => (t.AsText() ?? "").Trim().ToLowerInvariant()).Where(t => t.Length > 0).Distinct().ToList();
}
