using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Runs;

namespace PostHogPS.Commands;

/// <summary>
/// Retries runs (POST retry): PostHog starts a backfill over each run's interval. Not idempotent, so a run whose interval
/// is complete by now is left out, and a retry whose answer was lost is never sent again.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PHBatchExportRetry", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class InvokePHBatchExportRetryCommand : ItemCmdlet
{
    private readonly List<RunTarget> _targets = new();
    private BackfillWatcher? _watcher;

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
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <summary><para>Retries also runs whose interval is Completed, running or being backfilled by now. Their rows are written again.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _targets.AddRange(Resolver.Resolve(Run));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var watcher = new BackfillWatcher(Timeout, new BackfillOutput());
        _watcher = watcher;
        var starter = new BackfillStarter(watcher, Wait);
        foreach (IGrouping<ItemKey, RunTarget> export in _targets.GroupBy(t => t.Export))
            Try(export.First().Input, () => Retry(export.ToList(), starter));
        if (Wait)
            Await(watcher.WaitAllAsync);
    }

    private protected override string? GoesOn => _watcher?.Running;

    private void Retry(List<RunTarget> found, BackfillStarter starter)
    {
        List<RunTarget> runs = found.Where(t => Try(t.Input, () => ReadInterval(t))).ToList();
        if (runs.Count == 0)
            return;
        bool byEventTime = SelectsByEventTime(runs);
        RetryFilter filter = Force ? RetryFilter.PassAll : Await(call => RetryFilter.ReadAsync(runs, call));
        foreach (RunTarget target in runs)
        {
            if (Skipped(filter, target) is { } skipped)
            {
                WriteWarning(skipped);
                continue;
            }

            if (!ShouldProcess(target.Description, "Retry" + (byEventTime && IsOld(target) ? RowSelection.Note : "")))
                continue;
            filter.AddRetried(target);
            BackfillRequest request = Request(target, byEventTime && IsOld(target));
            Await(call => starter.StartAsync(request, call, Force ? null : LookAgainAsync));

            async Task<string?> LookAgainAsync(CallContext call)
            {
                // One more look serves all that follow, until there is another wait.
                if (filter.MadeAt < starter.LastWait)
                    filter = await RetryFilter.ReadAsync(runs, call).ConfigureAwait(false);
                return Skipped(filter, target);
            }
        }
    }

    private static BackfillRequest Request(RunTarget target, bool selectsByEventTime) =>
        new(target.Scope, target.BatchExportId, target.ExportName, target.Input)
    {
        Start = target.Run?.DataIntervalStart,
        End = target.Run?.DataIntervalEnd,
        RunId = target.Id,
        SelectsByEventTime = selectsByEventTime,
    };

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

    private static string? Skipped(RetryFilter filter, RunTarget target) =>
        filter.ReasonToSkip(target) is { } reason
            ? $"Skipped {target.Description}: {reason} A second run would write its rows again; -Force retries it anyway." : null;

    // Only the run itself knows its interval, by which its backfill is recognised later; a bare id is read for it.
    private void ReadInterval(RunTarget target)
    {
        if (target.Run?.DataIntervalEnd is not null)
            return;
        BatchExportRun run = Await(call => ItemLookup.ReadRunAsync(target, call));
        target.Run = target.Scope.StampRun(run, target.BatchExportId, target.ExportName);
    }
}
