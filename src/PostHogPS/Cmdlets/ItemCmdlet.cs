using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that act on runs or backfills.</summary>
public abstract class ItemCmdlet : ProjectCmdlet
{
    private RunResolver? _resolver;

    /// <summary><para>The batch export that bare run or backfill ids belong to.</para></summary>
    [Parameter]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    public BatchExportReference[]? BatchExport { get; set; }

    private protected RunResolver Resolver => _resolver ??= new RunResolver(Command, Scopes, () => BatchExport);
}
