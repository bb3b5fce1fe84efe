using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;

namespace PostHogPS.Commands;

/// <summary>Resumes paused batch exports (POST unpause).</summary>
[Cmdlet(VerbsLifecycle.Resume, "PHBatchExport", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class ResumePHBatchExportCommand : BatchExportCmdlet
{
    /// <summary><para>The batch exports: objects, runs, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[] BatchExport { get; set; } = [];

    /// <summary><para>Also exports what was missed: PostHog starts a backfill from the time of the pause until now. Without effect on an export that is not paused.</para></summary>
    [Parameter]
    public SwitchParameter Backfill { get; set; }

    /// <summary><para>Gives the exports back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (BatchExportTarget target in Resolve(BatchExport))
        {
            if (!ShouldProcess(target.Description, Backfill ? "Resume and backfill the pause" : "Resume (unpause)"))
                continue;

            Try(target.Input, () =>
            {
                Await(call => target.Scope.Session.BatchExports.UnpauseAsync(target.Scope.Project, target.Id, Backfill, call));
                if (PassThru)
                    WriteObject(Reload(target));
            });
        }
    }
}
