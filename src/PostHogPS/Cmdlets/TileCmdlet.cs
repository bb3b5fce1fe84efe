using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Dashboards;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that change tiles.</summary>
public abstract class TileCmdlet : ProjectCmdlet
{
    private DashboardResolver? _dashboards;
    private DashboardPartResolver? _resolver;
    private TileReader? _tiles;

    /// <summary><para>The tiles: objects, or ids together with -Dashboard.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardPartReferences]
    [ArgumentCompleter(typeof(TileIdCompleter))]
    public DashboardPartReference[] Tile { get; set; } = [];

    /// <summary><para>The dashboard that bare ids belong to.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? Dashboard { get; set; }

    private protected DashboardResolver Dashboards => _dashboards ??= new DashboardResolver(Command, Scopes);

    private protected TileReader Tiles => _tiles ??= new TileReader();

    private DashboardPartResolver Resolver => _resolver ??= new DashboardPartResolver(Command, Scopes, Dashboards, () => Dashboard);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DashboardPartTarget target in Resolver.Resolve(Tile, PipedKind.DashboardTile, "tile of a dashboard",
            "Get-PHDashboardTile <dashboard> shows tiles and their ids."))
            Try(target.Input, () => Process(target, Await(call => Tiles.FindAsync(target, call))));
    }

    /// <summary>Acts on one tile, as it is at the server.</summary>
    private protected abstract void Process(DashboardPartTarget target, DashboardTile tile);
}
