using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Health;
using PostHogPS.Schedule;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that look over many exports: of one project, of a piped project or connection, or of all projects.</summary>
public abstract class OperationCmdlet : BatchExportCmdlet
{
    private readonly HashSet<(PostHogConnection, Guid)> _seen = new();
    private readonly HealthReader _health = new();

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

    /// <summary>How the export is, with the intervals from an instant on where one is given.</summary>
    internal BatchExportHealth Judge(BatchExportTarget target, TimeSpan? maxLag, DateInput? after)
    {
        BatchExport export = Load(target);
        if (after is null)
            return Judge(target.Scope, export, maxLag);
        DateTimeOffset from = new ExportCalendar(export, Moment(target.Scope)).InstantOf(after);
        return Await(call => _health.ReadAsync(target.Scope, export, maxLag, from, call));
    }

    /// <summary>How an export is, as every command judges it.</summary>
    internal BatchExportHealth Judge(ProjectScope scope, BatchExport export, TimeSpan? maxLag) => Await(call => _health.ReadAsync(scope, export, maxLag, call));

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
