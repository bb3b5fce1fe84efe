using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>Writes dashboards into a folder, one file for each. What a person has written there stays: comments, and properties of their own.</summary>
internal sealed class DashboardFileWriter(FileFolder folder, bool force)
{
    /// <summary>What would be written.</summary>
    internal IReadOnlyList<DashboardFileDraft> Plan(IReadOnlyList<(Dashboard Dashboard, FileValue Document)> dashboards, DashboardFileSet files)
    {
        // Marked alike by a duplicate: the second would overwrite the file of the first.
        if (dashboards.GroupBy(static pair => pair.Document.FindText(DashboardFormat.Key)!).FirstOrDefault(static group => group.Count() > 1) is { } twins)
            throw Problems.AmbiguousKey(twins.Key, "the input", twins.Select(static pair => (CountText.Format(pair.Dashboard.Id), pair.Dashboard.Name)));
        Dictionary<string, DashboardFile> known = files.Files.Where(static file => file.Root.FindText(DashboardFormat.Key) is not null)
            .ToDictionary(static file => file.Key, StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> names = FileNames.CreateUnique(
            dashboards.Select(static pair => (pair.Dashboard.Name, Id: pair.Document.FindText(DashboardFormat.Key)!)).Where(pair => !known.ContainsKey(pair.Id))
                .ToList(),
            DashboardFormat.Fallback,
            folder.List().Select(static file => file.Substring(0, file.Length - FileNames.Extension.Length)));
        return dashboards.Select(pair =>
        {
            string key = pair.Document.FindText(DashboardFormat.Key)!;
            known.TryGetValue(key, out DashboardFile? old);
            return new DashboardFileDraft(pair.Dashboard, old?.File ?? names[key] + FileNames.Extension, CreateContent(pair.Document, old?.Root), old is null);
        }).ToList();
    }

    /// <summary>Writes a file, and the schema beside it. Bytes that are there already are not written again.</summary>
    internal bool Write(DashboardFileDraft draft)
    {
        folder.CheckWritable();
        folder.Write(DashboardFormat.Format.SchemaPath, DashboardFormat.Format.EncodeSchema(), force);
        return draft.Content is not null && folder.Write(draft.File, draft.Content, force);
    }

    /// <summary>A dashboard as its file says it, with names in the place of ids.</summary>
    internal static async Task<FileValue> CreateAsync(Dashboard dashboard, ProjectScope scope, ProjectDefinitions definitions, CallContext call)
    {
        FileValue document = DashboardDocument.Create(dashboard);
        await ReferenceWriter.WriteAsync(document, dashboard, scope, definitions, call).ConfigureAwait(false);
        foreach (DashboardTile tile in dashboard.Tiles.Where(static tile => tile.Kind == "Unknown"))
            call.Warn($"Tile {CountText.Format(tile.Id)} of dashboard '{MessageText.Name(dashboard.Name)}' is of a kind that this version of the module "
                + "does not know. It was left out.");
        return document;
    }

    /// <summary>The same without what PostHog takes anyway.</summary>
    internal static FileValue WithoutDefaults(FileValue complete)
    {
        FileValue wanted = ((ObjectSchema)DashboardFormat.Format.Schema).WithoutDefaults(complete, includeState: true);
        FileValue tiles = wanted.Find(DashboardFormat.Tiles)!;
        wanted.Set(DashboardFormat.Tiles, FileValue.CreateList(tiles.Items.Select(static tile =>
            DashboardFormat.Tile.WithoutDefaults(tile, includeState: true))));
        return wanted;
    }

    // Null where the file says it all already, in whatever form and order.
    private static byte[]? CreateContent(FileValue complete, FileValue? old)
    {
        FileValue wanted = WithoutDefaults(complete);
        if (old is null)
            return FileText.Encode(wanted);
        return DashboardComparison.Find(old, complete).All(static difference => difference.Difference is { IsUnknown: true, AtServer: null })
            ? null
            : FileText.Encode(DashboardFormat.Format.Schema.Merge(old, wanted, null));
    }
}

/// <summary>A file that is to be written.</summary>
internal sealed class DashboardFileDraft(Dashboard dashboard, string file, byte[]? content, bool isNew)
{
    internal Dashboard Dashboard { get; } = dashboard;

    internal string File { get; } = file;

    /// <summary>Null where nothing changes.</summary>
    internal byte[]? Content { get; } = content;

    internal bool IsNew { get; } = isNew;
}
