using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>The exports that a look over many of them means: of one project, of a piped project or connection, or of all projects.</summary>
internal sealed class ExportSelection
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly BatchExportResolver _exports;
    private readonly HashSet<(PostHogConnection, Guid)> _seen = new();
    private readonly List<(ProjectScope Scope, IReadOnlyList<BatchExport> Exports)> _listed = new();
    private readonly Dictionary<PostHogConnection, IReadOnlyList<ProjectScope>> _projects = new();
    private readonly List<BatchExportTarget> _collected = new();
    private bool _wasAsked;

    internal ExportSelection(CommandRun run, ScopeResolver scopes, BatchExportResolver exports)
    {
        _run = run;
        _scopes = scopes;
        _exports = exports;
    }

    /// <summary>
    /// The exports that were given, each with its runs and each once, however many of its runs are piped; an export given
    /// as an object is taken as it is.
    /// </summary>
    /// <param name="given">What was given; null for every export of the project.</param>
    /// <param name="allProjects">True for all projects of the organization.</param>
    internal IEnumerable<BatchExportTarget> Read(BatchExportReference[]? given, bool allProjects) =>
        Select(given, allProjects).Where(target => _seen.Add((target.Scope.Connection, target.Id)));

    /// <summary>The exports of all records, for a command that looks at them together at its end.</summary>
    internal IReadOnlyList<BatchExportTarget> Collected => _collected;

    /// <summary>Keeps the exports that were given, as <see cref="Read"/> gives them.</summary>
    internal void Collect(BatchExportReference[]? given, bool allProjects)
    {
        _wasAsked = true;
        foreach (BatchExportTarget target in Read(given, allProjects))
            _collected.Add(target);
    }

    /// <summary>Rejects input that means no export, unless an error has said why.</summary>
    /// <param name="given">What was given last.</param>
    /// <param name="consequence">What that means: "Nothing was written".</param>
    internal void CheckCollected(BatchExportReference[]? given, string consequence)
    {
        if (_collected.Count == 0 && !_run.Messages.HasFailed && (given is not null || !_wasAsked))
            throw Problems.Validation($"{consequence}: {WhyNothing(given)}.", "Get-PHBatchExport shows the exports and their names.");
    }

    /// <summary>The projects of which every export was looked at, with what PostHog listed.</summary>
    internal IReadOnlyList<(ProjectScope Scope, IReadOnlyList<BatchExport> Exports)> Listed => _listed;

    /// <summary>Every project of a connection, where the list of them was asked for and read completely.</summary>
    internal IReadOnlyDictionary<PostHogConnection, IReadOnlyList<ProjectScope>> ListedProjects => _projects;

    /// <summary>Why there is nothing to look at, as the end of a sentence.</summary>
    internal static string WhyNothing(BatchExportReference[]? given) =>
        given is null ? "the command before it in the pipeline gave nothing"
        : given.Length == 0 ? "the list of batch exports is empty"
        : $"no batch export matches {string.Join(", ", given.Select(static r => $"'{r}'"))}";

    private IEnumerable<BatchExportTarget> Select(BatchExportReference[]? given, bool allProjects)
    {
        if (allProjects)
            _scopes.CheckAllProjects(given?.Select(static reference => reference.Piped.Place ?? reference.Piped)
                .FirstOrDefault(static piped => piped.Kind == PipedKind.Project));
        if (given is null)
        {
            foreach (BatchExportTarget target in Everything(_scopes.Default(), allProjects, null))
                yield return target;
            yield break;
        }

        foreach (BatchExportReference reference in given)
        {
            IEnumerable<BatchExportTarget> found =
                reference.Piped.IsPlace ? Everything(_scopes.Resolve(reference.Piped), allProjects, null)
                : allProjects && reference.Name is { } name ? Everything(_scopes.Resolve(reference.Piped), allProjects, name)
                : _exports.Resolve([reference]);
            bool any = false;
            foreach (BatchExportTarget target in found)
            {
                any = true;
                yield return target;
            }

            if (!any && allProjects && reference is { Name: { } pattern, Piped.IsPlace: false })
                _exports.WarnOfNoMatch(pattern, "any project");
        }
    }

    private IEnumerable<BatchExportTarget> Everything(ProjectScope scope, bool allProjects, string? name)
    {
        if (!allProjects)
        {
            IReadOnlyList<BatchExport> exports = [];
            return _run.Messages.Try(scope.Description, () => exports = _exports.ListOnce(scope)) ? Choose(scope, exports, name) : [];
        }

        List<ProjectScope> all = _scopes.ReadAll(scope.Connection, out bool isComplete);
        if (name is null && isComplete)
            _projects[scope.Connection] = all;
        return _exports.ListOnce(all).SelectMany(place => Choose(place.Scope, place.Exports, name));
    }

    private IEnumerable<BatchExportTarget> Choose(ProjectScope scope, IReadOnlyList<BatchExport> exports, string? name)
    {
        if (name is null && !_listed.Exists(listed => listed.Scope.Key == scope.Key))
            _listed.Add((scope, exports));
        return exports.Where(export => name is null || NameMatcher.IsMatch(name, export.Name))
            .Select(export => new BatchExportTarget(scope, export.Id, export, export, export.Name));
    }
}
