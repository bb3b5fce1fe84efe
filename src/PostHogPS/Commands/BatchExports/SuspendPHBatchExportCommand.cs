using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;

namespace PostHogPS.Commands;

/// <summary>Pauses batch exports (POST pause; idempotent). Running runs are not stopped.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class SuspendPHBatchExportCommand : BatchExportCmdlet
{
    /// <summary><para>The batch exports: objects, runs, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[] BatchExport { get; set; } = [];

    /// <summary><para>Gives the exports back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (BatchExportTarget target in Resolve(BatchExport))
        {
            if (!ShouldProcess(target.Description, "Suspend (pause)"))
                continue;

            Try(target.Input, () =>
            {
                Await(call => target.Scope.Session.BatchExports.PauseAsync(target.Scope.Project, target.Id, call));
                if (PassThru)
                    WriteObject(Reload(target));
            });
        }
    }
}
