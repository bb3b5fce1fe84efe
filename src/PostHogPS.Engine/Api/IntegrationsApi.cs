using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary><c>integrations/</c>.</summary>
internal sealed class IntegrationsApi(ApiClient client) : ProjectApi(client), IIntegrationsApi
{
    public Task<Page<Integration>> ListAsync(string project, string? next, CallContext call) =>
        Client.PageAsync<Integration>(List(project, "integrations/", next), call);
}
