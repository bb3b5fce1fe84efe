using System;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Routes;

namespace PostHogPS.Engine.Api;

/// <summary>Users, projects, organizations: routes above the project routes, so they know one form only.</summary>
internal sealed class IdentityApi(ApiClient client, ProjectPin pin) : IIdentityApi
{
    public async Task<PostHogUser> GetCurrentUserAsync(CallContext call)
    {
        PostHogUser user = await client.ObjectAsync<PostHogUser>(
            ApiRequest.GetRoot("api/users/@me/"), call, static u => u.Email.Length > 0 || u.Uuid is not null || u.Id is not null).ConfigureAwait(false);
        pin.Pin(user.Team?.Id ?? 0);
        return user;
    }

    public Task<Page<Project>> ListProjectsAsync(string? organization, string? next, CallContext call) =>
        client.PageAsync<Project>(
            ApiRequest.GetRoot(next ?? (organization is null ? "api/projects/" : "api/organizations/" + Segment(organization) + "/projects/")),
            call);

    public async Task<Project> GetProjectAsync(string project, CallContext call)
    {
        Project found = await client.ObjectAsync<Project>(
            ApiRequest.GetRoot("api/projects/" + Segment(pin.Resolve(project)) + "/"), call, static p => p.Id != 0).ConfigureAwait(false);
        if (project == ProjectPin.Current)
            pin.Pin(found.Id);
        return found;
    }

    public Task<Page<Organization>> ListOrganizationsAsync(string? next, CallContext call) =>
        client.PageAsync<Organization>(ApiRequest.GetRoot(next ?? "api/organizations/"), call);

    public Task<Organization> GetOrganizationAsync(string organization, CallContext call) =>
        client.ObjectAsync<Organization>(
            ApiRequest.GetRoot("api/organizations/" + Segment(organization) + "/"), call, static o => o.Id != Guid.Empty);

    private static string Segment(string id) => id == ProjectPin.Current ? id : Uri.EscapeDataString(id);
}
