using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>How dashboards are imported.</summary>
internal sealed class ImportOptions
{
    /// <summary>What is there already is changed.</summary>
    internal bool Update { get; set; }

    /// <summary>An update also removes tiles that the file has not.</summary>
    internal bool Prune { get; set; }

    /// <summary>Makes another one beside what is there.</summary>
    internal bool Force { get; set; }

    internal UnmappedChoice Unmapped { get; set; }

    /// <summary>Ends a command whose parameters contradict each other.</summary>
    internal void Check()
    {
        string? text = Update && Force ? "-Update and -Force exclude each other." : Prune && !Update ? "-Prune needs -Update." : null;
        if (text is not null)
            throw new ProblemException("Validation", ProblemCategory.InvalidArgument, text + " Nothing was sent.") { EndsCommand = true };
    }
}

/// <summary>Makes dashboards in a project as documents say: a plan, which sends no write, and then its steps.</summary>
internal sealed class DashboardImporter
{
    // PostHog sets no maximum; a project with more dashboards costs another request.
    private const int PageSize = 1000;

    private readonly ProjectScope _scope;
    private readonly ProjectDefinitions _definitions;
    private readonly List<Dashboard> _dashboards;
    private readonly Dictionary<string, DashboardFile> _inputs = new(StringComparer.Ordinal);

    private DashboardImporter(ProjectScope scope, List<Dashboard> dashboards)
    {
        _scope = scope;
        _dashboards = dashboards;
        _definitions = new ProjectDefinitions(scope);
    }

    internal ProjectScope Scope => _scope;

    internal ProjectDefinitions Definitions => _definitions;

    /// <summary>Reads what the project has: one request, however many dashboards are imported.</summary>
    internal static async Task<DashboardImporter> OpenAsync(ProjectScope scope, CallContext call)
    {
        List<Dashboard> all = await ExportLists.Dashboards(scope, new DashboardQuery { Limit = PageSize }).ReadAllAsync(call).ConfigureAwait(false);
        return new DashboardImporter(scope, all.ConvertAll(scope.Stamp));
    }

    /// <summary>The dashboard that a document is about; null if it does not exist.</summary>
    internal Dashboard? Find(DashboardFile file)
    {
        if (Find(file.Key) is { } found)
            return found;
        List<Dashboard> named = file.HasKey ? [] : Namesakes(file);
        return named.Count <= 1 ? named.FirstOrDefault()
            : throw Problems.Ambiguous("dashboard", file.Name, named.Select(static dashboard => CountText.Format(dashboard.Id)),
                "Give the file a key of your own, or that of one of them, which Export-PHDashboard writes.");
    }

    /// <summary>
    /// The same, also where the line with the key is gone, as after a change of the description on PostHog's page: a dashboard of the name
    /// on which an insight has a key of the file. One request for each dashboard of the name that has no line.
    /// </summary>
    private async Task<Dashboard?> FindAsync(DashboardFile file, CallContext call)
    {
        if (Find(file) is { } sure)
            return sure;
        HashSet<string> keys = [.. file.Tiles.Where(static tile => !DashboardFile.HasNoKey(tile)).Select(static tile => tile.FindText(DashboardFormat.Key)!)];
        var found = new List<Dashboard>();
        foreach (Dashboard one in file.HasKey && keys.Count > 0 ? Namesakes(file).Where(static one => DashboardMarker.Read(one.Description) is null) : [])
        {
            Dashboard read = await _scope.Session.Dashboards.GetAsync(_scope.Project, one.Id, call).ConfigureAwait(false);
            if (read.Tiles.Any(tile => tile.Insight is { } insight && DashboardMarker.ReadKey(insight) is { } key && keys.Contains(key)))
                found.Add(one);
        }

        return found.Count <= 1 ? found.FirstOrDefault() : throw Problems.Ambiguous("dashboard", file.Name,
            found.Select(static dashboard => CountText.Format(dashboard.Id)), $"Give one of them the line [posthogps:{file.Key}] in its description.");
    }

    private List<Dashboard> Namesakes(DashboardFile file) =>
        file.Name.Length == 0 ? [] : _dashboards.FindAll(dashboard => dashboard.Name == file.Name);

    /// <summary>The dashboard with a key; null if it does not exist.</summary>
    internal Dashboard? Find(string key)
    {
        List<Dashboard> found = _dashboards.FindAll(dashboard => DashboardMarker.KeyOf(dashboard) == key);
        return found.Count <= 1 ? found.FirstOrDefault() : throw Problems.AmbiguousKey(key, _scope.Description,
            found.Select(static dashboard => (CountText.Format(dashboard.Id), dashboard.Name)));
    }

