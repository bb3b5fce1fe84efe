using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/integrations/</c> (docs/server.md#integrations).</summary>
public interface IIntegrationsApi
{
    /// <summary>GET list.</summary>
    Task<Page<Integration>> ListAsync(string project, string? next, CallContext call);

    /// <summary>POST, sent once. Kinds that have no name replace the integration of the same account, and the answer does not say so.</summary>
    Task<Integration> CreateAsync(string project, string kind, IDictionary<string, object?> config, CallContext call);

    /// <summary>DELETE. Newer servers refuse it while exports name it as their integration.</summary>
    Task DeleteAsync(string project, long id, CallContext call);
}
