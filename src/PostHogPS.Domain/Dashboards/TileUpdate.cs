using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>A change of one tile: what it shows, its place, and the dashboard that it is on.</summary>
internal sealed class TileUpdate
{
    // Rows of a tile that has no place.
    private const int Height = 5;

    private readonly TileReader _tiles;
    private readonly DashboardPartTarget _target;
    private readonly DashboardTile _tile;
    private DashboardTarget? _destination;

    /// <param name="tiles">Knows the dashboard.</param>
    /// <param name="target">Which tile.</param>
    /// <param name="tile">The tile as it is.</param>
    internal TileUpdate(TileReader tiles, DashboardPartTarget target, DashboardTile tile)
    {
        _tiles = tiles;
        _target = target;
        _tile = tile;
        What = tiles.Describe(target, tile);
        Patch = new TilePatch(tile);
    }

    /// <summary>What questions and messages call the tile.</summary>
    internal string What { get; }

    /// <summary>Its fields.</summary>
    internal TilePatch Patch { get; }

    /// <summary>One line for each thing that changes.</summary>
    internal IReadOnlyList<string> Changes
    {
        get
        {
            var changes = new List<string>(Patch.Changes);
            if (_destination is not null)
                changes.Add($"dashboard: {_tile.DashboardId} -> {_destination.Description}");
            if (Patch.OtherDashboards is { Length: > 0 } others)
                changes.Add($"The same text is on dashboard {string.Join(", ", others)}, where it changes too.");
            return changes;
        }
    }

    /// <summary>Moves the tile to another dashboard of its project.</summary>
    internal void MoveTo(DashboardTarget destination)
    {
        TileRules.CheckProject(_tile.Id, _target.Scope, destination.Scope, destination.Description, "moves");
        _destination = destination.Id == _tile.DashboardId ? null : destination;
    }

    /// <summary>Gives the tile another place.</summary>
    internal async Task SetLayoutAsync(TileLayout layout, CallContext call) =>
        Patch.SetLayouts(await layout.CreateFromAsync(_tile.Layouts, Height, () => _target.Dashboard.ReadAsync(call)).ConfigureAwait(false));

    /// <summary>Sends the changes; gives the tile as it is afterwards.</summary>
    internal async Task<DashboardTile> RunAsync(CallContext call)
    {
        DashboardTile tile = Patch.IsEmpty ? _tile : await SendAsync(call).ConfigureAwait(false) ?? _tile;
        if (_destination is null)
            return tile;
        await _target.Scope.Session.DashboardTiles.MoveAsync(_target.Scope.Project, _target.Dashboard.Id, _target.Id, _destination.Id, call)
            .ConfigureAwait(false);
        _tiles.Forget(_target);
        tile.DashboardId = _destination.Id;
        return tile;
    }

    private async Task<DashboardTile?> SendAsync(CallContext call)
    {
        Dashboard after = await _target.Scope.Session.DashboardTiles.UpdateAsync(_target.Scope.Project, _target.Dashboard.Id, Patch.Element(), call)
            .ConfigureAwait(false);
        _tiles.Keep(_target, after);
        DashboardTile? tile = after.Tiles.FirstOrDefault(one => one.Id == _target.Id);
        if (tile is null)
            call.Warn($"The server answered without an error, but the {What} is gone: somebody removed it in between.");
        else
            call.WarnNotTaken("the " + What, Patch.NotTaken(tile));
        return tile;
    }
}
