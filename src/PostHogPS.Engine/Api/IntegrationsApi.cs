using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Client;
using PostHogPS.Engine.Frameworks;

namespace PostHogPS.Engine.Api;

/// <summary><c>integrations/</c>.</summary>
internal sealed class IntegrationsApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), IIntegrationsApi
{
    private const string Root = "integrations/";

    public Task<Page<Integration>> ListAsync(string project, string? next, CallContext call) =>
        Client.PageAsync<Integration>(List(project, Root, next), call);

    public Task<Integration> CreateAsync(string project, string kind, IDictionary<string, object?> config, CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal) { ["kind"] = kind, ["config"] = config };
        return WriteAsync<Integration>(ApiRequest.Post(project, Root, body).Once("Get-PHIntegration shows whether it did."), call, static made => made.Id != 0);
    }

    public Task DeleteAsync(string project, long id, CallContext call) =>
        WriteAsync(ApiRequest.Send("DELETE", project, Root + NumberText.Format(id) + "/", body: null).DoneWhen(404), call);
}
