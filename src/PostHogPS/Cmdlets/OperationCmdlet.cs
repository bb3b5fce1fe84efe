using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Health;
using PostHogPS.Operations.Coverage;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that look over many exports: of one project, of a piped project or connection, or of all projects.</summary>
public abstract class OperationCmdlet : BatchExportCmdlet
{
    // As many as come with an export, and as many as the server gives at once.
    private const int MostRuns = 10;
    private const int PageLength = 100;
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    private readonly HashSet<(PostHogConnection, Guid)> _seen = new();
    private readonly Dictionary<(PostHogConnection, Guid), (DateTimeOffset At, List<BatchExportRun> Runs)> _scheduled = new();

    /// <summary><para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default: every export of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public virtual BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>All projects of the organization that the key works in: one list request for each.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    /// <summary>
    /// The exports that are meant, each with its runs and each once, however many of its runs are piped; an export given
    /// as an object is taken as it is.
    /// </summary>
    internal IEnumerable<BatchExportTarget> Exports() => Meant().Where(target => _seen.Add((target.Scope.Connection, target.Id)));

    /// <summary>How the export is. Costs a request of its own only where an ended backfill hides the runs of the schedule.</summary>
    internal BatchExportHealth Judge(BatchExportTarget target, TimeSpan? maxLag) => Judge(target.Scope, Load(target), maxLag);

    /// <summary>How the export is, with the intervals from an instant on: a request per hundred runs, and one for the backfills where an interval is missing.</summary>
    internal BatchExportHealth Judge(BatchExportTarget target, TimeSpan? maxLag, DateInput? after)
    {
        BatchExportHealth health = Judge(target, maxLag);
        if (after is null)
            return health;
        BatchExport export = Load(target);
        var scan = new GapScan(this, target.Scope, export, new ExportCalendar(export, Moment(target.Scope)).InstantOf(after), null);
        var tally = new CoverageTally();
        foreach (IntervalVerdict verdict in scan.Judge())
            tally.Add(verdict);
        HealthCheck.AddCoverage(health, tally, scan.After);
        return health;
    }

    /// <summary>How an export is, as every command judges it.</summary>
    internal BatchExportHealth Judge(ProjectScope scope, BatchExport export, TimeSpan? maxLag)
    {
        DateTimeOffset now = scope.Session.ServerNow;
        if (!HealthCheck.IsHidden(export, now))
            return scope.Stamp(HealthCheck.Judge(export, now, maxLag));
        List<BatchExportRun> runs = Scheduled(scope, export, now);
        return scope.Stamp(runs.Count > 0 ? HealthCheck.Judge(export.With(runs), now, maxLag) : HealthCheck.Judge(export, now, maxLag, noneScheduled: true));
    }

    private List<BatchExportRun> Scheduled(ProjectScope scope, BatchExport export, DateTimeOffset now)
    {
        // Whoever looks again and again asks again after some minutes: a lag is judged by hours.
        if (_scheduled.TryGetValue((scope.Connection, export.Id), out (DateTimeOffset At, List<BatchExportRun> Runs) known) && now - known.At < GoodFor)
            return known.Runs;
        TimeSpan length = IntervalSchedule.Length(export.Interval) ?? TimeSpan.FromDays(1);
        // By the intervals they export: those of the schedule are the newest, and one page is enough.
        var query = new RunQuery { ByDataInterval = true, After = SafeTime.Minus(now, SafeTime.Times(length, MostRuns + 2)) };
        List<BatchExportRun> runs = Paging.Stream(this, "Reading runs behind a backfill", (next, call) =>
            scope.Session.Runs.ListAsync(scope.Project, export.Id, query, next, call))
            .Take(PageLength).Where(run => run.BackfillId is null).Take(MostRuns).ToList();
        _scheduled[(scope.Connection, export.Id)] = (now, runs);
        return runs;
    }

    /// <summary>Why there is nothing to look at, as the end of a sentence.</summary>
    private protected string NothingMeant =>
        BatchExport is null ? "the command before it in the pipeline gave nothing"
        : BatchExport.Length == 0 ? "the list of batch exports is empty"
        : $"no batch export matches {string.Join(", ", BatchExport.Select(static r => $"'{r}'"))}";

    private IEnumerable<BatchExportTarget> Meant()
    {
        if (AllProjects)
            CheckAllProjects(BatchExport?.Select(static reference => reference.Piped).FirstOrDefault(static piped => piped.Kind == PipedKind.Project));
        if (BatchExport is null)
        {
            foreach (BatchExportTarget target in Everything(DefaultScope(), null))
                yield return target;
            yield break;
        }

        foreach (BatchExportReference reference in BatchExport)
        {
            IEnumerable<BatchExportTarget> found =
                reference.Piped.Kind is PipedKind.Project or PipedKind.Connection ? Everything(ScopeOf(reference.Piped), null)
                : AllProjects && reference.Name is { } name ? Everything(DefaultScope(), name)
                : Resolve([reference]);
            foreach (BatchExportTarget target in found)
                yield return target;
        }
    }

    private IEnumerable<BatchExportTarget> Everything(ProjectScope scope, string? name)
    {
        foreach (ProjectScope place in AllProjects ? ProjectsOf(scope.Connection) : [scope])
        {
            IReadOnlyList<BatchExport> exports = [];
            Try(place.Description, () => exports = ListOnce(place));
            foreach (BatchExport export in exports.Where(e => name is null || NameMatcher.IsMatch(name, e.Name)))
                yield return new BatchExportTarget(place, export.Id, export, export, export.Name);
        }
    }
}
