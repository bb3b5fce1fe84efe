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

/// <summary>Everybody can read templates; only PostHog's staff can write them.</summary>
internal static class DashboardTemplateRoutes
{
    private const string Prefix = "projects/{pid}/dashboard_templates";
    private const string Read = "dashboard_template:read";
    private const string Write = "dashboard_template:write";

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, Read, List);
        routes.Add("GET", Prefix + "/{id}", Read, call =>
            SandboxResponse.Ok(View(call.World, Seen(call).FirstOrDefault(t => t.Id == call.GetGuid("id")) ?? throw ApiError.NotFound())));
        routes.Add("POST", Prefix, Write, StaffOnly);
        routes.Add("PATCH", Prefix + "/{id}", Write, StaffOnly);
        routes.Add("PUT", Prefix + "/{id}", Write, StaffOnly);
        routes.Add("DELETE", Prefix + "/{id}", Write, _ => SandboxResponse.Empty(405));
    }

    private static SandboxResponse StaffOnly(Call call) => throw ApiError.Forbidden("You don't have edit permissions for this dashboard template.");

    private static IEnumerable<DashboardTemplate> Seen(Call call) => call.World.Templates.All.Where(t => t.ProjectId is null || t.ProjectId == call.Project.Id);

    private static SandboxResponse List(Call call)
    {
        SandboxRequest request = call.Request;
        // scope=global excludes those of the project; there are no templates of feature flags here.
        IEnumerable<DashboardTemplate> found = request.Get("scope") switch
        {
            "global" => call.World.Templates.All.Where(t => t.ProjectId is null),
            "feature_flag" => [],
            _ => Seen(call),
        };
        if (JsonValueReader.ParseBoolean(request.Get("is_featured") ?? "") is { } featured)
            found = found.Where(t => t.IsFeatured == featured);
        if (request.Get("search") is { } search)
            found = found.Where(t => t.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
                || t.Description.Contains(search, StringComparison.OrdinalIgnoreCase));
        else if (request.Get("ordering") == "template_name")
            found = found.OrderBy(t => t.Name, StringComparer.Ordinal);
        else if (request.Get("ordering") == "-template_name")
            found = found.OrderByDescending(t => t.Name, StringComparer.Ordinal);
        return Paging.CreateOffsetPage(call, found.ToList(), t => View(call.World, t));
    }

    private static JsonObject View(World world, DashboardTemplate template) => new()
    {
        ["id"] = template.Id.ToString(),
        ["template_name"] = template.Name,
        ["dashboard_description"] = template.Description,
        ["dashboard_filters"] = new JsonObject { ["date_from"] = template.DateFrom },
        ["tags"] = JsonText.CreateTextArray(template.Tags),
        ["tiles"] = JsonText.CreateArray(template.Insights.Select(name => (JsonNode?)new JsonObject
        {
            ["type"] = "INSIGHT",
            ["name"] = name,
            ["description"] = "",
            ["query"] = new JsonObject { ["kind"] = "InsightVizNode" },
            ["layouts"] = new JsonObject(),
            ["color"] = null,
        })),
        ["variables"] = new JsonArray(),
        ["deleted"] = false,
        ["created_at"] = JsonText.FormatTime(template.CreatedAt),
        ["created_by"] = template.ProjectId is null ? null : world.Old ? (JsonNode)7001 : IdentityRoutes.User(world),
        ["image_url"] = null,
        ["team_id"] = template.ProjectId,
        ["scope"] = template.ProjectId is null ? "global" : "team",
        ["availability_contexts"] = JsonText.CreateTextArray("general"),
        ["is_featured"] = template.IsFeatured,
    };
}
