using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that read what belongs to batch exports: to those that are named, also within a project or connection from the pipeline.</summary>
public abstract class ExportLookupCmdlet : ProjectCmdlet
{
    private BatchExportResolver? _resolver;
    private bool _isNamed;

    /// <summary><para>The batch exports: objects, ids, names or patterns. Default: every export of the project.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public virtual BatchExportReference[]? BatchExport { get; set; }

    // A parameter that was given by position takes nothing from the pipeline any more.
    /// <summary><para>Beside names in -BatchExport: the project or connection to look for them in.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [BatchExportReferences]
    public BatchExportReference[]? InputObject { get; set; }

    private protected BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes);

    /// <summary>What this record means; null for every export of the project.</summary>
    private protected BatchExportReference[]? Meant => Within(BatchExport);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _isNamed = BatchExport is not null;
        base.BeginProcessing();
    }

    /// <summary>Names, looked for where the pipeline says.</summary>
    private protected BatchExportReference[]? Within(BatchExportReference[]? references) =>
        references is null ? InputObject
        : _isNamed && InputObject is { } places ? BatchExportReference.Within(references, places)
        : references;
}
