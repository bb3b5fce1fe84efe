using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary><c>dashboards/{id}/sharing/</c>: one object, not a list (docs/server.md#tiles-and-sharing).</summary>
public interface IDashboardSharingApi
{
    /// <summary>GET.</summary>
    Task<DashboardSharing> GetAsync(string project, long dashboard, CallContext call);

    /// <summary>PATCH.</summary>
    Task<DashboardSharing> UpdateAsync(string project, long dashboard, IDictionary<string, object?> body, CallContext call);

    /// <summary>POST refresh: another link. Never repeated after a lost answer.</summary>
    Task<DashboardSharing> RefreshAsync(string project, long dashboard, CallContext call);

    /// <summary>POST passwords; without one PostHog makes it up. Never repeated after a lost answer.</summary>
    Task<DashboardSharingPassword> AddPasswordAsync(string project, long dashboard, SecureString? password, string? note, CallContext call);

    /// <summary>DELETE of a password. A 404 on a repeat after a lost answer means done.</summary>
    Task RemovePasswordAsync(string project, long dashboard, long password, CallContext call);
}
