using System;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Dashboards;

/// <summary>What may be done to a tile: which parameters belong to which kind, and where it can go.</summary>
internal static class TileRules
{
    private static readonly (string Kind, string[] Parameters)[] Owners =
    [
        ("Text", ["Text"]),
        ("Button", ["ButtonText", "Url", "Placement", "Style"]),
        ("Widget", ["Config", "Name", "Description"]),
    ];

    /// <summary>Rejects a parameter for another kind of tile: it is a mistake, and PostHog would ignore it without an error.</summary>
    /// <param name="tile">The tile as it is.</param>
    /// <param name="isGiven">Whether a parameter was given.</param>
    internal static void CheckKind(DashboardTile tile, Func<string, bool> isGiven)
    {
        foreach ((string kind, string[] parameters) in Owners)
        {
            if (tile.Kind != kind && Array.Find(parameters, name => isGiven(name)) is { } wrong)
                throw Problems.Validation($"The tile {tile.Id} is of the kind {tile.Kind}, and -{wrong} changes tiles of the kind {kind}. Nothing was sent.",
                    tile.Kind == "Insight" ? "What an insight shows is changed in PostHog; -Color, -X, -Y, -Width, "
                        + "-Height and the like change its tile." : null);
        }
    }

    /// <summary>Refuses a dashboard of another project.</summary>
    /// <param name="tile">Id of the tile.</param>
    /// <param name="from">Where it is.</param>
    /// <param name="to">Where it is to be.</param>
    /// <param name="target">That dashboard in words.</param>
    /// <param name="action">What PostHog does within a project only: "moves".</param>
    internal static void CheckProject(long tile, ProjectScope from, ProjectScope to, string target, string action)
    {
        if (!ReferenceEquals(from.Connection, to.Connection) || from.Project != to.Project)
            throw Problems.Mismatch($"The tile {tile} is in {from.Description}, and {target} is not: PostHog {action} tiles within a project only. "
                + "Nothing was sent.",
                "Choose a dashboard of the same project.");
    }
}
