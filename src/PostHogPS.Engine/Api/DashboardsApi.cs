using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Frameworks;

namespace PostHogPS.Engine.Api;

/// <summary><c>dashboards/</c>.</summary>
internal sealed class DashboardsApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), IDashboardsApi
{
    public Task<Page<Dashboard>> ListAsync(string project, DashboardQuery query, string? next, CallContext call)
    {
        ApiRequest request = List(project, "dashboards/", next);
        if (next is null)
        {
            request.With("limit", query.Limit is { } limit ? NumberText.Format(limit) : null)
                .With("offset", query.Offset is { } offset ? NumberText.Format(offset) : null)
                .With("search", string.IsNullOrWhiteSpace(query.Search) ? null : query.Search)
                .With("pinned", query.Pinned ? "true" : null);
            // PostHog keeps tags in lower case, and its filter compares case.
            foreach (string tag in query.Tags)
                request.With("tags", tag.Trim().ToLowerInvariant());
        }

        return Client.PageAsync<Dashboard>(request, call, Finish);
    }

    public async Task<Dashboard> GetAsync(string project, long id, CallContext call) =>
        Finished(await Client.ObjectAsync<Dashboard>(ApiRequest.Get(project, Path(id)), call, IsComplete).ConfigureAwait(false));

    public async Task<Dashboard> CreateAsync(string project, IDictionary<string, object?> body, CallContext call) =>
        Finished(await WriteAsync<Dashboard>(
            ApiRequest.Post(project, "dashboards/", body).Once("Get-PHDashboard shows whether it did."), call, IsComplete).ConfigureAwait(false));

    public async Task<Dashboard> UpdateAsync(string project, long id, IDictionary<string, object?> body, CallContext call) =>
        Finished(await WriteAsync<Dashboard>(ApiRequest.Send("PATCH", project, Path(id), body), call, IsComplete).ConfigureAwait(false));

    public Task RemoveAsync(string project, long id, CallContext call) =>
        WriteAsync(ApiRequest.Send("PATCH", project, Path(id), new Dictionary<string, object?>(StringComparer.Ordinal) { ["deleted"] = true })
            .DoneWhen(404), call);

    public Task<Page<DashboardTemplate>> ListTemplatesAsync(string project, string? search, string? next, CallContext call) =>
        Client.PageAsync<DashboardTemplate>(next is null ? List(project, "dashboard_templates/", null).With("search", search)
            : List(project, "dashboard_templates/", next), call);

    internal static string Path(long id) => "dashboards/" + NumberText.Format(id) + "/";

    internal static bool IsComplete(Dashboard dashboard) => dashboard.Id != 0;

    internal static Dashboard Finished(Dashboard dashboard)
    {
        Finish(dashboard);
        return dashboard;
    }

    private static void Finish(Dashboard dashboard)
    {
        foreach (DashboardTile tile in dashboard.Tiles)
        {
            tile.ProjectId = dashboard.ProjectId;
            tile.DashboardId = dashboard.Id;
        }
    }
}
