using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Health;
using PostHogPS.Watching;

namespace PostHogPS.Commands;

/// <summary>The projects and exports that are watched, and the looks at them: one list request for each project and look.</summary>
internal sealed class ExportWatch
{
    private readonly Dictionary<(PostHogConnection, string), WatchedProject> _projects = new();
    private readonly Dictionary<Guid, WatchedExport> _before = new();
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly BatchExportResolver _exports;
    private readonly HealthJudge _health;
    private readonly TimeSpan? _maxLag;
    private int _looks;

    /// <param name="run">The command.</param>
    /// <param name="scopes">Lists the projects of a connection.</param>
    /// <param name="exports">Lists the exports of a project.</param>
    /// <param name="health">Judges an export.</param>
    /// <param name="maxLag">Allowed lag; null for the default.</param>
    internal ExportWatch(CommandRun run, ScopeResolver scopes, BatchExportResolver exports, HealthJudge health, TimeSpan? maxLag)
    {
        _run = run;
        _scopes = scopes;
        _exports = exports;
        _health = health;
        _maxLag = maxLag;
    }

    /// <summary>True when there is nothing left to look at.</summary>
    internal bool IsEmpty => _projects.Count == 0;

    /// <summary>The servers of the projects.</summary>
    internal IEnumerable<string> Hosts => _projects.Keys.Select(static key => key.Item1.Host);

    /// <summary>A project to watch.</summary>
    internal WatchedProject Add(ProjectScope scope)
    {
        if (!_projects.TryGetValue(scope.Key, out WatchedProject? project))
            _projects.Add(scope.Key, project = new WatchedProject(scope));
        return project;
    }

    /// <summary>
    /// Looks at every project once; null when there is none left. A failure of the first look is an error like everywhere. Later it is a line
    /// of the look: an outage must not end the watch.
    /// </summary>
    /// <param name="remembered">The last states, to give exports that are not listed any more; null to leave these out.</param>
    /// <param name="give">Takes the health of such an export.</param>
    internal WatchLook? Look(HealthComparison? remembered, Action<BatchExportHealth> give)
    {
        // The first look takes the lists in which names were looked for.
        if (_looks > 0)
            _exports.ForgetLists();
        var failures = new List<string>();
        foreach (WatchedProject project in _projects.Values)
        {
            _run.Messages.Try(project.Scope.Description, () =>
            {
                try
                {
                    project.Accept(_exports.ListOnce(project.Scope), export => Judge(project.Scope, export, failures));
                    GiveUnlisted(project.Scope, _exports.ListOnce(project.Scope));
                }
                catch (PostHogApiException e) when (IsPassing(e))
                {
                    if (!project.HasVanished && !IsUnlisted(project, e))
                    {
                        failures.Add(e.Message);
                        return;
                    }

                    project.Vanish();
                    GiveUnlisted(project.Scope, []);
                }

                void GiveUnlisted(ProjectScope scope, IReadOnlyCollection<BatchExport> listed)
                {
                    foreach (RememberedHealth before in remembered?.FindUnlisted(scope, listed) ?? [])
                        give(_health.JudgeUnlisted(scope, before, _maxLag, project.HasVanished));
                }
            });
        }

        // A closed connection stays closed, and the error has said so.
        foreach ((PostHogConnection, string) closed in _projects.Keys.Where(static key => key.Item1.IsClosed).ToList())
            _projects.Remove(closed);
        if (IsEmpty)
            return null;
        List<WatchedExport> exports = _projects.Values.SelectMany(static project => project.Known).ToList();
        return new WatchLook(exports, _before, failures, _projects.Values.First().Scope.Session.ServerNow)
        {
            IsFirst = _looks == 0,
            IsPartial = _projects.Values.Any(static project => !project.HasBeenRead),
        };
    }

    /// <summary>Keeps what a look has shown, for the next one.</summary>
    internal void Remember(WatchLook look)
    {
        foreach (WatchedExport export in look.Exports)
            _before[export.Health.BatchExportId] = export;
        _looks++;
    }

    // The same judgement as Get-PHBatchExportHealth makes; a failure of one export does not hide the others.
    private BatchExportHealth? Judge(ProjectScope scope, BatchExport export, List<string> failures)
    {
        BatchExportHealth? health = null;
        _run.Messages.Try(export, () =>
        {
            try
            {
                health = _health.Judge(scope, export, _maxLag);
            }
            catch (PostHogApiException e) when (IsPassing(e))
            {
                failures.Add(e.Message);
                health = HealthCheck.Judge(export, scope.Session.ServerNow, _maxLag);
            }
        });
        return health;
    }

    // As Get-PHBatchExportHealth -AllProjects has it: the list of projects says so, and neither an incomplete one nor one of another organization.
    private bool IsUnlisted(WatchedProject project, PostHogApiException e)
    {
        if (!project.IsOneOfAll || e.Kind is not (PostHogErrorKind.NotFound or PostHogErrorKind.Forbidden))
            return false;
        try
        {
            List<ProjectScope> listed = _scopes.ReadAll(project.Scope.Connection, out bool isComplete);
            return isComplete && listed.All(scope => scope.Project != project.Scope.Project)
                && (listed.Count == 0 || listed.Exists(scope => scope.Organization == project.Scope.Organization));
        }
        catch (PostHogApiException failed) when (IsPassing(failed))
        {
            return false;
        }
    }

    // A wrong key or certificate does not pass by itself.
    private bool IsPassing(PostHogApiException e) => _looks > 0 && e.Kind is not PostHogErrorKind.Unauthorized and not PostHogErrorKind.Certificate;
}
