using System;
using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.TestKit.Layers;

/// <summary>
/// The arrows between the folders of a project, read from its compiled types. Folders come from the symbols in the assembly; without
/// them from the namespaces. Every problem names the two files.
/// </summary>
public static class LayerCheck
{
    /// <summary>All problems: circles, arrows against the floors, folders without a floor and floors without a folder.</summary>
    /// <param name="assemblyPath">The compiled project; its file name is the name of the project's folder.</param>
    /// <param name="rootNamespace">The namespace of the project's own folder.</param>
    /// <param name="floorsFromBottom">
    /// The folders from bottom to top, "." for the project's own folder. A floor may have several folders, separated by spaces, with
    /// no arrow between them. A folder also stands for those inside it that are not listed themselves.
    /// </param>
    public static IReadOnlyList<string> Check(string assemblyPath, string rootNamespace, params string[] floorsFromBottom)
    {
        ArgumentNullException.ThrowIfNull(floorsFromBottom);
        using var reader = new AssemblyReader(assemblyPath, rootNamespace);
        IReadOnlyList<TypeUse> uses = reader.Uses();
        var floors = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < floorsFromBottom.Length; i++)
        {
            foreach (string folder in floorsFromBottom[i].Split(' '))
                floors.Add(folder, i);
        }

        var problems = new List<string>(Circles(uses));
        string[] folders = [.. reader.Types().Select(t => t.Folder).Distinct()];
        foreach (string folder in folders.Where(f => FloorOf(f, floors) is null).Order(StringComparer.Ordinal))
            problems.Add($"The folder {folder} has no floor.");
        foreach (string floor in floors.Keys.Where(f => !folders.Any(folder => FloorOf(folder, floors) == f)))
            problems.Add($"The floor {floor} has no folder.");
        foreach (IGrouping<(string From, string To), TypeUse> arrow in Arrows(uses))
        {
            if (FloorOf(arrow.Key.From, floors) is { } from && FloorOf(arrow.Key.To, floors) is { } to && from != to && floors[from] <= floors[to])
                problems.Add($"{arrow.Key.From} must not use {arrow.Key.To}: {Example(arrow)}.");
        }

        return problems;
    }

    /// <summary>The circles between folders, whatever their order.</summary>
    public static IReadOnlyList<string> Circles(string assemblyPath, string rootNamespace)
    {
        using var reader = new AssemblyReader(assemblyPath, rootNamespace);
        return Circles(reader.Uses());
    }

    /// <summary>The files whose namespace is not their folder.</summary>
    /// <param name="assemblyPath">The compiled project.</param>
    /// <param name="rootNamespace">The namespace of the project's own folder.</param>
    /// <param name="foldersInRootNamespace">Folders whose types may have the root namespace instead.</param>
    public static IReadOnlyList<string> WrongNamespaces(string assemblyPath, string rootNamespace, params string[] foldersInRootNamespace)
    {
        using var reader = new AssemblyReader(assemblyPath, rootNamespace);
        return
        [
            .. reader.Types()
                .Where(t => t.Namespace.StartsWith(rootNamespace, StringComparison.Ordinal))
                .Where(t => t.Namespace != (t.Folder == "." ? rootNamespace : rootNamespace + "." + t.Folder.Replace('/', '.')))
                .Where(t => t.Namespace != rootNamespace || !foldersInRootNamespace.Contains(t.Folder))
                .Select(t => $"{t.File}: {t.Name} is in the namespace {t.Namespace}.")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string? FloorOf(string folder, Dictionary<string, int> floors)
    {
        for (string part = folder; ; part = part[..part.LastIndexOf('/')])
        {
            if (floors.ContainsKey(part))
                return part;
            if (!part.Contains('/', StringComparison.Ordinal))
                return null;
        }
    }

    private static IGrouping<(string From, string To), TypeUse>[] Arrows(IReadOnlyList<TypeUse> uses) =>
        [.. uses.Where(u => u.From.Folder != u.To.Folder).GroupBy(u => (u.From.Folder, u.To.Folder)).OrderBy(g => g.Key)];

    private static string Example(IEnumerable<TypeUse> arrow)
    {
        TypeUse use = arrow.OrderBy(u => u.From.File, StringComparer.Ordinal).ThenBy(u => u.To.File, StringComparer.Ordinal).First();
        int more = arrow.Count() - 1;
        return $"{use.From.Name} ({use.From.File}) uses {use.To.Name} ({use.To.File})" + (more == 0 ? "" : $", and {more} more");
    }

    private static List<string> Circles(IReadOnlyList<TypeUse> uses)
    {
        IGrouping<(string From, string To), TypeUse>[] arrows = Arrows(uses);
        var reach = arrows.Select(a => a.Key.From).Distinct().ToDictionary(f => f, f => Reachable(f, arrows), StringComparer.Ordinal);
        var circles = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string folder in reach.Keys.Order(StringComparer.Ordinal).Where(f => reach[f].Contains(f)))
        {
            if (!seen.Add(folder))
                continue;
            string[] members = [folder, .. reach[folder].Where(f => f != folder && reach.TryGetValue(f, out HashSet<string>? back)
                && back.Contains(folder)).Order(StringComparer.Ordinal)];
            seen.UnionWith(members);
            IEnumerable<string> inside = arrows
                .Where(a => members.Contains(a.Key.From) && members.Contains(a.Key.To))
                .Select(a => $"{a.Key.From} -> {a.Key.To}: {Example(a)}");
            circles.Add($"Circle of {string.Join(", ", members)}. {string.Join("; ", inside)}.");
        }

        return circles;
    }

    private static HashSet<string> Reachable(string start, IGrouping<(string From, string To), TypeUse>[] arrows)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out string? folder))
        {
            foreach (IGrouping<(string From, string To), TypeUse> arrow in arrows.Where(a => a.Key.From == folder))
            {
                if (reached.Add(arrow.Key.To))
                    open.Enqueue(arrow.Key.To);
            }
        }

        return reached;
    }
}
