using System;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routing;

/// <summary>Checks what a key and its user may do, and in which project.</summary>
internal static class KeyPermissions
{
    public static Project? Authorize(World world, Caller caller, Route? route, string method, IReadOnlyDictionary<string, string> arguments)
    {
        if (route is { Scope: null })
            throw ApiError.Forbidden("This action does not support personal API key access");

        Project? project = arguments.TryGetValue("pid", out string? pid) ? FindProject(world, caller, pid) : null;
        Organization? organization = arguments.TryGetValue("org", out string? org) ? FindOrganization(world, org) : null;
        if (route?.IgnoresKeyLimits != true)
            CheckLimits(world, caller, project, organization);
        if (route?.Scope is { } scope && !caller.Has(scope))
            throw ApiError.Forbidden("API key missing required scope '" + scope + "'");
        if (caller.IsKind("forbidden"))
            throw ApiError.Forbidden("Organization Northwind Traders does not allow using personal API keys.");
        if (project is not null && caller.IsKind("stranger"))
            throw ApiError.Forbidden("You don't have access to the project.");
        if (project is not null && caller.IsKind("viewer") && method is not "GET" && route?.Scope?.EndsWith(":write", StringComparison.Ordinal) == true)
            throw ApiError.Forbidden("You do not have editor access to this resource.");
        return project;
    }

    public static Project? FindCurrentProject(World world, Caller caller) =>
        caller.IsKind("nocurrent") ? null
        : caller.IsKind("project2") ? world.Projects[1]
        : caller.IsKind("org2") ? world.Projects.Find(p => p.Organization == world.Organizations[1])
        : world.Projects[0];

    public static Organization FindOrganization(World world, string text)
    {
        if (text == "@current")
            return world.Organizations[0];
        return (Guid.TryParse(text, out Guid id) ? world.Organizations.Find(o => o.Id == id) : null)
            ?? throw ApiError.NotFound("Organization not found.");
    }

    private static Project FindProject(World world, Caller caller, string text)
    {
        Project? project = text == "@current" ? FindCurrentProject(world, caller)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? world.FindProject(id)
            : null;
        return project ?? throw ApiError.NotFound("Project not found.");
    }

    private static void CheckLimits(World world, Caller caller, Project? project, Organization? organization)
    {
        if (caller.IsKind("project2"))
        {
            if (project is null)
                throw ApiError.Forbidden("API keys with scoped projects are only supported on project-based endpoints.");
            if (project != world.Projects[1])
                throw ApiError.Forbidden(string.Format(CultureInfo.InvariantCulture, "API key does not have access to the requested project: ID {0}.",
                    project.Id));
        }

        organization ??= project?.Organization;
        if (caller.IsKind("org2") && organization is not null && organization != world.Organizations[1])
            throw ApiError.Forbidden("API key does not have access to the requested organization: ID " + organization.Id + ".");
    }
}
