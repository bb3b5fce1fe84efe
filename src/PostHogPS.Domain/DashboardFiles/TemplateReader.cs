using System.Collections.Generic;
using System.Linq;
using PostHogPS.Dashboards;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>
/// The JSON that PostHog's own pages export: a template, with dashboard_description, dashboard_filters and tiles of a type. The variables of
/// a template are placeholders for events and no insight variables, so a file with some is refused.
/// </summary>
internal static class TemplateReader
{
    private static readonly string[] Places = ["layouts", "color", "transparent_background", "show_description", "filters_overrides"];

    internal static bool IsTemplate(FileValue root) =>
        root.Kind == FileValueKind.Object && root.FindProperty(FileFormat.SchemaKey) is null && root.Find("template_name") is not null;

    /// <summary>The template in the words of a dashboard's file.</summary>
    internal static FileValue Read(FileValue template, ICollection<FileProblem> problems)
    {
        FileValue made = FileValue.CreateObject(
            (FileFormat.SchemaKey, FileValue.CreateText(DashboardFormat.Format.SchemaPath)),
            (DashboardFormat.Key, CreateKey(template)),
            ("name", template.Find("template_name")),
            ("description", Description(template, "dashboard_description")),
            ("tags", template.Find("tags")),
            ("filters", template.Find("dashboard_filters")));
        (made.Line, made.Column) = (template.Line, template.Column);
        if (template.Find("variables") is { Items.Count: > 0 } variables)
            problems.Add(new FileProblem("variables",
                "The variables of a template are filled in by a person in PostHog. Make a dashboard of the template there, and export that.", variables.Line,
                variables.Column));
        made.Set(DashboardFormat.Tiles, template.Find(DashboardFormat.Tiles) is { Kind: FileValueKind.List } tiles
            ? FileValue.CreateList(tiles.Items.Select((tile, i) => Tile(tile, i, problems)).OfType<FileValue>())
            : FileValue.CreateList());
        return made;
    }

    private static FileValue CreateKey(FileValue template)
    {
        string? known = DashboardMarker.Read(template.FindText("dashboard_description"));
        string? id = template.FindText("id");
        FileValue key = FileValue.CreateText(known ?? DashboardMarker.CreateKey("template", id ?? template.FindText("template_name")));
        key.IsMade = known is null && id is null;
        return key;
    }

    private static FileValue? Tile(FileValue tile, int index, ICollection<FileProblem> problems)
    {
        string type = tile.Kind == FileValueKind.Object ? tile.FindText("type") ?? "" : "";
        (string name, FileValue content)? made = type.ToUpperInvariant() switch
        {
            "INSIGHT" => ("insight", Pick(tile, "name", "description", "query", "filters")),
            "TEXT" => ("text", Pick(tile, "body")),
            "BUTTON" when tile.Find("button_tile") is { } button => ("button", Pick(button, "url", "text", "placement", "style")),
            "WIDGET" => ("widget", Pick(tile, "widget_type", "config", "name", "description")),
            _ => null,
        };
        if (made is not { } known)
        {
            problems.Add(new FileProblem($"{DashboardFormat.Tiles}[{index}].type", "This must be INSIGHT, TEXT, BUTTON (with button_tile) or WIDGET.",
                tile.Line, tile.Column));
            return null;
        }

        string? key = known.name == "insight" ? DashboardMarker.Read(tile.FindText("description")) : null;
        if (key is not null)
            known.content.Set("description", Description(tile, "description")!);
        FileValue read = FileValue.CreateObject((DashboardFormat.Key, key is null ? null : FileValue.CreateText(key)), (known.name, known.content));
        (read.Line, read.Column) = (tile.Line, tile.Column);
        read.Properties.AddRange(Pick(tile, Places).Properties);
        return read;
    }

    // The template of a copy has the line with its key.
    private static FileValue? Description(FileValue from, string name) =>
        from.FindText(name) is { } text ? FileValue.CreateText(DashboardMarker.Remove(text)) : from.Find(name);

    private static FileValue Pick(FileValue from, params string[] names)
    {
        FileValue made = FileValue.CreateObject([.. names.Select(name => (name, from.Find(name)))]);
        (made.Line, made.Column) = (from.Line, from.Column);
        return made;
    }
}
