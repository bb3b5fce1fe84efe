using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/dashboards/</c> (docs/server.md#dashboards).</summary>
public interface IDashboardsApi
{
    /// <summary>GET list. Filters are sent to the server; old servers ignore them, so the caller checks again.</summary>
    Task<Page<Dashboard>> ListAsync(string project, DashboardQuery query, string? next, CallContext call);

    /// <summary>GET one, with tiles; can be slow since tiles carry results.</summary>
    Task<Dashboard> GetAsync(string project, long id, CallContext call);

    /// <summary>POST create. Never repeated after a lost answer.</summary>
    Task<Dashboard> CreateAsync(string project, IDictionary<string, object?> body, CallContext call);

    /// <summary>PATCH; deleting and restoring are PATCHes of <c>deleted</c>.</summary>
    Task<Dashboard> UpdateAsync(string project, long id, IDictionary<string, object?> body, CallContext call);

    /// <summary>PATCH that deletes. A 404 on a repeat after a lost answer means done.</summary>
    Task RemoveAsync(string project, long id, CallContext call);

    /// <summary>GET list of the templates that a dashboard of the project can begin with.</summary>
    Task<Page<DashboardTemplate>> ListTemplatesAsync(string project, string? search, string? next, CallContext call);
}

/// <summary>Which dashboards.</summary>
public sealed class DashboardQuery
{
    /// <summary>Page size; null for the server's default of 100.</summary>
    public int? Limit { get; set; }

    /// <summary>Rows to leave out.</summary>
    public int? Offset { get; set; }

    /// <summary>Search text, at most 200 characters.</summary>
    public string? Search { get; set; }

    /// <summary>Only pinned ones.</summary>
    public bool Pinned { get; set; }

    /// <summary>Any of these tags.</summary>
    public IList<string> Tags { get; set; } = new List<string>();
}
