using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets.Waiting;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;

namespace PostHogPS.Commands;

/// <summary>
/// Retries runs (POST retry): PostHog starts a backfill over each run's interval. Not idempotent, so a run whose interval
/// is whole by now is left out, and a retry whose answer was lost is never sent again.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PHBatchExportRetry", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class InvokePHBatchExportRetryCommand : ItemCmdlet
{
    private readonly List<RunTarget> _targets = new();
    private BackfillQueue? _queue;

    /// <summary><para>The runs: objects of Get-PHBatchExportRun, or ids together with -BatchExport.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [RunReferences]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public RunReference[] Run { get; set; } = [];

    /// <summary><para>Sends all retries, then waits until every backfill has ended.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary><para>Longest time to wait.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Retries also runs whose interval is Completed, running or being backfilled by now. Their rows are written again.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _targets.AddRange(Resolve(Run));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _queue = new BackfillQueue(this, Wait, Timeout);
        foreach (IGrouping<ItemKey, RunTarget> export in _targets.GroupBy(t => t.Export))
            Try(export.First().Input, () => Retry(export.ToList(), _queue));
        _queue.WaitAll();
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        SayOnStop(_queue?.Running);
    }

    private void Retry(List<RunTarget> found, BackfillQueue queue)
    {
        List<RunTarget> runs = found.Where(t => Try(t.Input, () => ReadInterval(t))).ToList();
        if (runs.Count == 0)
            return;
        bool byEventTime = SelectsByEventTime(runs);
        RetryGuard guard = Force ? RetryGuard.Off : RetryGuard.For(this, runs);
        foreach (RunTarget target in runs)
        {
            if (Skipped(guard, target) is { } skipped)
                WriteWarning(skipped);
            else if (ShouldProcess(target.Description, "Retry" + (byEventTime && IsOld(target) ? RowSelection.Note : "")))
            {
                guard.Taken(target);
                queue.Send(new BackfillJob(target.Scope, target.BatchExportId, target.ExportName, target.Run?.DataIntervalStart, target.Run?.DataIntervalEnd, target.Input,
                    call => target.Scope.Session.Runs.RetryAsync(target.Scope.Project, target.BatchExportId, target.Id, call))
                {
                    SelectsByEventTime = byEventTime && IsOld(target),
                    ReasonToSkip = Force ? null : () =>
                    {
                        // One more look serves all that follow, until there is another wait.
                        if (guard.MadeAt < queue.LastWait)
                            guard = RetryGuard.For(this, runs);
                        return Skipped(guard, target);
                    },
                });
            }
        }
    }

    private static bool IsOld(RunTarget target) => RowSelection.IsOld(target.Run!.DataIntervalStart, target.Scope.Session.ServerNow);

    // Whether old runs of the export select their rows by event time: its model says so, which is asked for only where one is old.
    private bool SelectsByEventTime(List<RunTarget> runs)
    {
        if (!runs.Exists(IsOld))
            return false;
        RunTarget first = runs[0];
        BatchExport export = Await(call => first.Scope.Session.BatchExports.GetAsync(first.Scope.Project, first.BatchExportId, call));
        return RowSelection.IsByEventTime(export, null, first.Scope.Session.ServerNow);
    }

    private static string? Skipped(RetryGuard guard, RunTarget target) =>
        guard.ReasonToSkip(target) is { } reason ? $"Skipped {target.Description}: {reason} A second go would write its rows again; -Force retries it all the same." : null;

    // Only the run itself knows its interval, by which its backfill is recognised later; a bare id is read for it.
    private void ReadInterval(RunTarget target)
    {
        if (target.Run?.DataIntervalEnd is not null)
            return;
        target.Run = target.Scope.Stamp(Await(call => target.Scope.Session.Runs.GetAsync(target.Scope.Project, target.BatchExportId, target.Id, call)));
        target.Run.BatchExportName = target.ExportName;
    }
}
