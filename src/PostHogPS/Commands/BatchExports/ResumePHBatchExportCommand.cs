using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Maintenance;

namespace PostHogPS.Commands;

/// <summary>Resumes paused batch exports (POST unpause).</summary>
[Cmdlet(VerbsLifecycle.Resume, "PHBatchExport", DefaultParameterSetName = ExportSet, SupportsShouldProcess = true)]
[OutputType(typeof(BatchExport))]
public sealed class ResumePHBatchExportCommand : ProjectCmdlet
{
    private BatchExportResolver? _resolver;
    private const string ExportSet = "BatchExport";
    private const string StateSet = "StatePath";

    /// <summary><para>The batch exports: objects, runs, ids, names or patterns.</para></summary>
    [Parameter(ParameterSetName = ExportSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public BatchExportReference[] BatchExport { get; set; } = [];

    /// <summary>
    /// <para>The file that Suspend-PHBatchExport -StatePath wrote: resumes exactly what is in it. What somebody has resumed, or
    /// paused again, since then is left alone. Each success is written to the file, so the same call again continues after an
    /// interruption.</para>
    /// </summary>
    [Parameter(ParameterSetName = StateSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StatePath { get; set; } = "";

    /// <summary>
    /// <para>Also exports what was missed: PostHog starts a backfill from the time of the pause until now. Where PostHog has not
    /// noted the time of this pause, its backfill is left out, and a warning gives the command that exports what was missed.
    /// Without effect on an export that is not paused.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Backfill { get; set; }

    /// <summary>
    /// <para>With -Backfill: lets PostHog start its backfill also where it would export the entire history, or what has run since
    /// an earlier pause.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Gives the exports back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private BatchExportResolver Resolver => _resolver ??= new BatchExportResolver(Command, Scopes, takesParts: false);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == StateSet)
        {
            Try(StatePath, ResumeWindow);
            return;
        }

        foreach (BatchExportTarget target in Resolver.Resolve(BatchExport))
        {
            Try(target.Input, () =>
            {
                if (!Backfill || IsPaused(target))
                    Resume(target);
            });
        }
    }

    private void ResumeWindow()
    {
        PauseWindow window = PauseWindow.Open(FilePath.Resolve(this, StatePath));
        window.CheckHost(DefaultConnection);
        if (ProjectId is not null && ProjectText.TryId(Scopes.Default().Project, out long project))
            window.CheckProject(project);
        new PauseWindowResumer(Command, Resolver, DefaultConnection) { Backfills = Backfill }.Resume(window, StatePath, Resume);
    }

    // PostHog ignores -Backfill on an export that is not paused, without an error: a warning must say so.
    private bool IsPaused(BatchExportTarget target)
    {
        BatchExport export = Resolver.Refresh(target);
        if (export.Paused)
            return true;
        WriteWarning($"{target.Description} is not paused, so there is no pause to backfill, and nothing was sent. For a window of your own: "
            + "Start-PHBatchExportBackfill.");
        if (PassThru)
            WriteObject(export);
        return false;
    }

    private bool Resume(BatchExportTarget target)
    {
        ResumePlan plan = Await(call => ResumePlan.ReadAsync(target, Backfill, Force, call));
        if (!ShouldProcess(target.Description, plan.Action))
            return false;
        Await(plan.ApplyAsync);
        if (PassThru)
            WriteObject(Resolver.Reload(target));
        return true;
    }
}
