using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Operations;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that look over many exports: of one project, of a piped project or connection, or of all projects.</summary>
public abstract class OperationCmdlet : BatchExportCmdlet
{
    // As many as come with an export, and as many as the server gives at once.
    private const int MostRuns = 10;
    private const int PageLength = 100;

    private readonly HashSet<(PostHogConnection, Guid)> _seen = new();

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
    internal BatchExportHealth Judge(BatchExportTarget target, TimeSpan? maxLag)
    {
        BatchExport export = Load(target);
        DateTimeOffset now = target.Scope.Session.ServerNow;
        if (HealthCheck.IsHidden(export, now) && Scheduled(target, export, now) is { Count: > 0 } runs)
            export = export.With(runs);
        return target.Scope.Stamp(HealthCheck.Judge(export, now, maxLag));
    }

    private List<BatchExportRun> Scheduled(BatchExportTarget target, BatchExport export, DateTimeOffset now)
    {
        TimeSpan length = IntervalSchedule.Length(export.Interval) ?? TimeSpan.FromDays(1);
        // By the intervals they export: those of the schedule are the newest, and one page is enough.
        var query = new RunQuery { ByDataInterval = true, After = now - TimeSpan.FromTicks(length.Ticks * (MostRuns + 2)) };
        return Paging.Stream(this, "Reading runs behind a backfill", (next, call) =>
            target.Scope.Session.Runs.ListAsync(target.Scope.Project, export.Id, query, next, call))
            .Take(PageLength).Where(run => run.BackfillId is null).Take(MostRuns).ToList();
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

    private IEnumerable<BatchExportTarget> Everything(Scope scope, string? name)
    {
        foreach (Scope place in AllProjects ? ProjectsOf(scope.Connection) : [scope])
        {
            IReadOnlyList<BatchExport> exports = [];
            Try(place.Description, () => exports = ListOnce(place));
            foreach (BatchExport export in exports.Where(e => name is null || NameMatcher.IsMatch(name, e.Name)))
                yield return new BatchExportTarget(place, export.Id, export, export, export.Name);
        }
    }
}
