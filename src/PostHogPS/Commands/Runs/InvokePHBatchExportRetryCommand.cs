using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
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
    private BackfillStarter? _starter;

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
        BackfillStarter starter = _starter = new BackfillStarter(Timeout, Wait);
        foreach (IGrouping<ItemKey, RunTarget> export in _targets.GroupBy(t => t.Export))
            Try(export.First().Input, () => Retry(export, starter));
        Await(starter.WaitAllAsync);
    }

    private protected override string? GoesOn => _starter?.Running;

    private void Retry(IEnumerable<RunTarget> runs, BackfillStarter starter)
    {
        RunRetrier retrier = Await(call => RunRetrier.ReadAsync(runs, Force, call));
        foreach (RunTarget target in retrier.Runs)
        {
            if (retrier.DescribeSkipped(target) is { } skipped)
                WriteWarning(skipped);
            else if (ShouldProcess(target.Description, retrier.Describe(target)))
                Await(call => retrier.StartAsync(target, starter, call));
        }
    }
}
