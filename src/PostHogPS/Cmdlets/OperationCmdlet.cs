using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Completion;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that look over many exports: of one project, of a piped project or connection, or of all projects.</summary>
public abstract class OperationCmdlet : BatchExportCmdlet
{
    private readonly HashSet<(PostHogConnection, Guid)> _seen = new();

    /// <summary><para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default: every export of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public virtual BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>All projects the key can see: one list request for each.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    /// <summary>
    /// The exports that are meant, each with its runs and each once, however many of its runs are piped; an export given
    /// as an object is taken as it is.
    /// </summary>
    internal IEnumerable<BatchExportTarget> Exports() => Meant().Where(target => _seen.Add((target.Scope.Connection, target.Id)));

    private IEnumerable<BatchExportTarget> Meant()
    {
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
            {
                export.ProjectName ??= place.ProjectName;
                yield return new BatchExportTarget(place, export.Id, export, export, export.Name);
            }
        }
    }
}
