using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Commands;

/// <summary>Lists insights, without their results.</summary>
[Cmdlet(VerbsCommon.Get, "PHInsight", SupportsPaging = true)]
[OutputType(typeof(Insight))]
public sealed class GetPHInsightCommand : ProjectCmdlet
{
    private DashboardResolver? _resolver;

    /// <summary><para>Insights, names or ids, short ones too; wildcards are allowed and case does not matter. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(InsightCompleter))]
    [SupportsWildcards]
    public PSObject[]? Name { get; set; }

    /// <summary><para>What to look in: a connection or a project lists its insights, a dashboard those on it. Or an insight, a name or an id.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para>Only those on this dashboard: an object, an id or a name.</para></summary>
    [Parameter]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    public DashboardReference[]? Dashboard { get; set; }

    /// <summary><para>Text in the name or the description, as PostHog finds it.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Search { get; set; }

    private DashboardResolver Resolver => _resolver ??= new DashboardResolver(Command, Scopes);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var given = new NameInput(Name);
        if (InputObject is not null || Dashboard is not null)
            Try(InputObject ?? (object?)Dashboard, () => Read(InputObject, given.AllTexts));
        else
        {
            foreach (PSObject item in given.Items)
                Try(item, () => Read(item, null));
            if (given.HasTexts)
                Try(Name, () => Read(null, given.Texts));
        }
    }

    private void Read(PSObject? input, string[]? given)
    {
        if (Output.IsFull)
            return;
        RefuseNothing("Insight", "An insight", nameof(Name), nameof(InputObject));
        RefuseNothing("Dashboard", "A dashboard", nameof(Dashboard));
        PipedObject piped = PipedObject.Read(input);
        bool isScope = piped.Kind is PipedKind.Connection or PipedKind.Project;
        string? shortId = input is null ? null : PipedObject.ReadText(input, "ShortId");
        string[]? names = input is null || isScope || piped.Kind == PipedKind.Dashboard ? given
            : shortId is not null ? [shortId]
            : piped.Kind is PipedKind.Text or PipedKind.Number ? [input.ToString()]
            : throw Problems.Invalid("Insight",
                $"An insight, the name of one, a dashboard, a project or a connection was expected, but the input is '{input}'.",
                "Get-PHDashboard | Get-PHInsight");
        if (piped.Kind == PipedKind.Dashboard || Dashboard is not null)
        {
            DashboardTarget target = Resolver.ResolveSingle(piped.Kind == PipedKind.Dashboard ? DashboardReference.ManyFrom(input)
                : Dashboard!, nameof(Dashboard));
            List(target.Scope, names, target.Id);
            return;
        }

        List(isScope || shortId is not null ? Scopes.Resolve(piped) : Scopes.Default(), names, null);
    }

    private void List(ProjectScope scope, string[]? names, long? dashboard)
    {
        var query = new InsightQuery { Search = Search, Dashboard = dashboard };
        string[] missing = (names ?? []).Where(n => !NameMatcher.IsPattern(n)).ToArray();
        foreach (Insight insight in Stream("Reading insights", (next, call) => scope.Session.Insights.ListAsync(scope.Project, query, next, call)))
        {
            // An older server ignores a filter that it does not know.
            if (dashboard is { } id && !insight.Dashboards.Contains(id))
                continue;
            missing = missing.Where(m => !Matches(m, insight)).ToArray();
            if (names is null || names.Any(n => Matches(n, insight)))
                Output.Write(scope.Stamp(insight));
            if (Output.IsFull)
                return;
        }

        foreach (string name in missing)
            Try(name, () => throw Problems.NotFound("insight", name, scope.Description, "Get-PHInsight"));
    }

    private static bool Matches(string name, Insight insight) =>
        NameMatcher.IsMatch(name, insight.Name) || NameMatcher.IsMatch(name, insight.DerivedName)
            || string.Equals(name, insight.ShortId, System.StringComparison.Ordinal)
            || name == insight.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
