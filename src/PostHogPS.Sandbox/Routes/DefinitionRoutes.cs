using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Lists of what queries refer to by id: cohorts, actions, flags, types of groups, variables, tables.</summary>
internal static class DefinitionRoutes
{
    private const int VariablesPerPage = 500;

    public static void Map(RouteTable routes)
    {
        Add("cohorts", "cohort:read", static (store, project) => store.Cohorts(project));
        Add("actions", "action:read", static (store, project) => store.Actions(project));
        Add("feature_flags", "feature_flag:read", static (store, project) => store.Flags(project));
        Add("warehouse_tables", "warehouse_table:read", static (store, project) => store.Tables(project));
        // A bare array, without pages.
        routes.Add("GET", "projects/{pid}/groups_types", "group:read", static call =>
            SandboxResponse.Json(200, JsonText.CreateArray(DefinitionStore.GroupTypes(call.Project))));
        // Older servers keep this list to their own pages.
        routes.Add("GET", "projects/{pid}/insight_variables", routes.Old ? null : "insight_variable:read", Variables);

        void Add(string path, string scope, Func<DefinitionStore, Project, IEnumerable<JsonObject>> read) =>
            routes.Add("GET", "projects/{pid}/" + path, scope, call =>
                Paging.CreateOffsetPage(call, read(call.World.Definitions, call.Project).ToList(), item => WithUsers(call.World, item)));
    }

    private static JsonObject WithUsers(World world, JsonObject item)
    {
        foreach (string key in new[] { "created_by", "last_modified_by" })
        {
            if (item.ContainsKey(key))
                item[key] = IdentityRoutes.User(world);
        }

        if (item["credential"] is JsonObject credential)
            credential["created_by"] = IdentityRoutes.User(world);
        return item;
    }

    // By numbers of pages, not by offset; there are never more than one page of them here.
    private static SandboxResponse Variables(Call call)
    {
        if (call.Request.Get("page") is { } page && page != "1")
            throw ApiError.NotFound("Invalid page.");
        List<JsonObject> all = call.World.Definitions.Variables(call.Project).Take(VariablesPerPage).ToList();
        return SandboxResponse.Ok(new JsonObject { ["count"] = all.Count, ["next"] = null, ["previous"] = null, ["results"] = JsonText.CreateArray(all) });
    }
}
