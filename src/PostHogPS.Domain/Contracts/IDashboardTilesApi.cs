using System.Collections.Generic;
using System.Threading.Tasks;

namespace PostHogPS.Contracts;

/// <summary>Tiles of <c>dashboards/{id}/</c> (docs/server.md#tiles-and-sharing).</summary>
public interface IDashboardTilesApi
{
    /// <summary>
    /// Adds a text, a button or a widget, given as the PATCH of a dashboard takes it: by a route of its own where the
    /// server has one, else by that PATCH. Never repeated after a lost answer.
    /// </summary>
    Task<DashboardTile> AddAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call);

    /// <summary>The same by the PATCH that every server has; gives the dashboard as it is afterwards. Never repeated after a lost answer.</summary>
    Task<Dashboard> AddByUpdateAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call);

    /// <summary>PATCH of tiles that exist; gives the dashboard as it is afterwards. Tiles that are not named stay.</summary>
    Task<Dashboard> UpdateAsync(string project, long dashboard, IDictionary<string, object?> tile, CallContext call);

    /// <summary>PATCH move_tile. A 404 on a repeat after a lost answer means done.</summary>
    Task MoveAsync(string project, long from, long tile, long to, CallContext call);

    /// <summary>POST copy_tile; gives the dashboard that got the copy. Never repeated after a lost answer.</summary>
    Task<Dashboard> CopyAsync(string project, long from, long tile, long to, CallContext call);
}
