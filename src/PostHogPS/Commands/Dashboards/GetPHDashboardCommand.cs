using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Execution;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Lists dashboards, or reads some by name or id (docs/server.md#list-of-dashboards).</summary>
[Cmdlet(VerbsCommon.Get, "PHDashboard", SupportsPaging = true)]
[OutputType(typeof(Dashboard))]
public sealed class GetPHDashboardCommand : ProjectCmdlet
{
    private DashboardResolver? _resolver;
    private SideBySide<(ProjectScope Scope, Dashboard Listed), Dashboard>? _tiles;
    private DashboardFilter? _filter;

    /// <summary><para>Names; wildcards are allowed and case does not matter. A number that is no name is an id. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary><para>Ids of dashboards.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public string[]? Id { get; set; }

    /// <summary><para>What to look in or at: a connection or a project lists its dashboards; a dashboard, id or name reads that dashboard.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para>Text in the name, the description or a tag. Newer servers also find similar ones.</para></summary>
    [Parameter]
    public string? Search { get; set; }

    /// <summary><para>Only those with any of these tags.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(DashboardTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary><para>Only pinned ones.</para></summary>
    [Parameter]
    public SwitchParameter Pinned { get; set; }

    /// <summary><para>Reads each dashboard completely, with its tiles: one request more for each.</para></summary>
    [Parameter]
    public SwitchParameter IncludeTiles { get; set; }

    /// <summary><para>All projects of the organization that the key works in, several at a time.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    private DashboardFilter Filter => _filter ??= new DashboardFilter { Search = Search, Tags = Tag, IsPinned = Pinned };

    // A list holds no tiles: each dashboard is a request of its own.
    private SideBySide<(ProjectScope Scope, Dashboard Listed), Dashboard> Tiles => _tiles ??= Command.ReadSideBySide(
        new SideBySidePlan<(ProjectScope Scope, Dashboard Listed), Dashboard>(
            "Reading tiles", static source => ExportLists.Dashboard(source.Scope, source.Listed.Id), static source => source.Scope.Connection)
        {
            NameOf = static source => source.Listed.Name,
            TargetOf = static source => source.Listed,
        }, Write, () => Output.IsFull);

    private DashboardResolver Resolver => _resolver ??= new DashboardResolver(Command, Scopes);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Output.IsFull)
            Try(InputObject ?? (object?)Name ?? Id, Read);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _tiles?.WriteAll();

    private void Read()
    {
        RefuseNothing("Dashboard", "A dashboard", nameof(Name), nameof(Id), nameof(InputObject));
        RefuseNothing("Tag", "A tag", nameof(Tag));
        RefuseNothing("Search", "A text", nameof(Search));
        Filter.Check();
        PipedObject piped = PipedObject.Read(InputObject);
        if (AllProjects)
            Scopes.CheckAllProjects(piped);
        if (InputObject is null || piped.Kind is PipedKind.Connection or PipedKind.Project)
        {
            ProjectScope scope = InputObject is null ? Scopes.Default() : Scopes.Resolve(piped);
            if (AllProjects)
                ReadAll(Scopes.ReadAll(scope.Connection));
            else
                ReadScope(scope);
            return;
        }

        foreach (DashboardTarget target in Resolver.Resolve(DashboardReference.ManyFrom(InputObject)))
            Try(target.Input, () => Emit(target.Scope, Resolver.Read(target.Scope, target.Id), whole: true));
    }

    private void ReadScope(ProjectScope scope)
    {
        foreach (string id in Id ?? [])
            Try(id, () => Emit(scope, Resolver.Read(scope, IdOf(id)), whole: true, byNumber: true));
        if (Id is null || Name is not null)
            List(scope, (Name is null ? Stream(ExportLists.Dashboards(scope, Query())) : NamedIn(scope)).Select(dashboard => (scope, dashboard)));
    }

    private void ReadAll(List<ProjectScope> scopes)
    {
        DashboardQuery query = Query();
        List(null, Stream(new SideBySideReader<ProjectScope, Dashboard>(ExportLists.PlanForProjects("Reading dashboards",
            scope => ExportLists.Dashboards(scope, query)), scopes)));
    }

    // Patterns stream; a literal name is matched exactly first, and its absence is an error.
    private IEnumerable<Dashboard> NamedIn(ProjectScope scope) =>
        Name!.SelectMany(name => NameMatcher.Match(Resolver.ListOnce(scope), name, d => d.Name)).Distinct();

    private void List(ProjectScope? where, IEnumerable<(ProjectScope Scope, Dashboard Dashboard)> found)
    {
        // Over all projects ids are looked for in the lists, as names are.
        IEnumerable<string> ids = where is null ? Id ?? [] : [];
        HashSet<string> missing = new((Name ?? []).Where(n => !NameMatcher.IsPattern(n)).Concat(ids), StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<long>();
        foreach ((ProjectScope scope, Dashboard dashboard) in found)
        {
            bool byNumber = where is null && missing.Remove(ProjectText.FormatId(dashboard.Id));
            missing.Remove(dashboard.Name);
            seen.Add(dashboard.Id);
            Emit(scope, dashboard, whole: false, byNumber);
            if (Output.IsFull)
                return;
        }

        foreach (string name in missing)
            Try(name, () => ByNumber(where, name, seen));
    }

    // An id where a name is expected, as everywhere in the module; a name takes precedence.
    private void ByNumber(ProjectScope? where, string name, HashSet<long> seen)
    {
        if (where is null || !ProjectText.TryId(name, out long id))
            throw Problems.NotFound("dashboard", name, where?.Description ?? "any project", "Get-PHDashboard");
        if (seen.Add(id))
            Emit(where, Resolver.Read(where, id), whole: true, byNumber: true);
    }

    private DashboardQuery Query() => Filter.CreateQuery(Name is not null || Filter.IsSelective ? null : Output.Wanted);

    private static long IdOf(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Problems.Invalid("Id", $"'{id}' is not the id of a dashboard.", "Get-PHDashboard shows names and ids.");

    private void Emit(ProjectScope scope, Dashboard dashboard, bool whole, bool byNumber = false)
    {
        if (!IsWanted(dashboard, byNumber))
            return;
        scope.StampDashboard(dashboard);
        if (IncludeTiles && !whole && !Output.Skips)
        {
            Tiles.Add((scope, dashboard));
            Tiles.WriteReady();
            return;
        }

        _tiles?.WriteAll();
        Output.Write(dashboard);
    }

    private void Write((ProjectScope Scope, Dashboard Listed) source, Dashboard whole)
    {
        whole.ProjectName ??= source.Listed.ProjectName;
        Output.Write(source.Scope.StampDashboard(whole));
    }

    private bool IsWanted(Dashboard dashboard, bool byNumber) =>
        (byNumber || (Name is null ? Id is null || InputObject is not null : Name.Any(name => NameMatcher.IsMatch(name, dashboard.Name))))
        && Filter.Matches(dashboard);
}
