using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>A copy of a tile for another dashboard of the same project.</summary>
/// <param name="source">The tile.</param>
/// <param name="target">The dashboard that gets the copy.</param>
internal sealed class TileCopy(DashboardPartTarget source, DashboardTarget target)
{
    /// <summary>What questions call it.</summary>
    internal string Action => $"Add a copy of the tile {source.Id} of dashboard {source.Dashboard.Id}";

    /// <summary>Rejects what PostHog does not copy.</summary>
    internal void Check()
    {
        TileRules.CheckProject(source.Id, source.Scope, target.Scope, target.Description, "copies");
        if (source.Dashboard.Id == target.Id)
            throw Problems.Validation($"The tile {source.Id} is on {target.Description} already, and PostHog copies tiles to another dashboard only. "
                + "Nothing was sent.");
    }

    /// <summary>Makes it; null where PostHog does not show the copy.</summary>
    internal async Task<DashboardTile?> RunAsync(CallContext call)
    {
        Dashboard before = await target.ReadAsync(call).ConfigureAwait(false);
        long from = source.Dashboard.Id;
        Dashboard origin = await new DashboardTarget(target.Scope, from, null, null).ReadAsync(call).ConfigureAwait(false);
        DashboardTile original = origin.Tiles.FirstOrDefault(tile => tile.Id == source.Id)
            ?? throw Problems.NotFound("tile", $"{source.Id}", $"dashboard {from} in {source.Scope.Description}", $"Get-PHDashboardTile {from}");
        // The server's route for copies refuses buttons.
        if (original.ButtonTile is { } button)
            return await NewTile.SendAsync(target, CreateLike(original, button), call).ConfigureAwait(false);

        Dashboard after = target.Scope.StampDashboard(await target.Scope.Session.DashboardTiles.CopyAsync(
            target.Scope.Project, from, source.Id, target.Id, call).ConfigureAwait(false));
        return after.Tiles.Where(tile => before.Tiles.All(known => known.Id != tile.Id) && tile.Kind == original.Kind)
            .OrderByDescending(static tile => tile.Id).FirstOrDefault();
    }

    private static Dictionary<string, object?> CreateLike(DashboardTile original, IDictionary<string, object?> button) => new(StringComparer.Ordinal)
    {
        ["button_tile"] = TilePatch.ButtonFields.Where(button.ContainsKey).ToDictionary(key => key, key => button[key], StringComparer.Ordinal),
        ["layouts"] = original.Layouts,
        ["color"] = original.Color,
    };
}
