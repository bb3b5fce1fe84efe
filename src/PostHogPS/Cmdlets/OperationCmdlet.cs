using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that look over many exports: of one project, of a piped project or connection, or of all projects.</summary>
public abstract class OperationCmdlet : ExportLookupCmdlet
{
    private ExportSelection? _selection;
    private HealthJudge? _health;

    /// <summary><para>The batch exports: objects, ids, names or patterns; a piped project or connection means all of its exports. Default: every export of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public override BatchExportReference[]? BatchExport { get; set; }

    /// <summary><para>All projects of the organization that the key works in: one list request for each.</para></summary>
    [Parameter]
    public SwitchParameter AllProjects { get; set; }

    private protected HealthJudge Health => _health ??= new HealthJudge(Command, Clock);

    /// <summary>The exports that are meant, each once.</summary>
    private protected IEnumerable<BatchExportTarget> Exports() => Exports(Meant);

    /// <summary>Those that some references mean.</summary>
    private protected IEnumerable<BatchExportTarget> Exports(BatchExportReference[]? given) =>
        (_selection ??= new ExportSelection(Command, Scopes, Resolver)).Read(given, AllProjects);
}
