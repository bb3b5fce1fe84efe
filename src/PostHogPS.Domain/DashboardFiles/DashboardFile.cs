using System.Collections.Generic;
using System.Linq;
using PostHogPS.Dashboards;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>The file of a dashboard: what is wanted of it, with names in the place of ids.</summary>
internal sealed class DashboardFile
{
    internal DashboardFile(string file, FileValue root)
    {
        File = file;
        Root = root;
        HasKey = root.FindText(DashboardFormat.Key) is not null;
        Key = root.FindText(DashboardFormat.Key) ?? DashboardMarker.CreateKey("file", Name);
    }

    /// <summary>Its name in the folder, or where it comes from.</summary>
    internal string File { get; }

    internal FileValue Root { get; }

    internal string Name => Root.FindText("name") ?? "";

    /// <summary>By what the dashboard is known again.</summary>
    internal string Key { get; }

    /// <summary>Whether the file says its key. Where it does not, the name takes its place.</summary>
    internal bool HasKey { get; }

    /// <summary>Whether it is a template that says nothing but its name: another dashboard may have the same one.</summary>
    internal bool IsKnownByNameOnly => Root.Find(DashboardFormat.Key) is { IsMade: true };

    internal IReadOnlyList<FileValue> Tiles => Root.Find(DashboardFormat.Tiles)?.Items ?? [];

    /// <summary>The id of the dashboard that it was read from; its name in the folder where it does not say it.</summary>
    internal string SourceDashboard => Root.Find(DashboardFormat.Source)?.Find("dashboard")?.Text ?? File;

    /// <summary>Whether it was exported from a project.</summary>
    internal bool IsFrom(string host, long project) =>
        project > 0 && Root.Find(DashboardFormat.Source) is { } source && source.FindText("host") == host
            && source.Find("project")?.Text == CountText.Format(project);

    /// <summary>The id that a name had where the file was exported; null where it does not say.</summary>
    internal string? SourceIdOf(DefinitionKind kind, string name) =>
        Root.Find(DashboardFormat.Source)?.Find(DashboardFormat.References)?.Items
            .Where(item => item.FindText("kind") == kind.Name && item.FindText("name") == name).Select(static item => item.Find("id")?.Text).FirstOrDefault();

    /// <summary>Whether a file says no key of a tile: one that was made of the name is no better than the name.</summary>
    internal static bool HasNoKey(FileValue tile) => tile.Find(DashboardFormat.Key) is null or { IsMade: true };

    /// <summary>The first key of a name that is not taken, which takes it.</summary>
    internal static string NextKey(string name, ISet<string> used)
    {
        string key = DashboardMarker.CreateKey("tile", name);
        for (int i = 2; !used.Add(key); i++)
            key = DashboardMarker.CreateKey("tile", name, i);
        return key;
    }

    /// <summary>Gives insights without a key one that stays while their name does.</summary>
    internal static void AddKeys(FileValue root)
    {
        var used = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (FileValue tile in (root.Find(DashboardFormat.Tiles)?.Items ?? [])
            .Where(static tile => tile.Kind == FileValueKind.Object && tile.Find("insight") is not null))
        {
            if (tile.FindText(DashboardFormat.Key) is { } own)
            {
                used.Add(own);
                continue;
            }

            string name = tile.Find("insight")!.FindText("name") ?? "";
            FileValue key = FileValue.CreateText(NextKey(name, used));
            key.IsMade = true;
            tile.Set(DashboardFormat.Key, key);
        }
    }
}
