using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Resolving;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Maintenance;
using PostHogPS.Text;

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
    /// paused again, since then is left alone. Each success is written to the file, so the same call again goes on after an
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
        if (window.Open().Count == 0)
            WriteWarning($"{StatePath} contains no export to resume.");
        List<PausedExport> open = window.Open();
        var unknown = new List<PausedExport>();
        foreach (PausedExport entry in open)
        {
            Try(entry.Name, () =>
            {
                BatchExportTarget target = TargetOf(entry);
                if (target.Export is null)
                    unknown.Add(entry);
                else if (entry.WhyNotResume(target.Export) is { } reason)
                    WriteWarning($"{target.Description} {reason}; it is skipped." + Missed(entry, target.Export));
                else if (Resume(target))
                    window.End(entry, target.Scope);
            });
        }

        if (unknown.Count > 0 && unknown.Count == open.Count)
            throw MaintenanceProblems.UnknownExports(StatePath, unknown, DefaultConnection);
        unknown.ForEach(entry => Try(entry.Name, () => throw MaintenanceProblems.UnknownExport(entry, DefaultConnection)));
    }

    // PostHog ignores -Backfill on an export that is not paused and says nothing: who counts on it must hear of it.
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
        if (backfill)
            WarnOfUncovered(target);
        if (PassThru)
            WriteObject(Resolver.Reload(target));
        return true;
    }

    private void WarnOfUncovered(BatchExportTarget target)
    {
        if (target.Export is { } export && PauseBackfill.FindUncovered(export) is { } last)
            WriteWarning($"The interval {IntervalText.Format(last.Start, last.End)} of {target.Description} was over when it was paused and had no run yet; "
                + "the backfill "
                + $"of the pause does not cover it. {export.CommandFor("Repair-PHBatchExport").WithWindow(last.Start)}");
    }

    // One list request per project rather than one per export. A list does not show every kind of export.
    private BatchExportTarget TargetOf(PausedExport entry)
    {
        var scope = new ProjectScope(DefaultConnection, ProjectText.FormatId(entry.ProjectId), entry.ProjectName);
        BatchExport? export = Resolver.ListOnce(scope).FirstOrDefault(e => e.Id == entry.Id);
        var target = new BatchExportTarget(scope, entry.Id, entry.Name, export, entry.Name);
        try
        {
            Resolver.Load(target);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.NotFound)
        {
            // A 404 says that this connection does not show it, and not why; the caller says so.
            _ = e;
        }

        return target;
    }

    private string Missed(PausedExport entry, BatchExport? export) =>
        Backfill && export is { Paused: false } && entry.PausedAt is { } since
            ? " Its pause is not backfilled: " + export.CommandFor("Repair-PHBatchExport").WithWindow(since)
            : "";
}
