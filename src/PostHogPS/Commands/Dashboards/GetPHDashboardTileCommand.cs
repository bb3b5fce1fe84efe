using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;

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
        foreach (DashboardTile tile in Resolver.Read(target.Scope, target.Id).Tiles)
        {
            if (Kind is null || Kind.Contains(tile.Kind, System.StringComparer.OrdinalIgnoreCase))
                WriteObject(tile);
        }
    }
}
