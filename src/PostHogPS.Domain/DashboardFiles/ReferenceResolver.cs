using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>What becomes of a reference that the target has not exactly once.</summary>
internal enum UnmappedChoice
{
    /// <summary>Nothing is sent.</summary>
    Fail,

    /// <summary>The tile is left out; of the dashboard's own filters and variables the part.</summary>
    Skip,

    /// <summary>The id of the source is sent.</summary>
    KeepAsIs,
}

/// <summary>Puts the ids of a project in the place of names, and lists what it has not.</summary>
internal sealed class ReferenceResolver
{
    private static readonly string[] HogQLFields = ["query", "math_hogql", "breakdown", "key", "expression"];

    private readonly ProjectDefinitions _definitions;
    private readonly UnmappedChoice _choice;
    private readonly DashboardFile _file;
    private readonly long _project;
    private readonly bool _isSource;
    private readonly List<DashboardPortability> _found = [];
    private readonly List<FileValue> _skipped = [];
    private string _tile = "";

    private ReferenceResolver(DashboardFile file, ProjectDefinitions definitions, UnmappedChoice choice, long project, bool isSource)
    {
        _file = file;
        _definitions = definitions;
        _choice = choice;
        _project = project;
        _isSource = isSource;
    }

    /// <summary>A document with the ids of a project.</summary>
    /// <param name="file">The document, which is not changed.</param>
    /// <param name="scope">The project.</param>
    /// <param name="definitions">What it has.</param>
    /// <param name="choice">What to do where it has not exactly one.</param>
    /// <param name="call">How to ask.</param>
    internal static async Task<ResolvedDashboard> ResolveAsync(
        DashboardFile file, ProjectScope scope, ProjectDefinitions definitions, UnmappedChoice choice, CallContext call)
    {
        await definitions.ReadAsync(KindsIn(file.Root), call).ConfigureAwait(false);
        // Its number; 0 where it is not known.
        long project = ProjectText.TryId(scope.Project, out long id) ? id : scope.Session.CurrentProjectId ?? 0;
        var resolver = new ReferenceResolver(file, definitions, choice, project, file.IsFrom(scope.Connection.Host, project));
        FileValue document = resolver.Resolve();
        return new ResolvedDashboard(file, document, resolver._found.ConvertAll(scope.Stamp), resolver._skipped);
    }

    private static HashSet<DefinitionKind> KindsIn(FileValue value)
    {
        var kinds = new HashSet<DefinitionKind>();
        foreach (FileProperty property in value.Properties.Where(static property => property.Name != DashboardFormat.Source))
            Collect(FileValue.CreateObject((property.Name, property.Value)));
        return kinds;

        void Collect(FileValue inner)
        {
            if (inner.FindText(ReferenceText.Key) is { } name && DefinitionKind.Find(name) is { } kind)
                kinds.Add(kind);
            if (IsTable(inner))
                kinds.Add(DefinitionKind.Table);
            inner.Items.ForEach(Collect);
            foreach (FileProperty property in inner.Properties)
            {
                if (property.Name == "variables" && property.Value.Kind == FileValueKind.Object && property.Value.Properties.Count > 0)
                    kinds.Add(DefinitionKind.Variable);
                Collect(property.Value);
            }
        }
    }

    private FileValue Resolve()
    {
        FileValue made = FileValue.CreateObject();
        foreach (FileProperty property in _file.Root.Properties)
        {
            if (property.Name == DashboardFormat.Tiles)
                made.Set(property.Name, FileValue.CreateList(property.Value.Items.Select(Tile).OfType<FileValue>()));
            else if (property.Name == "variables" && property.Value.Kind == FileValueKind.Object)
                made.Set(property.Name, Variables(property.Value, "variables")!);
            else if (property.Name == DashboardFormat.Source)
                NoteSettings(property.Value);
            else if (Value(property.Value, property.Name) is { } value)
                made.Set(property.Name, value);
        }

        return made;
    }

