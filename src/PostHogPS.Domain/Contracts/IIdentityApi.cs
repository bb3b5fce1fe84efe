using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>Users, projects and organizations (docs/server.md#identity).</summary>
public interface IIdentityApi
{
    /// <summary>GET <c>/api/users/@me/</c>.</summary>
    Task<PostHogUser> GetCurrentUserAsync(CallContext call);

    /// <summary>GET <c>/api/projects/</c>, or <c>/api/organizations/{organization}/projects/</c>.</summary>
    Task<Page<Project>> ListProjectsAsync(string? organization, string? next, CallContext call);

    /// <summary>GET <c>/api/projects/{project}/</c>.</summary>
    Task<Project> GetProjectAsync(string project, CallContext call);

    /// <summary>GET <c>/api/organizations/</c>.</summary>
    Task<Page<Organization>> ListOrganizationsAsync(string? next, CallContext call);

    /// <summary>GET <c>/api/organizations/{organization}/</c>; <c>@current</c> is allowed.</summary>
    Task<Organization> GetOrganizationAsync(string organization, CallContext call);
}
