using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Changes;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>
/// Makes one dashboard from a document. While tiles are missing its description says "unfinished", so that the next run continues where
/// this one ended; what was made is found again by its marker or by what it says. A POST is never repeated.
/// </summary>
internal sealed class DashboardImport
{
    private static readonly string[] LookFields = ["layouts", "color", "filters_overrides", "show_description", "transparent_background"];

    private readonly ProjectScope _scope;
    private readonly ResolvedDashboard _wanted;
    private readonly string _key;
    private readonly ImportOptions _options;
    private readonly Func<long, string?> _nameOf;
    private readonly List<string> _made = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <param name="scope">The project.</param>
    /// <param name="wanted">The document.</param>
    /// <param name="key">By what the dashboard is known again.</param>
    /// <param name="existing">The dashboard as it is; null if it does not exist.</param>
    /// <param name="options">How it is imported.</param>
    /// <param name="nameOf">The names of the project's dashboards.</param>
    internal DashboardImport(
        ProjectScope scope, ResolvedDashboard wanted, string key, Dashboard? existing, ImportOptions options, Func<long, string?> nameOf)
    {
        _nameOf = nameOf;
        _scope = scope;
        _wanted = wanted;
        _key = key;
        _options = options;
        Existing = existing;
        // What an earlier run has not finished was made of the same file: there the keys of names are sure.
        if (existing is not null && !DashboardMarker.IsUnfinished(existing.Description))
            DashboardComparison.CheckMatch(Name, Document, DashboardDocument.Create(existing), wanted.Skipped);
        Differences = existing is null ? [] : Find(existing);
        IReadOnlyList<FileDifference> unknown = DashboardComparison.FindUnknown(
            Document, existing is null ? null : DashboardDocument.Create(existing), wanted.Skipped);
        Note = FileDifference.DescribeUnknown(wanted.File.File, unknown);
        if (FileDifference.FindMisspelling(unknown, [.. Differences.Select(static one => one.Difference)]) is { } slip)
            throw slip.ToException(wanted.File.File);
        if (string.IsNullOrWhiteSpace(Name) && Differences.Any(static one => one.Tile.Length == 0 && one.Difference.Property == "name"))
            throw new FileProblem("name", "This is blank, and the dashboard has a name.", Document.Find("name")!.Line, Document.Find("name")!.Column)
                .ToException(wanted.File.File);
    }

    /// <summary>What the file says and nobody sends; null for nothing.</summary>
    internal string? Note { get; }

    /// <summary>The dashboard as it is; null if it does not exist.</summary>
    internal Dashboard? Existing { get; }

    /// <summary>What would change on it.</summary>
    internal IReadOnlyList<TileDifference> Differences { get; }

    /// <summary>Whether there is nothing to do.</summary>
    internal bool IsDone => Existing is not null && Differences.Count == 0 && !DashboardMarker.IsUnfinished(Existing.Description)
        && !(_options.Update && HasLostKey);

    // Found by its insights: somebody has written a description without the line.
    private bool HasLostKey => Existing is not null && DashboardMarker.KeyOf(Existing) != _key;

    /// <summary>Whether a tile of it is missing in the document, or says something else there.</summary>
    internal bool HasOtherTiles => Existing is not null && DashboardComparison.Find(Document, DashboardDocument.Create(Existing), _wanted.Skipped)
        .Any(static one => one.Kind == "Removed" || (one.Kind == "Changed" && one.IsContent));

    internal string Name => _wanted.File.Name;

    /// <summary>The steps in words.</summary>
    internal IReadOnlyList<string> Steps => Existing is null
        ? [$"create dashboard '{MessageText.Name(Name)}'", .. Tiles.Select(static tile => "create " + TileKind.Describe(tile))]
        : [.. Differences.Select(Describe), .. SharedChanges(Existing), .. Remaining(Existing),
            .. HasLostKey ? new[] { $"description: the line [posthogps:{_key}] comes back" } : []];

    private FileValue Document => _wanted.Document;

    private List<FileValue> Tiles => Document.Find(DashboardFormat.Tiles)!.Items;

    /// <summary>Does it.</summary>
    internal async Task<Dashboard> RunAsync(CallContext call)
    {
        using var progress = new Activity(call, Existing is null ? "Making a dashboard" : "Updating a dashboard");
        Dashboard? dashboard = Existing;
        try
        {
            dashboard ??= await CreateAsync(call).ConfigureAwait(false);
            long id = dashboard.Id;
            dashboard = await ApplyTilesAsync(dashboard, progress, call).ConfigureAwait(false);
            progress.Update($"{Name}: layout", 100);
            dashboard = await FinishAsync(dashboard, call).ConfigureAwait(false);
            WarnOfDifferences(dashboard, call);
            return _scope.StampDashboard(dashboard);
        }
        catch (Exception e) when (e is PostHogApiException or ProblemException)
        {
            if (_made.Count > 0 && dashboard is not null)
                call.Warn($"Dashboard '{MessageText.Name(Name)}' ({dashboard.Id}) in {_scope.Description} is not complete. "
                    + $"Made so far: {string.Join(", ", _made)}. Run the same command again: it goes on where this one ended.");
            throw;
        }
    }

