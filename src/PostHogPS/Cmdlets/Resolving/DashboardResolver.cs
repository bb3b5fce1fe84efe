using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the dashboards that a command means, and reads their lists.</summary>
internal sealed class DashboardResolver
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly bool _takesParts;
    private readonly Dictionary<(PostHogConnection, string), IReadOnlyList<Dashboard>> _lists = new();

    /// <param name="run">The command.</param>
    /// <param name="scopes">Its projects.</param>
    /// <param name="takesParts">False where a tile or a password must not stand for its dashboard: removing what is on one is not removing it.</param>
    internal DashboardResolver(CommandRun run, ScopeResolver scopes, bool takesParts = true)
    {
        _run = run;
        _scopes = scopes;
        _takesParts = takesParts;
    }

    /// <summary>The dashboards that <paramref name="references"/> mean; one that means none is one error, and the others follow.</summary>
    internal IEnumerable<DashboardTarget> Resolve(IEnumerable<DashboardReference> references)
    {
        foreach (DashboardReference reference in references)
        {
            List<DashboardTarget> targets = [];
            _run.Messages.Try(reference.Piped.Input, () => targets = ResolveOne(reference));
            foreach (DashboardTarget target in targets)
                yield return target;
        }
    }

    /// <summary>The one dashboard a parameter means, or a thrown problem.</summary>
    internal DashboardTarget ResolveSingle(IEnumerable<DashboardReference> references, string parameter)
    {
        List<DashboardTarget> found = references.SelectMany(ResolveOne).ToList();
        return found.Count == 1 ? found[0]
            : throw Problems.Validation($"-{parameter} must name one dashboard; it names {found.Count}. Nothing was sent.",
                "Get-PHDashboard shows names and ids.");
    }

    /// <summary>Every dashboard of a project, listed once per cmdlet run.</summary>
    internal IReadOnlyList<Dashboard> ListOnce(ProjectScope scope)
    {
        if (_lists.TryGetValue(scope.Key, out IReadOnlyList<Dashboard>? known))
            return known;
        List<Dashboard> all = _run.Pump.Stream(ExportLists.Dashboards(scope, new DashboardQuery())).Select(scope.StampDashboard).ToList();
        _lists.Add(scope.Key, all);
        return all;
    }

    private List<DashboardTarget> ResolveOne(DashboardReference reference)
    {
        if (reference.Problem is { } problem)
            throw problem;
        if (!_takesParts && reference.Piped.Kind is PipedKind.DashboardTile or PipedKind.DashboardSharingPassword)
            throw Problems.Invalid("Dashboard", $"A dashboard was expected, but the input is '{reference.Piped.Input}', which is on one. Nothing was sent.",
                "Remove-PHDashboardTile and Remove-PHDashboardSharingPassword remove what is on a dashboard.");
        ProjectScope scope = _scopes.Resolve(reference.Piped);
        object? input = reference.Piped.Input;
        if (reference.Id is { } id)
            return [new DashboardTarget(scope, id, input, reference.Piped.Name)];

        // A text of digits is an id only when no dashboard has it as its name.
        string name = reference.Name!;
        List<Dashboard> found = NameMatcher.Match(ListOnce(scope), name, dashboard => dashboard.Name);
        if (found.Count == 0 && reference.Piped.Number is { } number)
            return [new DashboardTarget(scope, number, input, null)];
        bool literal = !NameMatcher.IsPattern(name) || found.Any(d => string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase));
        if (literal && found.Count == 0)
            throw Problems.NotFound("dashboard", name, scope.Description, "Get-PHDashboard");
        if (literal && found.Count > 1)
            throw Problems.Ambiguous("dashboard", name, found.Select(d => d.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (found.Count == 0 && _run.IsChange)
            _run.WarnOfNoMatch("dashboard", name, scope.Description);
        return found.Select(d => new DashboardTarget(scope, d.Id, input, d.Name)).ToList();
    }
}
