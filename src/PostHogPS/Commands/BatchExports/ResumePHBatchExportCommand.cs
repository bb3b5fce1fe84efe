using System.Management.Automation;
using PostHogPS.Backfills;
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
        // An object may have been read long ago, and what PostHog exports depends on how the export is now.
        BatchExport export = target.Export = target.Input is BatchExport ? Resolver.Reload(target) : Resolver.Load(target);
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
        if (target.Export is { Paused: false })
            WriteVerbose($"{target.Description} was not paused when it was read.");
        PauseBackfill? pause = Backfill && target.Export is { Paused: true } export ? Await(call => PauseBackfill.ReadAsync(target.Scope, export, call)) : null;
        bool backfill = pause is not null && (Force || pause.WhyNot is null);
        if (pause is not null && !backfill)
            WriteWarning($"The pause of {target.Description} is not backfilled. {pause.WhyNot} To export what it left out, after the resume: "
                + $"{pause.Repair} (-Force lets PostHog export {pause.Range}.)");
        if (!ShouldProcess(target.Description, PauseBackfill.DescribeResume(pause, backfill)))
            return false;
        if (backfill)
            Await(call => BackfillStarter.UnpauseAsync(target, call));
        else
            Await(call => target.Scope.Session.BatchExports.UnpauseAsync(target.Scope.Project, target.Id, backfill: false, call));
        if (backfill && target.Export is { } resumed && PauseBackfill.DescribeUncovered(resumed, target.Description) is { } uncovered)
            WriteWarning(uncovered);
        else if (!Backfill)
            WarnOfLeftOut(target);
        if (PassThru)
            WriteObject(Resolver.Reload(target));
        return true;
    }

    private void WarnOfLeftOut(BatchExportTarget target)
    {
        if (target.Export is { Paused: true } export && PauseBackfill.DescribeLeftOut(export, target.Scope.Session.ServerNow) is { } left)
            WriteWarning($"{target.Description} is resumed. {left}");
    }
}