    private FileValue? Tile(FileValue tile, int index)
    {
        _tile = TileKind.Describe(tile);
        FileValue? made = Value(tile, $"{DashboardFormat.Tiles}[{index}]", isWhole: true);
        if (made?.Find("button") is { } button && button.FindText("url") is { } url && url.StartsWith(ReferenceText.ProjectPlace, StringComparison.Ordinal))
        {
            string rest = url.Substring(ReferenceText.ProjectPlace.Length);
            button.Set("url", FileValue.CreateText(_project > 0 ? "/project/" + _project.ToString(CultureInfo.InvariantCulture) + rest : rest.Length > 0 ? rest
                : "/"));
            if (rest.Any(char.IsDigit) || rest.StartsWith("/insights/", StringComparison.Ordinal))
                Add("setting", rest, $"{DashboardFormat.Tiles}[{index}].button.url", "Note", "The address may name something that the target has not.");
        }

        if (made is null)
            _skipped.Add(tile);
        _tile = "";
        return made;
    }

    // An object with a part that cannot be resolved is removed with it; else the nearest item of a list is.
    private FileValue? Value(FileValue value, string path, bool isWhole = false)
    {
        if (ReferenceText.IsReference(value))
            return Reference(value, path);
        FileValue made = value.Copy();
        if (value.Kind == FileValueKind.List)
        {
            List<FileValue?> items = value.Items.Select((item, i) => Value(item, $"{path}[{i}]", isWhole)).ToList();
            made.Items.Clear();
            made.Items.AddRange(items.OfType<FileValue>());
            return isWhole && items.Contains(null) ? null : made;
        }

        if (value.Kind != FileValueKind.Object)
            return made;
        Note(value, path);
        made.Properties.Clear();
        bool isBroken = IsTable(value) && !Table(value, path);
        foreach (FileProperty property in value.Properties)
        {
            FileValue? inner = property.Name == "variables" && property.Value.Kind == FileValueKind.Object && value.FindText("kind") == "HogQLQuery"
                ? Variables(property.Value, $"{path}.variables", isWhole)
                : Value(property.Value, $"{path}.{property.Name}", isWhole);
            isBroken |= inner is null;
            if (inner is not null)
                made.Set(property.Name, inner);
        }

        return isBroken ? null : made;
    }

    private FileValue? Variables(FileValue variables, string path, bool isWhole = false)
    {
        FileValue made = FileValue.CreateObject();
        foreach (FileProperty property in variables.Properties)
        {
            FileValue? id = Reference(DefinitionKind.Variable, property.Name, null, $"{path}.{property.Name}", property.Value);
            if (id is null && isWhole)
                return null;
            if (id is null)
                continue;
            FileValue inner = FileValue.CreateObject(("variableId", id), ("code_name", FileValue.CreateText(property.Name)));
            inner.Properties.AddRange(property.Value.Properties.Where(static part => part.Name is not ("variableId" or "code_name")));
            made.Set(id.Text, inner);
        }

        return made;
    }

    private FileValue? Reference(FileValue reference, string path) =>
        Reference(DefinitionKind.Find(reference.FindText(ReferenceText.Key) ?? "")!, reference.FindText("name") ?? "", reference.Find("form")?.Text, path,
            reference, reference.Find(ReferenceText.Id)?.Text);

    private FileValue? Reference(DefinitionKind kind, string name, string? form, string path, FileValue place, string? own = null)
    {
        string? source = own ?? _file.SourceIdOf(kind, name);
        IReadOnlyList<string> ids = _definitions.Find(kind, name);
        // In the project that a file comes from, an id is the id.
        if (_isSource && source is not null && (ids.Contains(source) || (own is not null && _definitions.NameOf(kind, own) is not null)))
            ids = [source];
        else if (own is not null && ids.Count == 1)
            return Unmapped("Ambiguous", "The source has more than one of this name. Remove \"id\" from the reference to take the name alone.");
        if (ids.Count == 1)
        {
            Add(kind.Name, name, path, "Mapped", "", source, ids[0]);
            return ReferenceText.CreateId(ids[0], form);
        }

        (string state, string reason) = !kind.IsListed ? ("NotPortable", $"It belongs to the project: no other one has this {kind.Name}.")
            : _definitions.ProblemOf(kind) is { } problem ? ("Unreadable", problem)
            : ids.Count > 1 ? ("Ambiguous", $"The target has {ids.Count} of this name: {string.Join(", ", ids)}.")
            : ("Missing", $"The target has no {kind.Name} of this name. {kind.Place}");
        if (_choice == UnmappedChoice.KeepAsIs && source is null)
            reason += " The file does not say its id, so it cannot be kept.";
        return Unmapped(state, reason);

        FileValue? Unmapped(string state, string reason)
        {
            Add(kind.Name, name, path, state, reason, source);
            return _choice switch
            {
                UnmappedChoice.KeepAsIs when source is not null => ReferenceText.CreateId(source, form),
                UnmappedChoice.Skip => null,
                _ => place,
            };
        }
    }

