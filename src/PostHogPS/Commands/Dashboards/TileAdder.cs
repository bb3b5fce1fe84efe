using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;

namespace PostHogPS.Commands;

/// <summary>Adds tiles to a dashboard: new ones, and copies of tiles of another dashboard of the same project.</summary>
internal sealed class TileAdder(CommandRun run, ScopeResolver scopes, DashboardResolver dashboards)
{
    /// <summary>Copies a tile; null where the user said no, or where PostHog does not show the copy.</summary>
    /// <param name="target">The dashboard that gets the copy.</param>
    /// <param name="reference">The tile.</param>
    internal DashboardTile? Copy(DashboardTarget target, DashboardPartReference reference)
    {
        PipedObject piped = reference.Piped;
        if (piped.Kind != PipedKind.DashboardTile || piped.DashboardId is not { } from || reference.Id is not { } id)
            throw Problems.Invalid("DashboardTile", $"A tile of a dashboard was expected, but the input is '{piped.Input}'.",
                "Give the tile itself: -CopyFrom (Get-PHDashboardTile Revenue -Kind Text).");
        ProjectScope scope = scopes.Resolve(piped);
        TileContent.CheckProject(id, scope, target.Scope, target.Description, "copies");
        if (from == target.Id)
            throw Problems.Validation($"The tile {id} is on {target.Description} already, and PostHog copies tiles to another dashboard only. "
                + "Nothing was sent.");
        if (!run.Messages.ShouldProcess(target.Description, $"Add a copy of the tile {id} of dashboard {from}"))
            return null;
        Dashboard before = dashboards.Read(target.Scope, target.Id);
        DashboardTile original = dashboards.Read(target.Scope, from).Tiles.FirstOrDefault(t => t.Id == id)
            ?? throw Problems.NotFound("tile", $"{id}", $"dashboard {from} in {scope.Description}", $"Get-PHDashboardTile {from}");
        if (TileContent.CreateLike(original) is { } like)
            return Add(target, like);

        Dashboard after = target.Scope.StampDashboard(run.Pump.Await(call =>
            target.Scope.Session.DashboardTiles.CopyAsync(target.Scope.Project, from, id, target.Id, call)));
        return after.Tiles.Where(t => before.Tiles.All(b => b.Id != t.Id) && t.Kind == original.Kind).OrderByDescending(t => t.Id).FirstOrDefault();
    }

    /// <summary>Adds a new tile.</summary>
    /// <param name="target">The dashboard.</param>
    /// <param name="tile">The body of the request.</param>
    internal DashboardTile Add(DashboardTarget target, Dictionary<string, object?> tile) => target.Scope.Stamp(run.Pump.Await(call =>
        target.Scope.Session.DashboardTiles.AddAsync(target.Scope.Project, target.Id, tile, call)));
}
