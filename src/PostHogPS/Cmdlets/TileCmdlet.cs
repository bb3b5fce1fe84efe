using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that change tiles. A dashboard is read once, however many of its tiles are meant.</summary>
public abstract class TileCmdlet : DashboardPartCmdlet
{
    private readonly Dictionary<(PostHogConnection, string, long), Dashboard> _read = new();

    /// <summary><para>The tiles: objects, or ids together with -Dashboard.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardPartReferences]
    [ArgumentCompleter(typeof(TileIdCompleter))]
    public DashboardPartReference[] Tile { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DashboardPartTarget target in Resolve(Tile, PipedKind.DashboardTile, "tile of a dashboard", "Get-PHDashboardTile <dashboard> shows tiles and their ids."))
            Try(target.Input, () => Process(target, Find(target)));
    }

    /// <summary>Acts on one tile, as it is at the server.</summary>
    private protected abstract void Process(DashboardPartTarget target, DashboardTile tile);

    /// <summary>Keeps what an update answered, so that the next tile of the dashboard needs no read.</summary>
    private protected void Keep(DashboardPartTarget target, Dashboard dashboard) => _read[Key(target)] = Named(target.Scope, dashboard);

    private protected void Forget(DashboardPartTarget target) => _read.Remove(Key(target));

    // The update passes over an unknown id in silence, so it has to be there before anything is sent.
    private DashboardTile Find(DashboardPartTarget target)
    {
        if (!_read.TryGetValue(Key(target), out Dashboard? dashboard))
            _read.Add(Key(target), dashboard = Read(target.Scope, target.Dashboard.Id));
        return dashboard.Tiles.FirstOrDefault(tile => tile.Id == target.Id)
            ?? throw Problems.NotFound("tile", target.Id.ToString(CultureInfo.InvariantCulture), Whole(dashboard, target).Description, $"Get-PHDashboardTile {dashboard.Id} shows tiles and their ids.");
    }

    /// <summary>What to call the tile in questions and messages.</summary>
    private protected string Describe(DashboardPartTarget target, DashboardTile tile) =>
        $"{tile.Kind} tile '{MessageText.Name(tile.Name)}' ({tile.Id}) on {(_read.TryGetValue(Key(target), out Dashboard? dashboard) ? Whole(dashboard, target) : target.Dashboard).Description}";

    private static DashboardTarget Whole(Dashboard dashboard, DashboardPartTarget target) => new(target.Scope, dashboard.Id, target.Input, dashboard.Name);

    private static (PostHogConnection, string, long) Key(DashboardPartTarget target) => (target.Scope.Connection, target.Scope.Project, target.Dashboard.Id);
}
