using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that do one thing to each of the batch exports they are given.</summary>
public abstract class BatchExportTargetCmdlet : ProjectCmdlet
{
    private BatchExportResolver? _resolver;

    /// <summary><para>The batch exports: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public virtual BatchExportReference[] BatchExport { get; set; } = [];

    private protected BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, TakesParts);

    /// <summary>False where acting on the export is far more than what a gap, a step or a log entry of it says.</summary>
    private protected virtual bool TakesParts => true;

    /// <summary>The exports of this record.</summary>
    private protected virtual BatchExportReference[] Targets => BatchExport;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (BatchExportTarget target in Resolver.Resolve(Targets))
            Try(target.Input, () => Process(target), Advice);
    }

    private protected abstract void Process(BatchExportTarget target);

    /// <summary>The next step after a refusal, where there is a better one than usual.</summary>
    private protected virtual string? Advice(PostHogApiException e) => null;
}