    private static bool IsTable(FileValue value) =>
        value.FindText("kind") is { } kind && kind.EndsWith("DataWarehouseNode", StringComparison.Ordinal) && value.FindText("table_name") is not null;

    // Tables are referred to by their name everywhere: nothing to map, but it has to be there.
    private bool Table(FileValue value, string path)
    {
        FileValue name = value.Find("table_name")!;
        return _choice == UnmappedChoice.KeepAsIs
            ? _definitions.Find(DefinitionKind.Table, name.Text).Count == 1 || AddTable()
            : Reference(DefinitionKind.Table, name.Text, null, $"{path}.table_name", name) is not null;

        bool AddTable()
        {
            Add("table", name.Text, $"{path}.table_name", "Note", "The target has no such table; it is kept as it is.");
            return true;
        }
    }

    private void Note(FileValue value, string path)
    {
        if (value.Find("filterTestAccounts") is { Kind: FileValueKind.Flag, Text: "true" })
            Add("filter", "filterTestAccounts", $"{path}.filterTestAccounts", "Note", "What a test account is, each project says for itself.");
        bool isHogQL = value.FindText("kind") == "HogQLQuery" || value.FindText("type") == "hogql" || value.FindText("breakdown_type") == "hogql";
        foreach (string field in HogQLFields)
        {
            if ((isHogQL || field == "math_hogql") && value.FindText(field) is { } text)
            {
                foreach ((string name, string reason) in HogQLText.Find(text))
                    Add("hogql", name, $"{path}.{field}", "Note", reason);
            }
        }
    }

    private void NoteSettings(FileValue source)
    {
        foreach (string name in new[] { "data_color_theme_id", "quick_filter_ids" })
        {
            if (source.Find(name) is { } value)
                Add("setting", name, name, "Note", "It belongs to the project and is left out.", PlainText.Describe(value.ToPlain()));
        }
    }

    private void Add(string kind, string name, string path, string state, string reason, string? source = null, string? target = null) =>
        _found.Add(new DashboardPortability
    {
        Dashboard = _file.Name,
        Tile = _tile,
        Path = path,
        Kind = kind,
        Name = name,
        SourceId = source,
        TargetId = target,
        State = state,
        Reason = reason,
    });
}

/// <summary>A dashboard's document with the ids of a project.</summary>
internal sealed class ResolvedDashboard(DashboardFile file, FileValue document, IReadOnlyList<DashboardPortability> found, IReadOnlyList<FileValue> skipped)
{
    internal DashboardFile File { get; } = file;

    internal FileValue Document { get; } = document;

    /// <summary>Tiles of the file that are left out: where the target has them they stay as they are.</summary>
    internal IReadOnlyList<FileValue> Skipped { get; } = skipped;

    /// <summary>Everything that belongs to a project, mapped or not.</summary>
    internal IReadOnlyList<DashboardPortability> Found { get; } = found;

    /// <summary>What blocks the import.</summary>
    internal IReadOnlyList<DashboardPortability> Blocking(UnmappedChoice choice) =>
        [.. Found.Where(one => one.IsBlocking && (choice == UnmappedChoice.Fail || (choice == UnmappedChoice.KeepAsIs && one.SourceId is null)))];
}
