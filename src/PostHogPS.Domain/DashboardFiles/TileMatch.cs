using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>Which tile of one dashboard is which of another: by the key of an insight, else by what it says, else by its name or place.</summary>
internal sealed class TileMatch
{
    private readonly List<(FileValue Left, FileValue Right)> _pairs = [];
    private readonly List<(FileValue Tile, int Wanted, int There)> _ambiguous = [];
    private readonly List<FileValue> _left;
    private readonly List<FileValue> _right;

    private TileMatch(IEnumerable<FileValue> left, IEnumerable<FileValue> right)
    {
        _left = left.ToList();
        _right = right.ToList();
    }

    internal IReadOnlyList<(FileValue Left, FileValue Right)> Pairs => _pairs;

    internal IReadOnlyList<FileValue> OnlyRight => _right;

    /// <summary>Insights of one name, of which one side has more than the other: the first one, and how many of each side differ.</summary>
    internal IReadOnlyList<(FileValue Tile, int Wanted, int There)> Ambiguous => _ambiguous;

    /// <param name="left">The tiles that are wanted.</param>
    /// <param name="right">The tiles that are there.</param>
    /// <param name="untouched">Tiles that are wanted as they are: what they match is in no result.</param>
    internal static TileMatch Create(IEnumerable<FileValue> left, IEnumerable<FileValue> right, IReadOnlyList<FileValue>? untouched = null)
    {
        if (untouched is { Count: > 0 })
        {
            List<FileValue> wanted = left.ToList();
            TileMatch all = Create(wanted.Concat(untouched), right);
            List<FileValue> kept = all.Pairs.Where(pair => untouched.Contains(pair.Left)).Select(static pair => pair.Right).ToList();
            return Create(wanted, right.Where(tile => !kept.Contains(tile)));
        }

        var match = new TileMatch(left, right);
        // What says the same under the same key is the same, whatever the key was made of.
        match.Pair(static tile => TileKind.ContentText(tile) is { } text && tile.FindText("key") is { } key ? text + "/" + key : null);
        match.Pair(static tile => tile.FindText("key"), static (left, _) => !DashboardFile.HasNoKey(left));
        // What has two keys is two things, though they may bear one name.
        match.Pair(static tile => TileKind.ContentText(tile), HasNoKey);
        match.PairInsightsOfOneName();
        match.Pair(static tile => TileKind.Find(tile) is { } kind && kind != TileKind.Insight && TileKind.TitleOf(tile) is { Length: > 0 } title
            ? kind.Name + "/" + title : null, HasNoKey);
        match.Pair(static tile =>
            TileKind.Find(tile) is { } kind && kind != TileKind.Insight && tile.Find("layouts")?.Find("sm") is { } box
            ? kind.Name + "/" + PlainText.Describe(box.ToPlain()) : null);
        match.PairOnly(IsEdited);
        // A widget may have neither name nor place.
        match.Pair(static tile => tile.Find("widget") is { } widget && string.IsNullOrEmpty(widget.FindText("name")) ? widget.FindText("widget_type") : null);
        return match;
    }

    private static bool HasNoKey(FileValue left, FileValue right) => DashboardFile.HasNoKey(left) || DashboardFile.HasNoKey(right);

    // Insights that differ and have nothing but their name: by their queries, then one by one in their order. Where one side has more of a name
    // than the other, it is unknown which of them was changed and which was added or removed.
    private void PairInsightsOfOneName()
    {
        Pair(static tile => InsightText(tile, "query"), HasNoKey);
        foreach (IGrouping<string, FileValue> wanted in _left.Where(DashboardFile.HasNoKey).Where(static tile => tile.Find("insight") is not null)
            .GroupBy(NameOf).ToList())
        {
            int there = _right.Count(tile => tile.Find("insight") is not null && NameOf(tile) == wanted.Key);
            if (there > 0 && there != wanted.Count())
                _ambiguous.Add((wanted.First(), wanted.Count(), there));
        }

        Pair(static tile => tile.FindText("key") is { } key && tile.Find("insight") is not null ? key + "/" + NameOf(tile) : null);
        Pair(static tile => tile.Find("insight") is not null ? NameOf(tile) : null, HasNoKey);
    }

    // What was edited and moved has neither its name nor its place: a button with its address, a widget of its type, and a text that says mostly
    // the same, are it where nothing else is.
    private void PairOnly(Func<FileValue, FileValue, bool> isIt)
    {
        foreach (FileValue left in _left.ToList())
        {
            List<FileValue> found = _right.FindAll(right => isIt(left, right));
            if (found.Count != 1 || _left.Count(other => isIt(other, found[0])) != 1)
                continue;
            _pairs.Add((left, found[0]));
            _left.Remove(left);
            _right.Remove(found[0]);
        }
    }

