using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Cmdlets;

/// <summary>Base of the cmdlets that do one thing to each of the alerts they are given.</summary>
public abstract class AlertTargetCmdlet : ProjectCmdlet
{
    private AlertResolver? _resolver;
    private BatchExportResolver? _exports;

    /// <summary><para>The alerts: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportAlertReferences]
    [ArgumentCompleter(typeof(BatchExportAlertCompleter))]
    [SupportsWildcards]
    public BatchExportAlertReference[] Alert { get; set; } = [];

    private protected BatchExportResolver Exports => _exports ??= new BatchExportResolver(Command, Scopes, takesParts: false);

    private protected AlertResolver Resolver => _resolver ??= new AlertResolver(Command, Scopes, Exports);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach ((ProjectScope scope, BatchExportAlert alert, object? input) in Resolver.Resolve(Alert))
            Try(input, () => Process(scope, alert), Advice);
    }

    /// <summary>Does it to one alert, which is complete: a list of an older server leaves out what a change has to send back.</summary>
    private protected abstract void Process(ProjectScope scope, BatchExportAlert current);

    /// <summary>The next step after a refusal, where there is a better one than usual.</summary>
    private protected virtual string? Advice(PostHogApiException e) => null;
}
