using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Frameworks;

namespace PostHogPS.Engine.Api;

/// <summary><c>insights/</c>.</summary>
internal sealed class InsightsApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), IInsightsApi
{
    public Task<Page<Insight>> ListAsync(string project, InsightQuery query, string? next, CallContext call)
    {
        ApiRequest request = List(project, "insights/", next);
        if (next is null)
        {
            request.With("basic", "true")
                .With("limit", query.Limit is { } limit ? NumberText.Format(limit) : null)
                .With("search", string.IsNullOrWhiteSpace(query.Search) ? null : query.Search)
                .With("short_id", query.ShortId)
                .With("dashboards", query.Dashboard is { } dashboard ? "[" + NumberText.Format(dashboard) + "]" : null);
        }

        return Client.PageAsync<Insight>(request, call);
    }

    public Task<Insight> CreateAsync(string project, IDictionary<string, object?> body, CallContext call) =>
        WriteAsync<Insight>(ApiRequest.Post(project, "insights/", body).Once("Get-PHInsight shows whether it did."), call, IsComplete);

    public Task<Insight> UpdateAsync(string project, long id, IDictionary<string, object?> body, CallContext call) =>
        WriteAsync<Insight>(ApiRequest.Send("PATCH", project, "insights/" + NumberText.Format(id) + "/", body), call, IsComplete);

    private static bool IsComplete(Insight insight) => insight.Id != 0;
}
