using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Base of every cmdlet that acts on batch exports or on what belongs to them: finds the export that is meant.</summary>
public abstract class BatchExportCmdlet : ProjectCmdlet
{
    private readonly Dictionary<(PostHogConnection, string), IReadOnlyList<BatchExport>> _lists = new();

    /// <summary>
    /// The exports that <paramref name="references"/> mean. One that means none is one error, and the others follow.
    /// A literal name that several exports bear is refused; a pattern means each match.
    /// </summary>
    internal IEnumerable<BatchExportTarget> Resolve(IEnumerable<BatchExportReference> references)
    {
        var named = new HashSet<ItemKey>();
        foreach (BatchExportReference reference in references)
        {
            List<BatchExportTarget> targets = [];
            Try(reference.Piped.Input, () => targets = ResolveOne(reference));
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
            0 => throw Problems.NotFound("batch export", reference.ToString(), ScopeOf(reference.Piped).Description, "Get-PHBatchExport"),
            _ => throw Problems.Ambiguous("batch export", reference.ToString(), targets.Select(t => $"{t.Name} {t.Id}")),
        };
    }

    /// <summary>The export of a target, read once when it is not known yet.</summary>
    internal BatchExport Load(BatchExportTarget target) =>
        target.Export ??= target.Scope.Stamp(Await(call => target.Scope.Session.BatchExports.GetAsync(target.Scope.Project, target.Id, call)));

    /// <summary>The export as it is now.</summary>
    internal BatchExport Reload(BatchExportTarget target)
    {
        BatchExport fresh = target.Scope.Stamp(Await(call => target.Scope.Session.BatchExports.GetAsync(target.Scope.Project, target.Id, call)));
        fresh.ProjectName = target.Export?.ProjectName ?? fresh.ProjectName;
        return fresh;
    }

    /// <summary>
    /// What belongs to an export, as it comes. PostHog answers about an export that does not exist as about one that has
    /// nothing: where nothing comes and only an id was given, the export is asked for, and a wrong id is an error.
    /// </summary>
    internal IEnumerable<T> OfKnown<T>(BatchExportTarget target, IEnumerable<T> rows)
    {
        bool any = false;
        foreach (T row in rows)
        {
            any = true;
            yield return row;
        }

        if (!any && target.Name is null)
            Load(target);
    }

    /// <summary>Every export of a project, listed once per cmdlet run however many names are looked up.</summary>
    internal IReadOnlyList<BatchExport> ListOnce(ProjectScope scope)
    {
        if (_lists.TryGetValue(scope.Key, out IReadOnlyList<BatchExport>? known))
            return known;
        List<BatchExport> all = Stream("Reading batch exports", (next, call) =>
            scope.Session.BatchExports.ListAsync(scope.Project, null, null, next, call)).Select(scope.Stamp).ToList();
        _lists.Add(scope.Key, all);
        return all;
    }

    /// <summary>The exports that bear a name, case ignored, as look-ups do.</summary>
    internal List<BatchExport> Namesakes(ProjectScope scope, string name) =>
        ListOnce(scope).Where(export => string.Equals(export.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();

    /// <summary>Lets the next look-up ask the server again.</summary>
    internal void ForgetLists() => _lists.Clear();

    /// <summary>False where acting on the export is far more than what a gap, a step or a log entry of it says.</summary>
    private protected virtual bool TakesParts => true;

    private List<BatchExportTarget> ResolveOne(BatchExportReference reference)
    {
        if (reference.Problem is { } problem)
            throw problem;
        if (!TakesParts && reference.Piped.PartName is { } part)
            throw Problems.PartOfBatchExport(part, reference.Piped.Name ?? "", reference.Id);

        ProjectScope scope = ScopeOf(reference.Piped);
        object? input = reference.Piped.Input;
        if (reference.Id is { } id)
            return [new BatchExportTarget(scope, id, input, reference.Export, reference.Piped.Name)];

        string name = reference.Name!;
        List<BatchExport> found = NameMatcher.Match(ListOnce(scope), name, export => export.Name);
        bool literal = !NameMatcher.IsPattern(name) || found.Any(export => string.Equals(export.Name, name, StringComparison.OrdinalIgnoreCase));
        if (literal && found.Count == 0)
            throw Problems.NotFound("batch export", name, scope.Description, "Get-PHBatchExport");
        if (literal && found.Count > 1)
            throw Problems.Ambiguous("batch export", name, found.Select(Problems.DescribeNamesake));
        return found.Select(export => new BatchExportTarget(scope, export.Id, input, export, export.Name)).ToList();
    }
}
