using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Rules;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>Integrations: list, create or replace, delete. There is no update.</summary>
internal static class IntegrationRoutes
{
    private const string Prefix = "projects/{pid}/integrations";
    private const string Read = "integration:read";
    private const string Write = "integration:write";

    public static void Map(RouteTable routes)
    {
        routes.Add("GET", Prefix, Read, List);
        routes.Add("POST", Prefix, Write, Create);
        routes.Add("GET", Prefix + "/{id}", Read, call => SandboxResponse.Ok(View(call.World, Find(call))));
        routes.Add("DELETE", Prefix + "/{id}", Write, Delete);
    }

    private static Integration Find(Call call) =>
        call.World.Integrations.Find(i => i.Id == call.GetNumber("id") && i.ProjectId == call.Project.Id) ?? throw ApiError.NotFound();

    private static SandboxResponse List(Call call)
    {
        // Only the newest server filters.
        string? kind = call.World.Old ? null : call.Request.Get("kind");
        var found = call.World.Integrations.Where(i => i.ProjectId == call.Project.Id && (kind is null || i.Kind == kind)).OrderBy(i => i.CreatedAt)
            .ThenBy(i => i.Id).ToList();
        return Paging.CreateOffsetPage(call, found, i => View(call.World, i));
    }

    private static SandboxResponse Create(Call call)
    {
        World world = call.World;
        // Servers between March and the autumn of 2026 let project admins create only.
        if (world.Old && IsMember(call))
            throw NotAllowed();
        if (!call.Body.ContainsKey("kind"))
            throw ApiError.Required("kind");
        string kind = call.Body["kind"] is { } node ? node.AsText() ?? node.ToJsonString() : throw ApiError.Null("kind");
        if (!IntegrationKinds.IsKnown(kind, world.Old))
            throw ApiError.Choice("kind", kind);
        if (!IntegrationKinds.IsCreatable(kind, world.Old))
            throw ApiError.Invalid(null, "Kind not configured");
        JsonObject config = call.Body.ContainsKey("config") ? call.Body["config"] as JsonObject ?? throw ApiError.Server() : [];
        IntegrationDraft draft = new IntegrationRules(world, call.Project, kind, config).Check();
        Integration? stored = world.Integrations.Find(i => i.ProjectId == call.Project.Id && i.Kind == kind && i.Identity == draft.Identity);
        if (stored is not null && draft.IsNamed)
            throw ApiError.Invalid(null, "An integration named '" + draft.Identity + "' already exists");
        if (stored is not null && IsMember(call))
            throw ApiError.Forbidden("Editing an existing integration requires project admin access.");
        if (stored is null)
        {
            stored = new Integration
            {
                Id = world.Integrations.Where(i => i.ProjectId == call.Project.Id).Select(i => i.Id).DefaultIfEmpty(call.Project.Id * 10).Max() + 1,
                ProjectId = call.Project.Id,
                Kind = kind,
                Identity = draft.Identity,
                Config = draft.Config,
                CreatedAt = call.Now,
            };
            world.Integrations.Add(stored);
        }

        // One that was there is replaced completely, and the answer is that of a new one.
        stored.Config = draft.Config;
        stored.Secrets = draft.Secrets;
        stored.Errors = "";
        foreach (Export export in world.Exports.Where(e => e.Integration == stored.Id))
            CredentialRules.Renew(export);
        CredentialRules.Note(world);
        return SandboxResponse.Json(201, View(world, stored));
    }

    private static SandboxResponse Delete(Call call)
    {
        Integration integration = Find(call);
        if (IsMember(call))
            throw NotAllowed();
        if (call.World.Old)
        {
            // Without a guard: the exports stay, without credentials.
            foreach (Export export in call.World.Exports.Where(e => e.Integration == integration.Id))
                export.Integration = null;
        }
        else if (Uses(call.World, integration) is { Length: > 0 } uses)
        {
            throw ApiError.Invalid(null, "This integration is used by " + string.Join(" and ", uses)
                + ". Update them to use a different integration before disconnecting it.");
        }

        call.World.Integrations.Remove(integration);
        return SandboxResponse.Empty(204);
    }

    // Ids inside the settings of a COPY are not looked at.
    private static string[] Uses(World world, Integration integration)
    {
        string[] exports = [.. world.Exports.Where(e => !e.Deleted && e.Integration == integration.Id)
            .Select(e => e.Name.Length > 0 ? e.Name : e.Id.ToString()).OrderBy(n => n, StringComparer.Ordinal)];
        var parts = new List<string>();
        if (integration.OtherUse is { } other)
            parts.Add(other);
        if (exports.Length > 0)
            parts.Add("batch exports: " + string.Join(", ", exports));
        return [.. parts];
    }

    private static bool IsMember(Call call) => call.Caller.IsKind("member");

    private static ApiError NotAllowed() => ApiError.Forbidden("You don't have sufficient permissions in the project.");

    private static JsonObject View(World world, Integration integration)
    {
        JsonObject view = new()
        {
            ["id"] = integration.Id,
            ["kind"] = integration.Kind,
            ["config"] = integration.Config.DeepCopy(),
            ["created_at"] = JsonText.FormatTime(integration.CreatedAt),
            ["created_by"] = IdentityRoutes.User(world),
            ["errors"] = integration.Errors,
            ["display_name"] = IntegrationKinds.DisplayName(integration),
        };
        return view;
    }
}