    private static bool IsEdited(FileValue left, FileValue right)
    {
        TileKind? kind = TileKind.Find(left);
        if (kind is null || kind != TileKind.Find(right))
            return false;
        return kind == TileKind.Button ? TextOf("url", left) == TextOf("url", right)
            : kind == TileKind.Widget ? TextOf("widget_type", left) == TextOf("widget_type", right)
            : kind == TileKind.Text && IsMostlySame(TextOf("body", left), TextOf("body", right));

        static string TextOf(string field, FileValue tile) => TileKind.ContentOf(tile)?.FindText(field) ?? "";
    }

    // Two texts that begin alike, "Sales in Germany" and "Sales in France", are two things: some words more have to be in both.
    private static bool IsMostlySame(string left, string right)
    {
        HashSet<string> one = Words(left), other = Words(right);
        int common = one.Count(other.Contains);
        return common >= 3 && common * 5 >= Math.Max(one.Count, other.Count) * 3;

        static HashSet<string> Words(string text) => new(text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }

    private static string NameOf(FileValue tile) => tile.Find("insight")?.FindText("name") ?? "";

    private static string? InsightText(FileValue tile, string field) => tile.Find("insight")?.Find(field) is { } value
        ? NameOf(tile) + "/" + TileKind.Normalize(value) : null;

    private void Pair(Func<FileValue, string?> identity, Func<FileValue, FileValue, bool>? may = null)
    {
        foreach (FileValue left in _left.ToList())
        {
            if (identity(left) is not { } own)
                continue;
            FileValue? right = _right.Find(other => identity(other) == own && may?.Invoke(left, other) != false);
            if (right is null)
                continue;
            _pairs.Add((left, right));
            _left.Remove(left);
            _right.Remove(right);
        }
    }
}

/// <summary>A kind of tile: its property in a file and in the API, and how it is called by a person.</summary>
internal sealed class TileKind
{
    internal static readonly TileKind Insight = new("insight", "insight", "name", "name", "description", "query", "filters", "tags", "favorited");
    internal static readonly TileKind Text = new("text", "text", "body", "body");
    internal static readonly TileKind Button = new("button", "button_tile", "text", "url", "text", "placement", "style");
    internal static readonly TileKind Widget = new("widget", "widget", "name", "widget_type", "config", "name", "description");

    internal static IReadOnlyList<TileKind> All { get; } = [Insight, Text, Button, Widget];

    private TileKind(string name, string wireName, string title, params string[] fields)
    {
        Name = name;
        WireName = wireName;
        Title = title;
        Fields = fields;
    }

    internal string Name { get; }

    internal string WireName { get; }

    internal string Title { get; }

    internal string[] Fields { get; }

    internal static TileKind? Find(FileValue tile) => All.FirstOrDefault(kind => tile.Find(kind.Name) is not null);

    internal static FileValue? ContentOf(FileValue tile) => Find(tile) is { } kind ? tile.Find(kind.Name) : null;

    internal static string? TitleOf(FileValue tile) => Find(tile) is { } kind ? tile.Find(kind.Name)!.FindText(kind.Title) : null;

    /// <summary>What a message calls a tile: insight 'Signups'.</summary>
    internal static string Describe(FileValue tile)
    {
        if (Find(tile) is not { } kind)
            return "tile";
        string title = TitleOf(tile) ?? tile.Find(kind.Name)!.FindText("widget_type") ?? "";
        int end = title.IndexOf('\n');
        title = OneLine.Truncate(OneLine.Clean(end < 0 ? title : title.Substring(0, end)), 60);
        return title.Length == 0 ? kind.Name : $"{kind.Name} '{title}'";
    }

    internal static string? ContentText(FileValue tile) =>
        Find(tile) is { } kind
            ? kind.Name + FileTextOf(DashboardFormat.Tile.WithoutDefaults(FileValue.CreateObject((kind.Name, tile.Find(kind.Name)!)), includeState: true), kind)
            : null;

    // The same for what is the same to PostHog: defaults, empty values and the order of keys say nothing.
    private static string FileTextOf(FileValue tile, TileKind kind) =>
        string.Join("\n", kind.Fields.Select(field =>
            field + "=" + (tile.Find(kind.Name)?.Find(field) is { } value ? Normalize(value) : "")));

    /// <summary>A value as a text that is the same for what is the same to PostHog.</summary>
    internal static string Normalize(FileValue value) => TreeSchema.WithoutEmpty(value) is { } said ? Files.FileText.Format(Sort(said)) : "";

    private static FileValue Sort(FileValue value) => value.Kind switch
    {
        FileValueKind.Object => FileValue.CreateObject([.. value.Properties.OrderBy(static property => property.Name, StringComparer.Ordinal)
            .Select(static property => (property.Name, (FileValue?)Sort(property.Value)))]),
        FileValueKind.List => FileValue.CreateList(value.Items.Select(Sort)),
        _ => value,
    };
}
