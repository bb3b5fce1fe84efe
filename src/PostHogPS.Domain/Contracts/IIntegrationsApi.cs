using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/integrations/</c>.</summary>
public interface IIntegrationsApi
{
    /// <summary>GET list.</summary>
    Task<Page<Integration>> ListAsync(string project, string? next, CallContext call);
}
