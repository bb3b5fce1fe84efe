using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Reading;

namespace PostHogPS.Cmdlets.Resolving;

/// <summary>Lists dashboards by name, id and filter, and writes them in their order.</summary>
/// <param name="run">The command.</param>
/// <param name="resolver">Its dashboards.</param>
/// <param name="output">What -First and -Skip leave.</param>
/// <param name="filter">Which of them.</param>
/// <param name="includesTiles">True where listed ones are read completely.</param>
internal sealed class DashboardListing(CommandRun run, DashboardResolver resolver, OutputWindow output, DashboardFilter filter, bool includesTiles)
{
    private SideBySide<(ProjectScope Scope, Dashboard Listed), Dashboard>? _tiles;

    /// <summary>Names and patterns; a number that is no name is an id. Null for all.</summary>
    internal string[]? Names { get; set; }

    internal string[]? Ids { get; set; }

    // A list holds no tiles: each dashboard is a request of its own.
    private SideBySide<(ProjectScope Scope, Dashboard Listed), Dashboard> Tiles => _tiles ??= run.ReadSideBySide(
        new SideBySidePlan<(ProjectScope Scope, Dashboard Listed), Dashboard>(
            "Reading tiles", static source => ExportLists.Dashboard(source.Scope, source.Listed.Id), static source => source.Scope.Connection)
        {
            NameOf = static source => source.Listed.Name,
            TargetOf = static source => source.Listed,
        }, WriteComplete, () => output.IsFull);

    private DashboardQuery Query => filter.CreateQuery(Names is not null || filter.IsSelective ? null : output.Wanted);

    /// <summary>Writes those of a project.</summary>
    internal void Write(ProjectScope scope)
    {
        foreach (string id in Ids ?? [])
            run.Messages.Try(id, () => Write(new DashboardTarget(scope, IdOf(id), id, null), isNamed: true));
        if (Ids is not null && Names is null)
            return;
        // Patterns stream; a literal name is matched exactly first, and its absence is an error.
        IEnumerable<Dashboard> found = Names is null ? run.Pump.Stream(ExportLists.Dashboards(scope, Query))
            : Names.SelectMany(name => NameMatcher.Match(resolver.ListOnce(scope), name, static dashboard => dashboard.Name)).Distinct();
        List(scope, found.Select(dashboard => (scope, dashboard)));
    }

    /// <summary>Writes those of several projects, which are listed side by side.</summary>
    internal void Write(IEnumerable<ProjectScope> scopes)
    {
        DashboardQuery query = Query;
        List(null, run.Pump.Stream(new SideBySideReader<ProjectScope, Dashboard>(ExportLists.PlanForProjects("Reading dashboards",
            scope => ExportLists.Dashboards(scope, query)), scopes)));
    }

    /// <summary>Writes one that was given, where the filter takes it.</summary>
    /// <param name="target">Which one.</param>
    /// <param name="isNamed">True where its name does not matter.</param>
    internal void Write(DashboardTarget target, bool isNamed)
    {
        Dashboard dashboard = run.Pump.Await(target.ReadAsync);
        if (!IsWanted(dashboard, isNamed))
            return;
        WriteLeft();
        output.Write(dashboard);
    }

    /// <summary>Writes all that is left.</summary>
    internal void WriteLeft() => _tiles?.WriteAll();

    private void List(ProjectScope? where, IEnumerable<(ProjectScope Scope, Dashboard Dashboard)> found)
    {
        // Over all projects ids are looked for in the lists, as names are.
        IEnumerable<string> ids = where is null ? Ids ?? [] : [];
        HashSet<string> missing = new((Names ?? []).Where(static name => !NameMatcher.IsPattern(name)).Concat(ids), StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<long>();
        foreach ((ProjectScope scope, Dashboard dashboard) in found)
        {
            bool byNumber = where is null && missing.Remove(ProjectText.FormatId(dashboard.Id));
            missing.Remove(dashboard.Name);
            seen.Add(dashboard.Id);
            if (IsWanted(dashboard, byNumber || (Names is null && Ids is null)))
                WriteListed(scope, dashboard);
            if (output.IsFull)
                return;
        }

        foreach (string name in missing)
            run.Messages.Try(name, () => WriteByNumber(where, name, seen));
    }

    // An id where a name is expected, as everywhere in the module; a name takes precedence.
    private void WriteByNumber(ProjectScope? where, string name, HashSet<long> seen)
    {
        if (where is null || !ProjectText.TryId(name, out long id))
            throw Problems.NotFound("dashboard", name, where?.Description ?? "any project", "Get-PHDashboard");
        if (seen.Add(id))
            Write(new DashboardTarget(where, id, name, null), isNamed: true);
    }

    private void WriteListed(ProjectScope scope, Dashboard dashboard)
    {
        scope.StampDashboard(dashboard);
        if (includesTiles && !output.Skips)
        {
            Tiles.Add((scope, dashboard));
            Tiles.WriteReady();
            return;
        }

        WriteLeft();
        output.Write(dashboard);
    }

    private void WriteComplete((ProjectScope Scope, Dashboard Listed) source, Dashboard complete)
    {
        complete.ProjectName ??= source.Listed.ProjectName;
        output.Write(source.Scope.StampDashboard(complete));
    }

    private bool IsWanted(Dashboard dashboard, bool isNamed) =>
        (isNamed || Names?.Any(name => NameMatcher.IsMatch(name, dashboard.Name)) == true) && filter.Matches(dashboard);

    private static long IdOf(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Problems.Invalid("Id", $"'{id}' is not the id of a dashboard.", "Get-PHDashboard shows names and ids.");
}
