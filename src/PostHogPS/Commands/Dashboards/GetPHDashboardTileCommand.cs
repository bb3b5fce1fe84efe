using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Reads the tiles of dashboards: insights, texts, buttons and widgets, with their places.</summary>
[Cmdlet(VerbsCommon.Get, "PHDashboardTile")]
[OutputType(typeof(DashboardTile))]
public sealed class GetPHDashboardTileCommand : DashboardTargetCmdlet
{
    /// <summary><para>Kinds of tiles. Default: all.</para></summary>
    [Parameter]
    [ValidateSet("Insight", "Text", "Button", "Widget")]
    public string[]? Kind { get; set; }

    private protected override void Process(DashboardTarget target)
    {
        foreach (DashboardTile tile in Await(target.ReadAsync).Tiles)
        {
            if (Kind is null || Kind.Contains(tile.Kind, System.StringComparer.OrdinalIgnoreCase))
                WriteObject(tile);
        }
    }
}