    /// <summary>What a document refers to, and what the project has of it.</summary>
    internal Task<ResolvedDashboard> ResolveAsync(DashboardFile file, UnmappedChoice choice, CallContext call) =>
        ReferenceResolver.ResolveAsync(file, _scope, _definitions, choice, call);

    /// <summary>What has to be done. Reads only; throws where it cannot or must not be done.</summary>
    internal async Task<DashboardImport> PlanAsync(ResolvedDashboard wanted, ImportOptions options, CallContext call)
    {
        // Marked alike by a duplicate: the second would overwrite the copy of the first.
        if (_inputs.TryGetValue(wanted.File.Key, out DashboardFile? other) && other.SourceDashboard != wanted.File.SourceDashboard)
            throw Problems.AmbiguousKey(wanted.File.Key, "the input", [(other.SourceDashboard, other.Name), (wanted.File.SourceDashboard, wanted.File.Name)]);
        _inputs[wanted.File.Key] = wanted.File;
        string key = options.Force ? FreeKey(wanted.File.Key) : wanted.File.Key;
        Dashboard? existing = options.Force ? Find(key) : await FindAsync(wanted.File, call).ConfigureAwait(false);
        // One that was found by its name keeps the key that it has.
        if (existing is not null && !wanted.File.HasKey)
            key = DashboardMarker.KeyOf(existing);
        if (existing is null && !options.Force && Namesakes(wanted.File).FirstOrDefault() is { } namesake)
            call.Warn($"There is a dashboard '{MessageText.Name(namesake.Name)}' ({CountText.Format(namesake.Id)}) in {_scope.Description} already, "
                + "and the file is not about it: their keys differ. A second one of that name is made.");
        bool isUnfinished = DashboardMarker.IsUnfinished(existing?.Description);
        if (existing is not null)
            existing = _scope.StampDashboard(await _scope.Session.Dashboards.GetAsync(_scope.Project, existing.Id, call).ConfigureAwait(false));
        var import = new DashboardImport(_scope, wanted, key, existing, options, id => _dashboards.Find(dashboard => dashboard.Id == id)?.Name);
        if (existing is null || import.IsDone)
            return import;
        // Another dashboard of that name looks the same as one that was edited since. What an earlier run has not finished was made of this
        // file, where the tiles say so.
        if (wanted.File.IsKnownByNameOnly && (isUnfinished ? import.HasOtherTiles : options.Update))
            throw Problems.TemplateOfName(wanted.File.File, existing, wanted.File.Key);
        return isUnfinished || options.Update ? import
            : wanted.File.IsKnownByNameOnly
            ? throw Problems.DashboardExists(existing, _scope.Description, import.Differences.Count, Problems.HowToTellTemplates(wanted.File.Key))
            : throw Problems.DashboardExists(existing, _scope.Description, import.Differences.Count,
                "To change it: -Update. To make a second one: -Force. Compare-PHDashboard shows the differences.");
    }

    /// <summary>What differs between a document and the project, tile by tile.</summary>
    internal async Task<IReadOnlyList<DashboardDifference>> CompareAsync(DashboardFile file, CallContext call)
    {
        if (await FindAsync(file, call).ConfigureAwait(false) is not { } listed)
            return [_scope.Stamp(new DashboardDifference { File = file.File, Dashboard = file.Name, Kind = "Added", Line = file.Root.Line })];
        Dashboard dashboard = await _scope.Session.Dashboards.GetAsync(_scope.Project, listed.Id, call).ConfigureAwait(false);
        FileValue server = await DashboardFileWriter.CreateAsync(dashboard, _scope, _definitions, call).ConfigureAwait(false);
        FileValue named = ReferenceWriter.Rename(file.Root, _definitions);
        DashboardComparison.CheckMatch(file.Name, named, server);
        return DashboardComparison.Find(named, server).Select(one => _scope.Stamp(new DashboardDifference
        {
            File = file.File,
            Dashboard = dashboard.Name,
            DashboardId = dashboard.Id,
            Tile = one.Tile,
            Property = one.Difference.Property,
            InFile = one.Difference.InFile,
            AtPostHog = one.Difference.AtServer,
            Kind = one.Kind,
            Line = one.Difference.Line > 0 ? one.Difference.Line : null,
        })).ToList();
    }

    /// <summary>Remembers what was made, for the next document of the same command.</summary>
    internal void Keep(Dashboard made)
    {
        _dashboards.RemoveAll(dashboard => dashboard.Id == made.Id);
        _dashboards.Add(made);
    }

    // A second key: the first one that is not in use, or that an earlier run has not finished.
    private string FreeKey(string key)
    {
        string next = key;
        for (int i = 2; _dashboards.Exists(dashboard => DashboardMarker.KeyOf(dashboard) == next && !DashboardMarker.IsUnfinished(dashboard.Description)); i++)
            next = key + "-" + i.ToString(CultureInfo.InvariantCulture);
        return next;
    }
}
