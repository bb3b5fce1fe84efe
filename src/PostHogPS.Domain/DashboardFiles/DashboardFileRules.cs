using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Dashboards;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>What a schema cannot say and PostHog is known to refuse: found in the file, before anything is sent.</summary>
internal static class DashboardFileRules
{
    private const int LongestText = 4000;
    private const int Columns = 12;
    private const int LongestName = 400;
    private const int LongestUrl = 2000;
    private const int LongestButton = 200;

    internal static IEnumerable<FileProblem> Check(FileValue root)
    {
        var problems = new List<FileProblem>();
        Longest(root, "", "name", LongestName, problems);
        if (root.Find("restriction_level") is { } level && level.ToPlain() is not (21L or 37L))
            problems.Add(new FileProblem("restriction_level", "This must be 21 or 37.", level.Line, level.Column));
        KeyLine(root, "", problems);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        List<FileValue> tiles = root.Find(DashboardFormat.Tiles)?.Items ?? [];
        for (int i = 0; i < tiles.Count; i++)
            CheckTile(tiles[i], $"{DashboardFormat.Tiles}[{i}]", keys, problems);
        foreach (FileProperty property in root.Properties.Where(static property => property.Name != DashboardFormat.Source))
            CheckReferences(property.Value, property.Name, problems);
        return problems.OrderBy(static problem => problem.Line).ThenBy(static problem => problem.Column);
    }

    private static void CheckTile(FileValue tile, string path, HashSet<string> keys, List<FileProblem> problems)
    {
        string[] kinds = TileKind.All.Where(kind => tile.Find(kind.Name) is not null).Select(static kind => kind.Name).ToArray();
        if (kinds.Length != 1)
        {
            problems.Add(new FileProblem(path, kinds.Length == 0 ? "A tile needs one of: insight, text, button, widget."
                : $"A tile is one thing; this one is {string.Join(" and ", kinds)}.", tile.Line, tile.Column));
            return;
        }

        if (tile.Find(DashboardFormat.Key) is { } key && !keys.Add(key.Text))
            problems.Add(new FileProblem(path + ".key", "Another tile has this key.", key.Line, key.Column));
        FileValue content = TileKind.ContentOf(tile)!;
        string inner = path + "." + kinds[0];
        CheckPlaces(tile, path + ".layouts", problems);
        if (kinds[0] == "insight" && content.Find("query") is { } query && query.FindText("kind") is null)
            problems.Add(new FileProblem(inner + ".query.kind", "A query says its kind: InsightVizNode, DataVisualizationNode, HogQLQuery and the like.",
                query.Line, query.Column));
        if (kinds[0] == "insight" && content.Find("query") is null && content.Find("filters") is null)
            problems.Add(new FileProblem(inner + ".query", "An insight needs a query.", content.Line, content.Column));
        if (kinds[0] == "insight")
            KeyLine(content, inner, problems);
        if (kinds[0] is "insight" or "widget")
            Longest(content, inner, "name", LongestName, problems);
        if (kinds[0] == "text")
            Longest(content, inner, "body", LongestText, problems);
        if (kinds[0] == "button")
        {
            Longest(content, inner, "url", LongestUrl, problems);
            Longest(content, inner, "text", LongestButton, problems);
            if (content.Find("url") is { } url && !(url.Text.StartsWith("/", StringComparison.Ordinal)
                || (Uri.TryCreate(url.Text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")))
                problems.Add(new FileProblem(inner + ".url", "This must be an address with http or https, or a path that begins with /.", url.Line,
                    url.Column));
        }
    }

    // sm has 12 columns; how far down a tile is has no limit.
    private static void CheckPlaces(FileValue tile, string path, List<FileProblem> problems)
    {
        foreach (FileProperty screen in tile.Find("layouts")?.Properties ?? [])
        {
            foreach (FileProperty measure in screen.Value.Properties)
            {
                long least = measure.Name is "w" or "h" ? 1 : 0;
                if (measure.Name is not ("x" or "y" or "w" or "h") || measure.Value.ToPlain() is not long number)
                    continue;
                string? wrong = number < least ? $"This must be at least {least}."
                    : screen.Name == "sm" && measure.Name is ("x" or "w") && number > Columns ? $"The screen sm has {Columns} columns."
                    : null;
                if (wrong is not null)
                    problems.Add(new FileProblem($"{path}.{screen.Name}.{measure.Name}", wrong, measure.Line, measure.Column));
            }
        }
    }

    private static void CheckReferences(FileValue value, string path, List<FileProblem> problems)
    {
        if (ReferenceText.IsReference(value))
        {
            if (DefinitionKind.Find(value.FindText(ReferenceText.Key) ?? "") is null)
                problems.Add(new FileProblem($"{path}.{ReferenceText.Key}",
                    $"This must be one of: {string.Join(", ", DefinitionKind.Listed.Concat(DefinitionKind.Unlisted).Select(static kind => kind.Name))}.",
                        value.Line, value.Column));
            if (value.FindText("name") is not { Length: > 0 })
                problems.Add(new FileProblem($"{path}.name", "A reference needs a name.", value.Line, value.Column));
            return;
        }

        for (int i = 0; i < value.Items.Count; i++)
            CheckReferences(value.Items[i], $"{path}[{i}]", problems);
        foreach (FileProperty property in value.Properties)
        {
            if (property.Name == "variables" && property.Value.Kind == FileValueKind.Object)
            {
                foreach (FileProperty variable in property.Value.Properties.Where(static variable => variable.Value.Kind != FileValueKind.Object))
                    problems.Add(new FileProblem($"{path}.variables.{variable.Name}", "A variable is an object, such as {\"value\": \"DE\"}.", variable.Line,
                        variable.Column));
            }

            CheckReferences(property.Value, $"{path}.{property.Name}", problems);
        }
    }

    private static void KeyLine(FileValue value, string path, List<FileProblem> problems)
    {
        if (value.Find("description") is { } description && DashboardMarker.Read(description.Text) is { } key)
            problems.Add(new FileProblem(path.Length == 0 ? "description" : path + ".description",
                $"The line [posthogps:{key}] belongs into PostHog; in a file it is the property key.", description.Line, description.Column));
    }

    private static void Longest(FileValue value, string path, string name, int longest, List<FileProblem> problems)
    {
        if (value.FindText(name) is { } text && text.Length > longest)
            problems.Add(new FileProblem(path.Length == 0 ? name
                : path + "." + name, $"This has {text.Length} characters; PostHog takes {longest}.", value.Find(name)!.Line, value.Find(name)!.Column));
    }
}
