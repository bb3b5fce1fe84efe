using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Client;

namespace PostHogPS.Engine.Api;

/// <summary><c>integrations/</c>.</summary>
internal sealed class IntegrationsApi(ApiClient client, CurrentProjectResolver project) : ProjectApi(client, project), IIntegrationsApi
{
    public Task<Page<Integration>> ListAsync(string project, string? next, CallContext call) =>
        Client.PageAsync<Integration>(List(project, "integrations/", next), call);
}
