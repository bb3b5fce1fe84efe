using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>/api/projects/{project}/insights/</c> (docs/server.md#insights).</summary>
public interface IInsightsApi
{
    /// <summary>GET list, without results.</summary>
    Task<Page<Insight>> ListAsync(string project, InsightQuery query, string? next, CallContext call);

    /// <summary>POST create; with <c>dashboards</c> these get a tile with it. Never repeated after a lost answer.</summary>
    Task<Insight> CreateAsync(string project, IDictionary<string, object?> body, CallContext call);

    /// <summary>PATCH.</summary>
    Task<Insight> UpdateAsync(string project, long id, IDictionary<string, object?> body, CallContext call);
}

/// <summary>Which insights.</summary>
public sealed class InsightQuery
{
    /// <summary>Page size; null for the server's default of 100.</summary>
    public int? Limit { get; set; }

    /// <summary>Text in the name or the description.</summary>
    public string? Search { get; set; }

    /// <summary>Only the one with this short id.</summary>
    public string? ShortId { get; set; }

    /// <summary>Only those on this dashboard.</summary>
    public long? Dashboard { get; set; }
}
