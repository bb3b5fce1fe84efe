using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>The user, organizations and projects.</summary>
internal static class IdentityRoutes
{
    public static void Map(RouteTable routes)
    {
        routes.Add("GET", "users/@me", "user:read", Me, ignoresKeyLimits: true);
        routes.Add("GET", "projects", "project:read", call => Projects(call, Current(call)));
        routes.Add("GET", "projects/{pid}", "project:read", call => SandboxResponse.Ok(View(call.Project)));
        routes.Add("GET", "organizations", "organization:read", call => Paging.CreateOffsetPage(call, Visible(call), View));
        routes.Add("GET", "organizations/{org}", "organization:read", call => SandboxResponse.Ok(View(Named(call))));
        routes.Add("GET", "organizations/{org}/projects", "project:read", call => Projects(call, Named(call)));
    }

    public static JsonObject User(World world) => new()
    {
        ["id"] = 7001,
        ["uuid"] = SeededRandom.Uuid(SeededRandom.Key(world.Options.Seed, "user")).ToString(),
        ["distinct_id"] = SeededRandom.Uuid(SeededRandom.Key(world.Options.Seed, "distinct")).ToString("N"),
        ["first_name"] = "Robin",
        ["last_name"] = "Vega",
        ["email"] = "robin.vega@northwind.example",
        ["is_email_verified"] = true,
        ["hedgehog_config"] = null,
        ["role_at_organization"] = "data",
    };

    private static Organization Named(Call call) => KeyPermissions.FindOrganization(call.World, call.Arguments["org"]);

    private static Organization Current(Call call) =>
        KeyPermissions.FindCurrentProject(call.World, call.Caller)?.Organization ?? call.World.Organizations[0];

    private static List<Organization> Visible(Call call) =>
        call.World.Organizations.Where(o => !call.Caller.IsKind("org2") || o == call.World.Organizations[1]).ToList();

    private static SandboxResponse Projects(Call call, Organization organization) =>
        Paging.CreateOffsetPage(call, call.World.Projects.Where(p => p.Organization == organization).ToList(), View);

    private static SandboxResponse Me(Call call)
    {
        World world = call.World;
        Project? current = KeyPermissions.FindCurrentProject(world, call.Caller);
        Organization organization = current?.Organization ?? world.Organizations[0];
        JsonObject user = User(world);
        user["is_staff"] = false;
        user["has_password"] = true;
        user["date_joined"] = JsonText.FormatTime(world.Start.AddDays(-400));
        user["pending_email"] = null;
        user["is_impersonated"] = false;
        user["is_impersonated_until"] = null;
        user["is_impersonated_read_only"] = null;
        user["sensitive_session_expires_at"] = null;
        user["is_2fa_enabled"] = false;
        user["has_social_auth"] = false;
        user["has_sso_enforcement"] = false;
        user["scene_personalisation"] = new JsonArray();
        user["is_organization_first_user"] = true;
        user["pending_invites"] = new JsonArray();
        user["team"] = current is null ? null : Team(current);
        JsonObject mine = View(organization);
        mine["created_at"] = JsonText.FormatTime(world.Start.AddDays(-400));
        mine["updated_at"] = JsonText.FormatTime(world.Start.AddDays(-400));
        mine["plugins_access_level"] = 9;
        mine["available_product_features"] = null;
        mine["is_member_join_email_enabled"] = true;
        mine["metadata"] = new JsonObject();
        mine["customer_id"] = null;
        mine["member_count"] = 3;
        var projects = world.Projects.Where(p => p.Organization == organization).ToList();
        mine["teams"] = JsonText.CreateArray(projects.Select(Team));
        mine["projects"] = JsonText.CreateArray(projects.Select(View));
        user["organization"] = mine;
        user["organizations"] = JsonText.CreateArray(world.Organizations.Select(View));
        return SandboxResponse.Ok(user);
    }

    private static JsonObject Team(Project project)
    {
        JsonObject team = View(project);
        team["project_id"] = project.Id;
        return team;
    }

    private static JsonObject View(Project project) => new()
    {
        ["id"] = project.Id,
        ["uuid"] = project.Uuid.ToString(),
        ["organization"] = project.Organization.Id.ToString(),
        ["api_token"] = project.ApiToken,
        ["name"] = project.Name,
        ["completed_snippet_onboarding"] = true,
        ["has_completed_onboarding_for"] = new JsonObject { ["product_analytics"] = true },
        ["ingested_event"] = true,
        ["is_demo"] = project.IsDemo,
        ["timezone"] = project.Timezone,
        ["access_control"] = false,
    };

    private static JsonObject View(Organization organization) => new()
    {
        ["id"] = organization.Id.ToString(),
        ["name"] = organization.Name,
        ["slug"] = organization.Slug,
        ["logo_media_id"] = null,
        ["membership_level"] = organization.MembershipLevel,
        ["members_can_use_personal_api_keys"] = true,
        ["is_active"] = null,
        ["is_not_active_reason"] = null,
        ["is_pending_deletion"] = null,
    };
}
