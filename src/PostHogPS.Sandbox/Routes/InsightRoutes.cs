using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Insights. Making one with <c>dashboards</c> is the only way for a key to put one on a dashboard.</summary>
internal static class InsightRoutes
{
    private const string Prefix = "projects/{pid}/insights";
    private const string Write = "insight:write";

    private static readonly string[] Texts = ["name", "description"];
    private static readonly string[] Searched = ["name", "derived_name", "description"];

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, "insight:read", List);
        routes.Add("POST", Prefix, Write, Create);
        routes.Add("GET", Prefix + "/{id}", "insight:read", call => SandboxResponse.Ok(InsightView.Create(call.World, Find(call))));
        routes.Add("PUT", Prefix + "/{id}", Write, Update);
        routes.Add("PATCH", Prefix + "/{id}", Write, Update);
        routes.Add("DELETE", Prefix + "/{id}", Write, _ => SandboxResponse.Empty(405));
    }

    private static SandboxResponse List(Call call)
    {
        SandboxRequest request = call.Request;
        IEnumerable<JsonObject> found = call.World.Dashboards.Insights(call.Project.Id).Where(i => i["deleted"].AsBoolean() != true);
        if (request.Get("short_id") is { } shortId)
            found = found.Where(i => i["short_id"].AsText() == shortId);
        if (request.Get("favorited") is { } favorited && JsonValueReader.ParseBoolean(favorited) == true)
            found = found.Where(i => i["favorited"].AsBoolean() == true);
        if (request.Get("search") is { Length: > 0 } search)
            found = found.Where(i =>
                Searched.Any(key => i[key].AsText()?.Contains(search, StringComparison.OrdinalIgnoreCase) == true));
        if (request.Get("dashboards") is { Length: > 0 } dashboards)
            found = found.Where(i => Numbers(dashboards).All(id => call.World.Dashboards.TilesOf(i).Any(t => !t.Deleted && t.DashboardId == id)));
        bool basic = JsonValueReader.ParseBoolean(request.Get("basic") ?? "") == true;
        return Paging.CreateOffsetPage(call, found.OrderByDescending(i => i["id"].AsInteger()).ToList(), i => InsightView.Create(call.World, i, basic));
    }

    private static SandboxResponse Create(Call call)
    {
        JsonObject body = call.Body;
        Check(body);
        List<Dashboard> dashboards = Dashboards(call, body);
        JsonObject insight = TileFactory.InsightContent(call.World.Dashboards.NextTile(), "");
        insight["name"] = null;
        insight["query"] = null;
        call.World.Dashboards.AddInsight(call.Project.Id, insight);
        Apply(call, insight, body);
        foreach (Dashboard dashboard in dashboards)
            Attach(call, dashboard, insight);
        return SandboxResponse.Json(201, InsightView.Create(call.World, insight));
    }

    private static SandboxResponse Update(Call call)
    {
        JsonObject insight = FindAny(call), body = call.Body;
        if (insight["deleted"].AsBoolean() == true && body["deleted"].AsBoolean() != false)
            throw ApiError.NotFound();
        Check(body);
        List<Dashboard> dashboards = Dashboards(call, body);
        Apply(call, insight, body);
        if (body["deleted"].AsBoolean() is { } deleted)
        {
            insight["deleted"] = deleted;
            foreach (Tile tile in call.World.Dashboards.TilesOf(insight))
                tile.Deleted = deleted;
        }

        // The whole list: what is left out loses the tile.
        if (body["dashboards"] is JsonArray)
        {
            foreach (Tile tile in call.World.Dashboards.TilesOf(insight).Where(t => dashboards.TrueForAll(d => d.Id != t.DashboardId)))
                tile.Deleted = true;
            dashboards.ForEach(dashboard => Attach(call, dashboard, insight));
        }

        return SandboxResponse.Ok(InsightView.Create(call.World, insight));
    }

    private static JsonObject FindAny(Call call) =>
        call.World.Dashboards.Insights(call.Project.Id).FirstOrDefault(i => i["id"].AsInteger() == call.GetNumber("id")) ?? throw ApiError.NotFound();

    private static JsonObject Find(Call call) => FindAny(call) is { } insight && insight["deleted"].AsBoolean() != true ? insight : throw ApiError.NotFound();

    private static void Attach(Call call, Dashboard dashboard, JsonObject insight)
    {
        if (dashboard.Tiles.Find(t => t.Insight == insight) is { } there)
            there.Deleted = false;
        else
            dashboard.Tiles.Add(new Tile { Id = call.World.Dashboards.NextTile(), DashboardId = dashboard.Id, Insight = insight });
    }

    private static List<Dashboard> Dashboards(Call call, JsonObject body)
    {
        if (body["dashboards"] is not (null or JsonArray))
            throw ApiError.Invalid("dashboards", "Expected a list of items but got type \"" + body["dashboards"].PythonType() + "\".", "not_a_list");
        List<Dashboard> found = (body["dashboards"] as JsonArray ?? []).Select(id =>
            call.World.Dashboards.Find(call.Project.Id, id.AsInteger() ?? 0) is { Deleted: false } dashboard ? dashboard
                : throw ApiError.Invalid("dashboards", $"Invalid pk \"{id?.ToString()}\" - object does not exist.", "does_not_exist")).ToList();
        found.ForEach(dashboard => DashboardRoutes.CheckMayEdit(call, dashboard));
        return found;
    }

    private static void Check(JsonObject body)
    {
        foreach (string key in Texts)
        {
            if (body[key] is { } text && text.AsText() is null)
                throw ApiError.Invalid(key, "Not a valid string.");
        }

        if (body["name"].AsText()?.Length > 400)
            throw ApiError.Invalid("name", "Ensure this field has no more than 400 characters.", "max_length");
        if (body["query"] is { } query && (query is not JsonObject node || node["kind"].AsText() is null))
            throw ApiError.Invalid("query", "Query must be an object with a kind.");
        if (body["tags"] is not (null or JsonArray))
            throw ApiError.Invalid("tags", "Expected a list of items but got type \"" + body["tags"].PythonType() + "\".", "not_a_list");
    }

    private static void Apply(Call call, JsonObject insight, JsonObject body)
    {
        foreach (string key in new[] { "name", "description", "query", "favorited" })
        {
            if (body.ContainsKey(key))
                insight[key] = body[key].DeepCopy();
        }

        if (body["tags"] is JsonArray && call.World.Options.Tagging)
            insight["tags"] = JsonText.CreateArray(DashboardRoutes.ReadTags(body).Select(t => (JsonNode?)t));
    }

    private static List<long> Numbers(string list)
    {
        try
        {
            return (JsonNode.Parse(list) as JsonArray)?.Select(n => n.AsInteger() ?? 0).ToList() ?? [];
        }
        catch (JsonException)
        {
            throw ApiError.Invalid("dashboards", "Invalid JSON.");
        }
    }
}
