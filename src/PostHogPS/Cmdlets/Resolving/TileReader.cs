using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Reads tiles as they are at the server. A dashboard is read once, however many of its tiles are given.</summary>
internal sealed class TileReader
{
    private readonly DashboardResolver _dashboards;
    private readonly Dictionary<(PostHogConnection, string, long), Dashboard> _read = new();

    internal TileReader(DashboardResolver dashboards) => _dashboards = dashboards;

    /// <summary>The tile. The update ignores an unknown id without an error, so it has to be there before anything is sent.</summary>
    internal DashboardTile Find(DashboardPartTarget target)
    {
        if (!_read.TryGetValue(Key(target), out Dashboard? dashboard))
            _read.Add(Key(target), dashboard = _dashboards.Read(target.Scope, target.Dashboard.Id));
        return dashboard.Tiles.FirstOrDefault(tile => tile.Id == target.Id)
            ?? throw Problems.NotFound("tile", target.Id.ToString(CultureInfo.InvariantCulture), TargetOf(dashboard, target).Description,
                $"Get-PHDashboardTile {dashboard.Id} shows tiles and their ids.");
    }

    /// <summary>Keeps what an update answered, so that the next tile of the dashboard needs no read.</summary>
    internal void Keep(DashboardPartTarget target, Dashboard dashboard) => _read[Key(target)] = target.Scope.StampDashboard(dashboard);

    internal void Forget(DashboardPartTarget target) => _read.Remove(Key(target));

    /// <summary>What to call the tile in questions and messages.</summary>
    internal string Describe(DashboardPartTarget target, DashboardTile tile) =>
        $"{tile.Kind} tile '{MessageText.Name(tile.Name)}' ({tile.Id}) on "
            + $"{(_read.TryGetValue(Key(target), out Dashboard? dashboard) ? TargetOf(dashboard, target) : target.Dashboard).Description}";

    private static DashboardTarget TargetOf(Dashboard dashboard, DashboardPartTarget target) => new(target.Scope, dashboard.Id, target.Input, dashboard.Name);

    private static (PostHogConnection, string, long) Key(DashboardPartTarget target) => (target.Scope.Connection, target.Scope.Project, target.Dashboard.Id);
}
