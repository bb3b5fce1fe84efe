using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>One difference between two documents of a dashboard: a tile that only one has, or a property.</summary>
internal sealed class TileDifference(string tile, string kind, FileDifference difference)
{
    /// <summary>What a person calls the tile; empty for the dashboard itself.</summary>
    internal string Tile { get; } = tile;

    /// <summary>Added, Removed, Changed or Unknown.</summary>
    internal string Kind { get; } = kind;

    internal FileDifference Difference { get; } = difference;

    /// <summary>Whether it is in what a tile says, and not in how and where it is shown.</summary>
    internal bool IsContent => Tile.Length > 0 && TileKind.All.Any(kind => Difference.Property.Contains("]." + kind.Name));
}

/// <summary>Compares dashboards tile by tile.</summary>
internal static class DashboardComparison
{
    /// <summary>The differences, in the order of the file, then what is at PostHog only.</summary>
    /// <param name="file">What is wanted.</param>
    /// <param name="server">What PostHog has.</param>
    /// <param name="untouched">Tiles that are neither compared nor removed.</param>
    internal static IReadOnlyList<TileDifference> Find(FileValue file, FileValue server, IReadOnlyList<FileValue>? untouched = null)
    {
        var found = new List<TileDifference>();
        Add(found, "", DashboardFormat.Format.Schema, file, server, "");
        List<FileValue> left = file.Find(DashboardFormat.Tiles)?.Items ?? [], right = server.Find(DashboardFormat.Tiles)?.Items ?? [];
        TileMatch match = TileMatch.Create(left, right, untouched);
        Dictionary<FileValue, FileValue> pairs = match.Pairs.ToDictionary(static pair => pair.Left, static pair => pair.Right);
        for (int i = 0; i < left.Count; i++)
        {
            string name = TileKind.Describe(left[i]), path = $"{DashboardFormat.Tiles}[{i}]";
            if (pairs.TryGetValue(left[i], out FileValue? other))
                Add(found, name, DashboardFormat.Tile, left[i], other, path);
            else
                found.Add(new TileDifference(name, "Added", new FileDifference(path, null, null, isUnknown: false) { Line = left[i].Line,
                    Column = left[i].Column }));
        }

        found.AddRange(match.OnlyRight.Select(static tile =>
            new TileDifference(TileKind.Describe(tile), "Removed", new FileDifference(DashboardFormat.Tiles, null, null, isUnknown: false))));
        return found;
    }

    /// <summary>The properties of a file that are not known and so not sent, at every known depth.</summary>
    /// <param name="file">What is wanted.</param>
    /// <param name="server">What PostHog has; null for a new dashboard.</param>
    /// <param name="untouched">Tiles that are left as they are.</param>
    internal static IReadOnlyList<FileDifference> FindUnknown(FileValue file, FileValue? server, IReadOnlyList<FileValue>? untouched = null)
    {
        FileValue none = FileValue.CreateObject();
        var found = new List<FileDifference>();
        DashboardFormat.Format.Schema.Compare(file, server ?? none, null, "", found);
        List<FileValue> left = file.Find(DashboardFormat.Tiles)?.Items ?? [];
        Dictionary<FileValue, FileValue> pairs = TileMatch.Create(left, server?.Find(DashboardFormat.Tiles)?.Items ?? [], untouched).Pairs
            .ToDictionary(static pair => pair.Left, static pair => pair.Right);
        for (int i = 0; i < left.Count; i++)
        {
            FileValue other = pairs.TryGetValue(left[i], out FileValue? stored) ? stored : none;
            DashboardFormat.Tile.Compare(left[i], other, null, $"{DashboardFormat.Tiles}[{i}]", found);
        }

        return found.Where(static difference => difference is { IsUnknown: true, InFile: not null }).ToList();
    }

    /// <summary>Ends the import where it would have to guess which insight of a name is meant.</summary>
    internal static void CheckMatch(string dashboard, FileValue file, FileValue server, IReadOnlyList<FileValue>? untouched = null)
    {
        TileMatch match = TileMatch.Create(file.Find(DashboardFormat.Tiles)?.Items ?? [], server.Find(DashboardFormat.Tiles)?.Items ?? [], untouched);
        foreach ((FileValue tile, int wanted, int there) in match.Ambiguous)
            throw Problems.AmbiguousInsight(dashboard, TileKind.Describe(tile), wanted, there);
    }

    private static void Add(List<TileDifference> found, string tile, ObjectSchema schema, FileValue file, FileValue server, string path)
    {
        var differences = new List<FileDifference>();
        schema.Compare(file, server, null, path, differences);
        found.AddRange(differences.Select(difference => new TileDifference(tile, difference.IsUnknown ? "Unknown" : "Changed", difference)));
    }
}
