using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that act on dashboards: finds the one that is meant.</summary>
public abstract class DashboardCmdlet : ProjectCmdlet
{
    private readonly Dictionary<(PostHogConnection, string), IReadOnlyList<Dashboard>> _lists = new();

    /// <summary>The dashboards that <paramref name="references"/> mean; one that means none is one error, and the others follow.</summary>
    internal IEnumerable<DashboardTarget> Resolve(IEnumerable<DashboardReference> references)
    {
        foreach (DashboardReference reference in references)
        {
            List<DashboardTarget> targets = [];
            Try(reference.Piped.Input, () => targets = ResolveOne(reference));
            foreach (DashboardTarget target in targets)
                yield return target;
        }
    }

    /// <summary>The one dashboard a parameter means, or a thrown problem.</summary>
    internal DashboardTarget ResolveSingle(IEnumerable<DashboardReference> references, string parameter)
    {
        List<DashboardTarget> found = references.SelectMany(ResolveOne).ToList();
        return found.Count == 1 ? found[0]
            : throw Problems.Validation($"-{parameter} must name one dashboard; it names {found.Count}. Nothing was sent.", "Get-PHDashboard shows names and ids.");
    }

    /// <summary>Every dashboard of a project, listed once per cmdlet run.</summary>
    internal IReadOnlyList<Dashboard> ListOnce(ProjectScope scope)
    {
        if (_lists.TryGetValue(scope.Key, out IReadOnlyList<Dashboard>? known))
            return known;
        List<Dashboard> all = Stream("Reading dashboards", (next, call) =>
            scope.Session.Dashboards.ListAsync(scope.Project, new DashboardQuery(), next, call)).Select(d => Named(scope, d)).ToList();
        _lists.Add(scope.Key, all);
        return all;
    }

    /// <summary>One dashboard with its tiles.</summary>
    internal Dashboard Read(ProjectScope scope, long id) =>
        Named(scope, Await(call => scope.Session.Dashboards.GetAsync(scope.Project, id, call)));

    private protected static Dashboard Named(ProjectScope scope, Dashboard dashboard)
    {
        scope.Stamp(dashboard);
        foreach (DashboardTile tile in dashboard.Tiles)
        {
            tile.DashboardId = dashboard.Id;
            scope.Stamp(tile);
        }

        return dashboard;
    }

    /// <summary>False where a tile or a password must not stand for its dashboard: removing what is on one is not removing it.</summary>
    private protected virtual bool TakesParts => true;

    private List<DashboardTarget> ResolveOne(DashboardReference reference)
    {
        if (reference.Problem is { } problem)
            throw problem;
        if (!TakesParts && reference.Piped.Kind is PipedKind.DashboardTile or PipedKind.DashboardSharingPassword)
            throw Problems.Invalid("Dashboard", $"A dashboard was expected, but the input is '{reference.Piped.Input}', which is on one. Nothing was sent.", "Remove-PHDashboardTile and Remove-PHDashboardSharingPassword remove what is on a dashboard.");
        ProjectScope scope = ScopeOf(reference.Piped);
        object? input = reference.Piped.Input;
        if (reference.Id is { } id)
            return [new DashboardTarget(scope, id, input, reference.Piped.Name)];

        // A text of digits is an id only when no dashboard bears it as its name.
        string name = reference.Name!;
        List<Dashboard> found = NameMatcher.Match(ListOnce(scope), name, dashboard => dashboard.Name);
        if (found.Count == 0 && reference.Piped.Number is { } number)
            return [new DashboardTarget(scope, number, input, null)];
        bool literal = !NameMatcher.IsPattern(name) || found.Any(d => string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase));
        if (literal && found.Count == 0)
            throw Problems.NotFound("dashboard", name, scope.Description, "Get-PHDashboard");
        if (literal && found.Count > 1)
            throw Problems.Ambiguous("dashboard", name, found.Select(d => d.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return found.Select(d => new DashboardTarget(scope, d.Id, input, d.Name)).ToList();
    }
}
