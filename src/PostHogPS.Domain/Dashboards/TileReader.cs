using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Dashboards;

/// <summary>Reads tiles as they are at the server. A dashboard is read once, however many of its tiles are given.</summary>
internal sealed class TileReader
{
    private readonly Dictionary<(PostHogConnection, string, long), Dashboard> _read = new();

    /// <summary>The tile. The update ignores an unknown id without an error, so it has to be there before anything is sent.</summary>
    internal async Task<DashboardTile> FindAsync(DashboardPartTarget target, CallContext call)
    {
        if (!_read.TryGetValue(Key(target), out Dashboard? dashboard))
            _read.Add(Key(target), dashboard = await target.Dashboard.ReadAsync(call).ConfigureAwait(false));
        return dashboard.Tiles.FirstOrDefault(tile => tile.Id == target.Id)
            ?? throw Problems.NotFound("tile", target.Id.ToString(CultureInfo.InvariantCulture), new DashboardTarget(target.Scope, dashboard).Description,
                $"Get-PHDashboardTile {dashboard.Id} shows tiles and their ids.");
    }

    /// <summary>Keeps what an update answered, so that the next tile of the dashboard needs no read.</summary>
    internal void Keep(DashboardPartTarget target, Dashboard dashboard) => _read[Key(target)] = target.Scope.StampDashboard(dashboard);

    internal void Forget(DashboardPartTarget target) => _read.Remove(Key(target));

    /// <summary>What to call the tile in questions and messages.</summary>
    internal string Describe(DashboardPartTarget target, DashboardTile tile)
    {
        DashboardTarget place = _read.TryGetValue(Key(target), out Dashboard? dashboard) ? new DashboardTarget(target.Scope, dashboard) : target.Dashboard;
        return $"{tile.Kind} tile '{MessageText.Name(tile.Name)}' ({tile.Id}) on {place.Description}";
    }

    private static (PostHogConnection, string, long) Key(DashboardPartTarget target) => (target.Scope.Connection, target.Scope.Project, target.Dashboard.Id);
}
