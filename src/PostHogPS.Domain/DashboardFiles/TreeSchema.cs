using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>
/// An object that PostHog defines and this module does not look into: a query, filters, the settings of a widget. Compared down to the
/// values that differ; a key without a value is as good as absent.
/// </summary>
internal sealed class TreeSchema : ObjectSchema
{
    internal TreeSchema() => IsOneValue = true;

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) =>
        PlainText.AreSame(WithoutEmpty(left)?.ToPlain(), WithoutEmpty(right)?.ToPlain());

    internal override void Compare(FileValue? file, FileValue? server, object? fallback, string path, ICollection<FileDifference> found) =>
        CompareValues(file, server, path, file ?? FileValue.CreateNull(), found);

    private static void CompareValues(FileValue? file, FileValue? server, string path, FileValue place, ICollection<FileDifference> found)
    {
        (file, server) = (WithoutEmpty(file), WithoutEmpty(server));
        if (PlainText.AreSame(file?.ToPlain(), server?.ToPlain()))
            return;
        if (file?.Kind == FileValueKind.Object && server?.Kind == FileValueKind.Object)
        {
            foreach (string name in file.Properties.Concat(server.Properties).Select(static property => property.Name).Distinct(StringComparer.Ordinal)
                .ToList())
                CompareValues(file.Find(name), server.Find(name), Join(path, name), file, found);
        }
        else if (file?.Kind == FileValueKind.List && server?.Kind == FileValueKind.List && file.Items.Count == server.Items.Count)
        {
            for (int i = 0; i < file.Items.Count; i++)
                CompareValues(file.Items[i], server.Items[i], $"{path}[{i}]", file, found);
        }
        else
        {
            FileValue where = file ?? place;
            found.Add(new FileDifference(path, file?.ToPlain(), server?.ToPlain(), isUnknown: false) { Line = where.Line, Column = where.Column });
        }
    }

    // Null for an empty value: null, and an object or a list without content.
    internal static FileValue? WithoutEmpty(FileValue? value)
    {
        if (value?.Kind != FileValueKind.Object)
            return value is { Kind: FileValueKind.List, Items.Count: > 0 } or { Kind: FileValueKind.Text or FileValueKind.Number or FileValueKind.Flag }
                ? value : null;
        FileValue kept = FileValue.CreateObject();
        (kept.Line, kept.Column) = (value.Line, value.Column);
        kept.Properties.AddRange(value.Properties.Select(static property => (property.Name, Value: WithoutEmpty(property.Value)))
            .Where(static property => property.Value is not null).Select(static property => new FileProperty(property.Name, property.Value!)));
        return kept.Properties.Count == 0 ? null : kept;
    }
}

/// <summary>Tags, which PostHog keeps in lower case and in no order.</summary>
internal sealed class TagSchema : FileSchema
{
    private static readonly ListSchema List = new(new TextSchema());

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems) => List.Check(value, path, problems);

    internal override bool AreSame(FileValue? left, FileValue? right, object? fallback) => Set(left).SetEquals(Set(right));

    private protected override FileValue DescribeValue() => List.Describe();

    private static HashSet<string> Set(FileValue? list) => new(list?.Items.Select(static item => item.Text.Trim()) ?? [], StringComparer.OrdinalIgnoreCase);
}

/// <summary>The tiles of a dashboard. Compared one by one elsewhere: which is which, their content says.</summary>
internal sealed class TileListSchema(FileSchema tile) : FileSchema
{
    private readonly ListSchema _list = new(tile);

    internal override void Check(FileValue value, string path, ICollection<FileProblem> problems) => _list.Check(value, path, problems);

    internal override FileValue Merge(FileValue old, FileValue now, object? fallback)
    {
        if (old.Kind != FileValueKind.List || now.Kind != FileValueKind.List)
            return base.Merge(old, now, fallback);
        Dictionary<FileValue, FileValue> pairs = TileMatch.Create(old.Items, now.Items).Pairs.ToDictionary(static pair => pair.Right, static pair => pair.Left);
        FileValue merged = FileValue.CreateList(now.Items.Select(item => pairs.TryGetValue(item, out FileValue? mine) ? tile.Merge(mine, item, null) : item));
        return merged.WithCommentsOf(old);
    }

    private protected override FileValue DescribeValue() => _list.Describe();
}