    private async Task<Dashboard> CreateAsync(CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = Name,
            ["description"] = DashboardMarker.Add(Document.FindText("description"), _key, unfinished: true),
        };
        foreach (string field in new[] { "pinned", "tags", "filters", "breakdown_colors", "restriction_level" })
        {
            if (Document.Find(field) is { } value)
                body[field] = value.ToPlain();
        }

        Dashboard made = await _scope.Session.Dashboards.CreateAsync(_scope.Project, body, call).ConfigureAwait(false);
        _made.Add($"the dashboard itself ({made.Id})");
        return made;
    }

    // One write for each tile that is missing or says something else.
    private async Task<Dashboard> ApplyTilesAsync(Dashboard dashboard, Activity progress, CallContext call)
    {
        Dictionary<FileValue, DashboardTile> there = Match(dashboard, out _);
        _keys.UnionWith(DashboardDocument.InOrder(dashboard.Tiles).Select(static pair => pair.Tile.FindText(DashboardFormat.Key)).OfType<string>());
        bool isStale = false;
        for (int i = 0; i < Tiles.Count; i++)
        {
            FileValue tile = Tiles[i];
            progress.Update($"{Name}: {TileKind.Describe(tile)} ({i + 1} of {Tiles.Count})", 100.0 * i / Tiles.Count);
            bool isInsight = TileKind.Find(tile) == TileKind.Insight;
            if (there.TryGetValue(tile, out DashboardTile? found))
            {
                if (ContentDiffers(tile, found))
                {
                    await ChangeAsync(dashboard, tile, found, call).ConfigureAwait(false);
                    isStale = true;
                }
            }
            else if (isInsight)
            {
                await CreateInsightAsync(dashboard, tile, call).ConfigureAwait(false);
                isStale = true;
            }
            else
            {
                await AddAsync(dashboard, tile, call).ConfigureAwait(false);
                isStale = true;
            }
        }

        return isStale ? await _scope.Session.Dashboards.GetAsync(_scope.Project, dashboard.Id, call).ConfigureAwait(false) : dashboard;
    }

    private async Task CreateInsightAsync(Dashboard dashboard, FileValue tile, CallContext call)
    {
        FileValue content = tile.Find("insight")!;
        Dictionary<string, object?> body = Plain(content);
        // The key of a name may be that of an insight that says what another tile of the file does.
        string key = DashboardFile.HasNoKey(tile) ? DashboardFile.NextKey(content.FindText("name") ?? "", _keys) : tile.FindText(DashboardFormat.Key)!;
        body["description"] = DashboardMarker.Add(content.FindText("description"), key);
        body["dashboards"] = new object?[] { dashboard.Id };
        await _scope.Session.Insights.CreateAsync(_scope.Project, body, call).ConfigureAwait(false);
        _made.Add(TileKind.Describe(tile));
    }

    private async Task AddAsync(Dashboard dashboard, FileValue tile, CallContext call)
    {
        TileKind kind = TileKind.Find(tile)!;
        Dictionary<string, object?> element = Looks(tile);
        element[kind.WireName] = Plain(tile.Find(kind.Name)!);
        try
        {
            Dashboard after = await _scope.Session.DashboardTiles.AddByUpdateAsync(_scope.Project, dashboard.Id, element, call).ConfigureAwait(false);
            if (!after.Tiles.Any(one => one.Kind == KindName(kind) && SameContent(tile, one)))
                throw Problems.Validation($"The server answered without an error but did not add the {TileKind.Describe(tile)}: "
                    + "it is probably too old for tiles of this kind.",
                    "To leave out what the server does not take: -Skip.");
        }
        catch (Exception e) when (_options.Unmapped == UnmappedChoice.Skip && kind == TileKind.Widget
            && e is ProblemException or PostHogApiException { Kind: PostHogErrorKind.Validation })
        {
            call.Warn($"The {TileKind.Describe(tile)} of dashboard '{MessageText.Name(Name)}' was left out: {e.Message}");
            return;
        }

        _made.Add(TileKind.Describe(tile));
    }

    private async Task ChangeAsync(Dashboard dashboard, FileValue tile, DashboardTile found, CallContext call)
    {
        TileKind kind = TileKind.Find(tile)!;
        FileValue content = tile.Find(kind.Name)!;
        if (DescribeShared(tile, found) is { } shared)
            call.Warn($"Dashboard '{MessageText.Name(Name)}': {shared}.");
        if (kind != TileKind.Insight)
        {
            Dictionary<string, object?> inner = Plain(content);
            inner["id"] = ContentOf(found)["id"];
            await _scope.Session.DashboardTiles.UpdateAsync(_scope.Project, dashboard.Id,
                new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = found.Id, [kind.WireName] = inner }, call).ConfigureAwait(false);
            return;
        }

        IDictionary<string, object?> insight = found.Insight!;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string field in Changed(DashboardFormat.Tile, tile, ServerTile(found))
            .Where(static path => path.StartsWith("insight.", StringComparison.Ordinal))
            .Select(static path => path.Split('.', '[')[1]).Distinct())
        {
            body[field] = field switch
            {
                "description" => Marked(content.FindText("description"), insight, tile.FindText(DashboardFormat.Key)!),
                "name" => content.FindText("name") ?? "",
                "tags" => content.Find("tags")?.ToPlain() ?? Array.Empty<object?>(),
                "favorited" => content.Find("favorited")?.ToPlain() ?? false,
                _ => content.Find(field)?.ToPlain(),
            };
        }

        await _scope.Session.Insights.UpdateAsync(_scope.Project, Convert.ToInt64(insight["id"], System.Globalization.CultureInfo.InvariantCulture), body, call)
            .ConfigureAwait(false);
    }

    // Places, colours, variables, and the end of "unfinished": one write, which may be repeated.
    private async Task<Dashboard> FinishAsync(Dashboard dashboard, CallContext call)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string field in Changed(DashboardFormat.Format.Schema, Document, DashboardDocument.Create(dashboard))
            .Select(static path => path.Split('.', '[')[0]).Distinct())
        {
            if (field == "variables" && Document.Find(field) is null)
                call.Warn($"The variables of dashboard '{MessageText.Name(Name)}' cannot be removed: PostHog does not take an empty set of them.");
            else if (field != "description")
                body[field] = Document.Find(field)?.ToPlain() ?? Neutral(field);
        }

        string description = DashboardMarker.OwnKey(dashboard) == _key ? Document.FindText("description") ?? ""
            : DashboardMarker.Add(Document.FindText("description"), _key);
        if (description != dashboard.Description)
            body["description"] = description;
        List<object?> elements = Elements(dashboard).ToList();
        if (elements.Count > 0)
            body["tiles"] = elements.ToArray();
        return body.Count == 0 ? dashboard : await _scope.Session.Dashboards.UpdateAsync(_scope.Project, dashboard.Id, body, call).ConfigureAwait(false);
    }

    private IEnumerable<object?> Elements(Dashboard dashboard)
    {
        Dictionary<FileValue, DashboardTile> there = Match(dashboard, out IReadOnlyList<DashboardTile> others);
        foreach (FileValue tile in Tiles.Where(there.ContainsKey))
        {
            string[] looks = Changed(DashboardFormat.Tile, tile, ServerTile(there[tile])).Select(static path => path.Split('.', '[')[0]).Distinct()
                .Where(static field => TileKind.All.All(kind => kind.Name != field)).ToArray();
            if (looks.Length == 0)
                continue;
            var element = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = there[tile].Id };
            foreach (string field in looks)
                element[field] = tile.Find(field)?.ToPlain() ?? (field is "filters_overrides" ? new Dictionary<string, object?>() : null);
            yield return element;
        }

        foreach (DashboardTile other in _options.Prune ? others : [])
            yield return new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = other.Id, ["deleted"] = true };
    }

    private IReadOnlyList<TileDifference> Find(Dashboard dashboard) =>
        [.. DashboardComparison.Find(Document, DashboardDocument.Create(dashboard), _wanted.Skipped)
            .Where(one => one.Kind is "Added" or "Changed" || (one.Kind == "Removed" && _options.Prune))];

    private Dictionary<FileValue, DashboardTile> Match(Dashboard dashboard, out IReadOnlyList<DashboardTile> others)
    {
        Dictionary<FileValue, DashboardTile> server = DashboardDocument.InOrder(dashboard.Tiles)
            .ToDictionary(static pair => pair.Tile, static pair => pair.Server);
        TileMatch match = TileMatch.Create(Tiles, server.Keys, _wanted.Skipped);
        others = match.OnlyRight.Select(tile => server[tile]).ToList();
        return match.Pairs.ToDictionary(static pair => pair.Left, pair => server[pair.Right]);
    }

    // A server ignores what it does not know, without an error.
    private void WarnOfDifferences(Dashboard after, CallContext call) =>
        call.WarnNotTaken($"'{MessageText.Name(after.Name)}'", Find(after).Select(static one =>
            (one.Tile.Length > 0 ? one.Tile + ": " : "") + (one.Kind == "Added" ? "missing" : one.Difference.Property)).Distinct());

    private IEnumerable<string> SharedChanges(Dashboard dashboard)
    {
        Dictionary<FileValue, DashboardTile> there = Match(dashboard, out _);
        return Tiles.Where(tile => there.TryGetValue(tile, out DashboardTile? found) && ContentDiffers(tile, found))
            .Select(tile => DescribeShared(tile, there[tile])).OfType<string>();
    }

    // An edited tile that is not known again looks like a new one, and the old one like one that somebody has added.
    private IEnumerable<string> Remaining(Dashboard dashboard)
    {
        Dictionary<FileValue, DashboardTile> there = Match(dashboard, out IReadOnlyList<DashboardTile> others);
        HashSet<TileKind?> made = [.. Tiles.Where(tile => !there.ContainsKey(tile)).Select(TileKind.Find)];
        return _options.Prune ? [] : others.Select(ServerTile).Where(tile => made.Contains(TileKind.Find(tile)))
            .Select(static tile => $"{TileKind.Describe(tile)} is not in the file and stays; -Prune removes it");
    }

    // An insight, a text or a button belongs to the project: what changes on one dashboard changes wherever it is.
    private string? DescribeShared(FileValue tile, DashboardTile found)
    {
        long[] others = found.OtherDashboards;
        return others.Length == 0 ? null
            : $"{TileKind.Describe(tile)} is also on {CountText.FormatCount(others.Length, "other dashboard")} and changes there too: "
            + NameList.Format(others.Select(id => _nameOf(id) is { } name ? $"'{MessageText.Name(name)}' ({CountText.Format(id)})" : CountText.Format(id)));
    }

    private static bool ContentDiffers(FileValue tile, DashboardTile found) =>
        Changed(DashboardFormat.Tile, tile, ServerTile(found)).Any(static path => TileKind.All.Any(kind => path.Split('.', '[')[0] == kind.Name));

    private static bool SameContent(FileValue tile, DashboardTile found) => !ContentDiffers(tile, found);

    private static IEnumerable<string> Changed(ObjectSchema schema, FileValue wanted, FileValue server)
    {
        var found = new List<FileDifference>();
        schema.Compare(wanted, server, null, "", found);
        return found.Where(static difference => !difference.IsUnknown).Select(static difference => difference.Property);
    }

    private static FileValue ServerTile(DashboardTile tile) => DashboardDocument.InOrder([tile])[0].Tile;

    private static string Marked(string? description, IDictionary<string, object?> insight, string key)
    {
        string? old = DashboardMarker.Read(insight.TryGetValue("description", out object? text) ? text as string : null);
        return old is null && DashboardMarker.OwnKey(insight) == key ? description ?? "" : DashboardMarker.Add(description, old ?? key);
    }

    private static IDictionary<string, object?> ContentOf(DashboardTile tile) => tile.Text ?? tile.ButtonTile ?? tile.Widget!;

    private static string KindName(TileKind kind) => kind == TileKind.Text ? "Text" : kind == TileKind.Button ? "Button" : "Widget";

    private static Dictionary<string, object?> Plain(FileValue value) => value.Properties.Where(static property => property.Value.Kind != FileValueKind.Null)
        .ToDictionary(static property => property.Name, static property => property.Value.ToPlain(), StringComparer.Ordinal);

    // Only what this version knows: unknown properties stay in the file.
    private static Dictionary<string, object?> Looks(FileValue tile) =>
        LookFields.Where(field => tile.Find(field) is not null)
            .ToDictionary(static field => field, field => tile.Find(field)!.ToPlain(), StringComparer.Ordinal);

    // PostHog ignores an empty object, so "no filters" is said with keys that filter nothing.
    private static object? Neutral(string field) => field switch
    {
        "filters" => new Dictionary<string, object?>(StringComparer.Ordinal) { ["date_from"] = null, ["date_to"] = null,
            ["properties"] = Array.Empty<object?>() },
        "tags" or "breakdown_colors" => Array.Empty<object?>(),
        "pinned" => false,
        "restriction_level" => 21,
        _ => null,
    };

    private static string Describe(TileDifference one) => one.Kind switch
    {
        "Added" => "create " + one.Tile,
        "Removed" => "remove " + one.Tile,
        _ => (one.Tile.Length > 0 ? one.Tile + ", " : "")
            + $"{one.Difference.Property}: {PlainText.DescribeChange(one.Difference.AtServer, one.Difference.InFile)}",
    };
}
