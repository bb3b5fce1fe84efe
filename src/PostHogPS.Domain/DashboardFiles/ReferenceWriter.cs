using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>
/// Puts names in the place of ids (docs/as-files.md#what-cannot-be-copied). The list of places is what PostHog publishes about its queries; an id
/// in a place that this version does not know stays as it is.
/// </summary>
internal sealed class ReferenceWriter
{
    private static readonly string[] CohortTypes = ["cohort", "precalculated-cohort", "static-cohort"];
    private static readonly string[] GroupFields = ["aggregation_group_type_index", "math_group_type_index", "breakdown_group_type_index", "group_type_index"];
    private static readonly string[] GroupKeys = ["key", "breakdown", "property", "math_property"];
    private static readonly Regex GroupKey = new("^\\$group_([0-4])$", RegexOptions.CultureInvariant);

    private readonly ProjectDefinitions? _definitions;
    private bool _isNamed;
    private readonly Dictionary<DefinitionKind, List<string>> _unknown = new();
    private readonly Dictionary<(DefinitionKind Kind, string Name), string> _written = new();

    private ReferenceWriter(ProjectDefinitions? definitions) => _definitions = definitions;

    /// <summary>Names and ids of what was written.</summary>
    private HashSet<DefinitionKind> Kinds { get; } = [];

    /// <summary>Writes names into a document, and where it comes from.</summary>
    internal static async Task WriteAsync(FileValue document, Dashboard dashboard, ProjectScope scope, ProjectDefinitions definitions, CallContext call)
    {
        // Once to see which lists are needed, and once with them.
        var seen = new ReferenceWriter(null);
        seen.Walk(document.Copy());
        await definitions.ReadAsync(seen.Kinds, call).ConfigureAwait(false);
        var writer = new ReferenceWriter(definitions);
        writer.Walk(document);
        foreach ((DefinitionKind kind, int count) in writer._unknown.Select(static pair => (pair.Key, pair.Value.Count)))
        {
            if (kind.IsListed)
                call.Warn($"{CountText.FormatCount(count, kind.Name)} of dashboard '{MessageText.Name(dashboard.Name)}' could not be named: "
                    + (definitions.ProblemOf(kind) ?? "the project has none with that id.") + $" The file says 'unknown {kind.Name}'.");
        }

        document.Set(DashboardFormat.Source, writer.CreateSource(dashboard, scope));
    }

    /// <summary>
    /// References in place of the plain ids of a file that a person or a page of PostHog has written: their project is unknown.
    /// </summary>
    internal static void NameIds(FileValue document) => new ReferenceWriter(null) { _isNamed = true }.Walk(document);

    /// <summary>Gives references with an id the name that a project has for it, as its own file would say it.</summary>
    internal static FileValue Rename(FileValue value, ProjectDefinitions definitions)
    {
        if (ReferenceText.IsReference(value) && DefinitionKind.Find(value.FindText(ReferenceText.Key) ?? "") is { } kind
            && value.Find(ReferenceText.Id)?.Text is { } id && definitions.NameOf(kind, id) is not null)
            return new ReferenceWriter(definitions).Name(kind, id, value.Find("form")?.Text);
        FileValue made = value.Copy();
        for (int i = 0; i < made.Items.Count; i++)
            made.Items[i] = Rename(made.Items[i], definitions);
        foreach (FileProperty property in made.Properties.ToList())
            made.Set(property.Name, Rename(property.Value, definitions));
        return made;
    }

    private FileValue CreateSource(Dashboard dashboard, ProjectScope scope)
    {
        FileValue source = FileValue.CreateObject(
            ("host", FileValue.CreateText(scope.Connection.Host)),
            ("project", FileValue.CreateFrom(dashboard.ProjectId)),
            ("dashboard", FileValue.CreateFrom(dashboard.Id)));
        foreach (string name in new[] { "data_color_theme_id", "quick_filter_ids" })
        {
            if (dashboard.HasAdditionalProperties && dashboard.AdditionalProperties.TryGetValue(name, out object? value)
                && value is not (null or object?[] { Length: 0 }))
                source.Set(name, FileValue.CreateFrom(value));
        }

        if (_written.Count > 0)
        {
            source.Set(DashboardFormat.References, FileValue.CreateList(_written.OrderBy(static pair => pair.Key.Kind.Name, StringComparer.Ordinal)
                .ThenBy(static pair => pair.Key.Name, StringComparer.Ordinal)
                .Select(static pair => FileValue.CreateObject(
                    ("kind", FileValue.CreateText(pair.Key.Kind.Name)),
                    ("name", FileValue.CreateText(pair.Key.Name)),
                    ("id", ReferenceText.CreateId(pair.Value, null))))));
        }

        return source;
    }

    private void Walk(FileValue document)
    {
        foreach (string name in new[] { "filters", "variables" })
        {
            if (document.Find(name) is { } value)
                WalkValue(value);
        }

        if (!_isNamed)
            Variables(document);
        foreach (FileValue tile in document.Find(DashboardFormat.Tiles)?.Items ?? [])
        {
            WalkValue(tile);
            if (tile.Find("widget")?.Find("config") is { Kind: FileValueKind.Object } config)
                WalkWidget(config);
            if (tile.Find("button") is { } button && button.FindText("url") is { } url)
                button.Set("url", FileValue.CreateText(Regex.Replace(url, "^/project/[0-9]+(?=/|$)", ReferenceText.ProjectPlace)));
        }
    }

