using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Cmdlets;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>Removes tiles from dashboards, as PostHog's own page does (PATCH deleted). Their insights stay.</summary>
[Cmdlet(VerbsCommon.Remove, "PHDashboardTile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemovePHDashboardTileCommand : TileCmdlet
{
    private protected override void Process(DashboardPartTarget target, DashboardTile tile)
    {
        string what = Tiles.Describe(target, tile);
        if (!ShouldProcess(what, "Remove"))
            return;
        var element = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = target.Id, ["deleted"] = true };
        Dashboard after = Await(call => target.Scope.Session.DashboardTiles.UpdateAsync(target.Scope.Project, target.Dashboard.Id, element, call));
        Tiles.Keep(target, after);
        Command.Messages.WarnNotTaken("the " + what, after.Tiles.Any(t => t.Id == target.Id) ? ["deleted"] : []);
    }
}
