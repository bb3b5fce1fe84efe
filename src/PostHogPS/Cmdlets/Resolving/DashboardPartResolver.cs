using System;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Finds the tiles or passwords that a command means, with the dashboards they belong to.</summary>
internal sealed class DashboardPartResolver
{
    private readonly CommandRun _run;
    private readonly ScopeResolver _scopes;
    private readonly DashboardResolver _dashboards;
    private readonly Func<DashboardReference[]?> _given;
    private DashboardTarget? _dashboard;

    /// <param name="run">The command.</param>
    /// <param name="scopes">Its projects.</param>
    /// <param name="dashboards">Its dashboards.</param>
    /// <param name="given">What -Dashboard holds: the dashboard that bare ids belong to.</param>
    internal DashboardPartResolver(CommandRun run, ScopeResolver scopes, DashboardResolver dashboards, Func<DashboardReference[]?> given)
    {
        _run = run;
        _scopes = scopes;
        _dashboards = dashboards;
        _given = given;
    }

    /// <summary>What <paramref name="references"/> mean; a bare id needs -Dashboard.</summary>
    /// <param name="references">What was given.</param>
    /// <param name="kind">The kind of object that is taken.</param>
    /// <param name="what">Its name in messages.</param>
    /// <param name="advice">What lists them.</param>
    internal IEnumerable<DashboardPartTarget> Resolve(IEnumerable<DashboardPartReference> references, PipedKind kind, string what, string advice)
    {
        foreach (DashboardPartReference reference in references)
        {
            DashboardPartTarget? target = null;
            _run.Messages.Try(reference.Piped.Input, () => target = Resolve(reference, kind, what, advice));
            if (target is not null)
                yield return target;
        }
    }

    private DashboardPartTarget Resolve(DashboardPartReference reference, PipedKind kind, string what, string advice)
    {
        PipedObject piped = reference.Piped;
        bool bare = piped.Kind is PipedKind.Number or PipedKind.Text;
        if (reference.Id is not { } id || (!bare && piped.Kind != kind))
            throw Problems.Invalid(kind.ToString(),
                $"A {what} was expected, but the input is {(piped.Input is null ? "nothing" : $"'{piped.Input}'")}.", advice);
        if (piped.DashboardId is { } own)
            return new DashboardPartTarget(new DashboardTarget(_scopes.Resolve(piped), own, piped.Input, null), id, piped.Input);
        if (_given() is not { } given)
            throw Problems.Invalid("Dashboard", $"The {what} {id.ToString(CultureInfo.InvariantCulture)} alone does not say which dashboard it belongs to.",
                "Add -Dashboard with its name or id.");
        return new DashboardPartTarget(_dashboard ??= _dashboards.ResolveSingle(given, "Dashboard"), id, piped.Input);
    }
}
