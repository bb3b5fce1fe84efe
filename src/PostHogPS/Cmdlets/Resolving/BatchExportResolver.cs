using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the batch exports that a command means, and reads each of them and their lists once.</summary>
internal sealed class BatchExportResolver
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly bool _takesParts;
    private readonly bool _takesNamesakes;
    private readonly int? _pageSize;
    private readonly Dictionary<(PostHogConnection, string), IReadOnlyList<BatchExport>> _lists = new();
    private bool? _warnsOfNoMatch;

    /// <param name="run">The command.</param>
    /// <param name="scopes">Its projects.</param>
    /// <param name="takesParts">False where acting on the export is far more than what a gap, a step or a log entry of it says.</param>
    /// <param name="pageSize">How many exports are listed at once; null for the server's own number.</param>
    /// <param name="takesNamesakes">True where a name means every export that bears it: the command changes nothing in PostHog.</param>
    internal BatchExportResolver(
        CommandRun run, ScopeResolver scopes, bool takesParts = true, int? pageSize = null, bool takesNamesakes = false)
    {
        _takesNamesakes = takesNamesakes;
        _pageSize = pageSize;
        _run = run;
        _scopes = scopes;
        _takesParts = takesParts;
    }

    /// <summary>True where a pattern that matches nothing is said.</summary>
    internal bool WarnsOfNoMatch
    {
        get => _warnsOfNoMatch ?? _run.IsChange;
        set => _warnsOfNoMatch = value;
    }

    /// <summary>
    /// The exports that <paramref name="references"/> mean. One that means none is one error, and the others follow.
    /// A literal name that several exports have is refused by a command that acts; a pattern means each match.
    /// </summary>
    internal IEnumerable<BatchExportTarget> Resolve(IEnumerable<BatchExportReference> references)
    {
        var named = new HashSet<ItemKey>();
        foreach (BatchExportReference reference in references)
        {
            List<BatchExportTarget> targets = [];
            _run.Messages.Try(reference.Piped.Input, () => targets = ResolveOne(reference));
            foreach (BatchExportTarget target in targets)
            {
                // A name and a pattern that matches it mean it once.
                if (reference.Name is null || named.Add(new ItemKey(target.Scope, target.Id)))
                    yield return target;
            }
        }
    }

    /// <summary>The one export a parameter means, or a thrown problem.</summary>
    internal BatchExportTarget ResolveSingle(BatchExportReference reference)
    {
        List<BatchExportTarget> targets = ResolveOne(reference);
        return targets.Count switch
        {
            1 => targets[0],
            0 => throw Problems.NotFound("batch export", reference.ToString(), _scopes.Resolve(reference.Piped).Description, "Get-PHBatchExport"),
            _ => throw Problems.Ambiguous("batch export", reference.ToString(), targets.Select(t => $"{t.Name} {t.Id}")),
        };
    }

    /// <summary>The exports of a project that references mean, each as it is listed. One that is not among them is a thrown problem.</summary>
    /// <param name="place">Where names and ids are looked for.</param>
    /// <param name="references">What was given.</param>
    internal List<BatchExport> ResolveWithin(ProjectScope place, IEnumerable<BatchExportReference> references)
    {
        var found = new List<BatchExport>();
        foreach (BatchExportReference reference in references)
        {
            List<BatchExportTarget> targets = ResolveOne(reference, place);
            if (targets.Count == 0)
                throw Problems.NotFound("batch export", reference.ToString(), place.Description, "Get-PHBatchExport");
            if (targets.Find(target => target.Scope.IsElsewhere(place)) is { } other)
                throw Problems.Mismatch($"The {other.Description} is not in {place.Description}. Nothing was sent.", "Give batch exports of the same project.");
            found.AddRange(targets.Select(target => FindListed(place, target)).Where(export => !found.Exists(known => known.Id == export.Id)));
        }

        return found;
    }

    /// <summary>The export of a target as its project lists it.</summary>
    internal BatchExport FindListed(ProjectScope place, BatchExportTarget target) => ListOnce(place).FirstOrDefault(export => export.Id == target.Id)
        ?? throw Problems.NotFound("batch export", target.Name ?? target.Id.ToString(), place.Description, "Get-PHBatchExport");

    /// <summary>The export of a target, read once when it is not known yet.</summary>
    internal BatchExport Load(BatchExportTarget target) => target.Export ??= Read(target.Scope, target.Id);

    /// <summary>An export as it is now.</summary>
    internal BatchExport Read(ProjectScope scope, Guid id) =>
        scope.Stamp(_run.Pump.Await(call => scope.Session.BatchExports.GetAsync(scope.Project, id, call)));

    /// <summary>The export of a target as it is now.</summary>
    internal BatchExport Reload(BatchExportTarget target)
    {
        BatchExport fresh = Read(target.Scope, target.Id);
        fresh.ProjectName = target.Export?.ProjectName ?? fresh.ProjectName;
        return fresh;
    }

    /// <summary>The export of a target for a change: an object may have been read long ago; what a name led to was listed just now.</summary>
    internal BatchExport Refresh(BatchExportTarget target) => target.Export = target.Input is BatchExport ? Reload(target) : Load(target);

    /// <summary>Every export of a project, listed once per cmdlet run however many names are looked up.</summary>
    internal IReadOnlyList<BatchExport> ListOnce(ProjectScope scope)
    {
        if (_lists.TryGetValue(scope.Key, out IReadOnlyList<BatchExport>? known))
            return known;
        List<BatchExport> all = _run.Pump.Stream(ExportLists.Exports(scope, _pageSize)).Select(scope.Stamp).ToList();
        _lists.Add(scope.Key, all);
        return all;
    }

    /// <summary>The exports of several projects, their lists read side by side. A project whose list fails is an error and has none.</summary>
    internal IEnumerable<(ProjectScope Scope, IReadOnlyList<BatchExport> Exports)> ListOnce(IReadOnlyCollection<ProjectScope> scopes)
    {
        var plan = ExportLists.PlanForProjects(
            "Reading batch exports", scope => ListReader<List<BatchExport>>.CreateSingle(call => ExportLists.Exports(scope, _pageSize).ReadAllAsync(call)),
                isWide: true);
        var lists = new SideBySideReader<ProjectScope, List<BatchExport>>(plan, scopes.Where(scope => !_lists.ContainsKey(scope.Key)));
        foreach ((ProjectScope scope, List<BatchExport> exports) in _run.Pump.Stream(lists))
            _lists[scope.Key] = exports.ConvertAll(scope.Stamp);
        return scopes.Where(scope => _lists.ContainsKey(scope.Key)).Select(scope => (scope, _lists[scope.Key]));
    }

    /// <summary>The exports that have a name; case is ignored, as in look-ups.</summary>
    internal List<BatchExport> Namesakes(ProjectScope scope, string name) =>
        ListOnce(scope).Where(export => string.Equals(export.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();

    /// <summary>Says that a name or pattern means no export, where that is to be said.</summary>
    internal void WarnOfNoMatch(string name, string where)
    {
        if (WarnsOfNoMatch)
            _run.WarnOfNoMatch("batch export", name, where);
    }

    /// <summary>Lets the next look-up ask the server again.</summary>
    internal void ForgetLists() => _lists.Clear();

    private List<BatchExportTarget> ResolveOne(BatchExportReference reference, ProjectScope? place = null)
    {
        if (reference.Problem is { } problem)
            throw problem;
        if (!_takesParts && reference.Piped.PartName is { } part)
            throw Problems.PartOfBatchExport(part, reference.Piped.Name ?? "", reference.Id);

        ProjectScope scope = place is not null && (reference.Piped.Kind is PipedKind.Text or PipedKind.Guid) ? place : _scopes.Resolve(reference.Piped);
        object? input = reference.Piped.Input;
        if (reference.Id is { } id)
            return [new BatchExportTarget(scope, id, input, reference.Export, reference.Piped.Name)];

        string name = reference.Name!;
        List<BatchExport> found = NameMatcher.Match(ListOnce(scope), name, export => export.Name);
        bool literal = !NameMatcher.IsPattern(name) || found.Any(export => string.Equals(export.Name, name, StringComparison.OrdinalIgnoreCase));
        if (literal && found.Count == 0)
            throw Problems.NotFound("batch export", name, scope.Description, "Get-PHBatchExport");
        if (literal && found.Count > 1 && !_takesNamesakes)
            throw Problems.Ambiguous("batch export", name, found.Select(Problems.DescribeNamesake),
                $"Give the id instead of the name. If all of them are meant: {CommandLine.ForName("Get-PHBatchExport", name)} | {_run.Parameters.Command}");
        if (found.Count == 0)
            WarnOfNoMatch(name, scope.Description);
        return found.Select(export => new BatchExportTarget(scope, export.Id, input, export, export.Name)).ToList();
    }
}