    private void WalkValue(FileValue value)
    {
        if (value.Kind == FileValueKind.List)
            value.Items.ForEach(WalkValue);
        if (value.Kind != FileValueKind.Object || ReferenceText.IsReference(value))
            return;
        Rewrite(value);
        foreach (FileProperty property in value.Properties.ToList())
            WalkValue(property.Value);
    }

    private void Rewrite(FileValue value)
    {
        string? kind = value.FindText("kind"), type = value.FindText("type");
        if (CohortTypes.Contains(type))
        {
            Replace(value, "value", DefinitionKind.Cohort);
            Replace(value, "property", DefinitionKind.Cohort);
        }

        if (value.FindText("breakdown_type") == "cohort")
            Replace(value, "breakdown", DefinitionKind.Cohort);
        if (kind == "ActionsNode" || type == "actions")
            Replace(value, "id", DefinitionKind.Action);
        Replace(value, "actionId", DefinitionKind.Action);
        if (type == "flag")
            Replace(value, "key", DefinitionKind.Flag);
        foreach (string field in GroupFields)
            Replace(value, field, DefinitionKind.Group);
        foreach (string field in GroupKeys)
        {
            if (value.FindText(field) is { } text && GroupKey.Match(text) is { Success: true } match)
                value.Set(field, Name(DefinitionKind.Group, match.Groups[1].Value, "$group_"));
        }

        if (kind == "SavedInsightNode" && value.FindText("shortId") is { } shortId)
            value.Set("shortId", Name(DefinitionKind.Insight, shortId, null));
        foreach ((string field, string other) in new[] { ("experiment_id", "experiment"), ("survey_id", "survey"), ("connectionId", "connection") })
            Replace(value, field, DefinitionKind.Find(other)!, anyText: true);
        if (kind == "HogQLQuery" && !_isNamed)
            Variables(value);
    }

    // Keyed by ids: as names.
    private void Variables(FileValue owner)
    {
        if (owner.Find("variables") is not { Kind: FileValueKind.Object } variables)
            return;
        FileValue named = FileValue.CreateObject();
        foreach (FileProperty property in variables.Properties.OrderBy(static property =>
            property.Value.FindText("code_name") ?? property.Name, StringComparer.Ordinal))
        {
            Kinds.Add(DefinitionKind.Variable);
            // Older servers do not list variables, but their names stand in the query.
            string name = property.Value.FindText("code_name") ?? NameOf(DefinitionKind.Variable, property.Name);
            _written[(DefinitionKind.Variable, name)] = property.Name;
            FileValue inner = FileValue.CreateObject();
            inner.Properties.AddRange(property.Value.Properties.Where(static part => part.Name is not ("variableId" or "code_name")));
            named.Set(name, inner);
        }

        owner.Set("variables", named);
    }

    // Of the settings of a widget only the types are published: what is called an id is taken for one.
    private void WalkWidget(FileValue config)
    {
        DefinitionKind item = DefinitionKind.Find("item")!;
        foreach (FileProperty property in config.Properties.ToList())
        {
            if (Regex.IsMatch(property.Name, "(_id|Id|_ids|Ids)$|^ids?$", RegexOptions.CultureInvariant))
                Replace(config, property.Name, item, anyText: true);
            else if (property.Value.Kind == FileValueKind.Object && !ReferenceText.IsReference(property.Value))
                WalkWidget(property.Value);
        }
    }

    private void Replace(FileValue owner, string field, DefinitionKind kind, bool anyText = false)
    {
        if (owner.Find(field) is not { } value)
            return;
        if (value.Kind == FileValueKind.List)
        {
            for (int i = 0; i < value.Items.Count; i++)
                value.Items[i] = Named(value.Items[i], kind, anyText) ?? value.Items[i];
        }
        else if (Named(value, kind, anyText) is { } named)
        {
            owner.Set(field, named);
        }
    }

    private FileValue? Named(FileValue value, DefinitionKind kind, bool anyText) => value.Kind switch
    {
        FileValueKind.Number => Name(kind, value.Text, null),
        FileValueKind.Text when value.Text.Length > 0 && (anyText || value.Text.All(char.IsDigit)) => Name(kind, value.Text, ""),
        _ => null,
    };

    private FileValue Name(DefinitionKind kind, string id, string? form)
    {
        Kinds.Add(kind);
        string name = NameOf(kind, id);
        _written[(kind, name)] = id;
        // A name that several have, or that was made up here, is ambiguous.
        bool isPlain = _definitions?.NameOf(kind, id) is not null && _definitions.Find(kind, name).Count == 1;
        return ReferenceText.Create(kind, name, form, isPlain ? null : id);
    }

    private string NameOf(DefinitionKind kind, string id)
    {
        if (_definitions?.NameOf(kind, id) is { } known)
            return known;
        if (!_unknown.TryGetValue(kind, out List<string>? ids))
            _unknown.Add(kind, ids = []);
        int place = ids.IndexOf(id);
        if (place < 0)
        {
            place = ids.Count;
            ids.Add(id);
        }

        return string.Format(CultureInfo.InvariantCulture, "unknown {0} {1}", kind.Name, place + 1);
    }
}
