using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Dashboards;

namespace PostHogPS.Commands;

/// <summary>Lists dashboards, or reads some by name or id (docs/server.md#list-of-dashboards).</summary>
[Cmdlet(VerbsCommon.Get, "PHDashboard", SupportsPaging = true)]
[OutputType(typeof(Dashboard))]
public sealed class GetPHDashboardCommand : ProjectCmdlet
{
    private DashboardResolver? _resolver;
    private DashboardListing? _listing;
    private DashboardFilter? _filter;
    private NameInput? _names;

    /// <summary><para>Names or objects; wildcards are allowed and case does not matter. A number that is no name is an id. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

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

    private DashboardResolver Resolver => _resolver ??= new DashboardResolver(Command, Scopes);

    private DashboardFilter Filter => _filter ??= new DashboardFilter { Search = Search, Tags = Tag, IsPinned = Pinned };

    private DashboardListing Listing => _listing ??= new DashboardListing(Command, Resolver, Output, Filter, IncludeTiles)
    {
        Names = InputObject is null ? Names.Texts : Names.AllTexts,
        Ids = Id,
    };

    private NameInput Names => _names ??= new NameInput(Name);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject is null ? Names.Items : [])
            Try(item, () => Read(item));
        if (InputObject is not null || Id is not null || Names.HasTexts)
            Try(InputObject ?? (object?)Name ?? Id, () => Read(InputObject));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _listing?.WriteLeft();

    private void Read(PSObject? input)
    {
        if (Output.IsFull)
            return;
        RefuseNothing("Dashboard", "A dashboard", nameof(Name), nameof(Id), nameof(InputObject));
        RefuseNothing("Tag", "A tag", nameof(Tag));
        RefuseNothing("Search", "A text", nameof(Search));
        Filter.Check();
        PipedObject piped = PipedObject.Read(input);
        if (AllProjects)
            Scopes.CheckAllProjects(piped);
        if (input is not null && piped.Kind is not (PipedKind.Connection or PipedKind.Project))
        {
            foreach (DashboardTarget target in Resolver.Resolve(DashboardReference.ManyFrom(input)))
                Try(target.Input, () => Listing.Write(target, isNamed: Name is null || InputObject is null));
            return;
        }

        ProjectScope scope = input is null ? Scopes.Default() : Scopes.Resolve(piped);
        if (AllProjects)
            Listing.Write(Scopes.ReadAll(scope.Connection));
        else
            Listing.Write(scope);
    }
}
