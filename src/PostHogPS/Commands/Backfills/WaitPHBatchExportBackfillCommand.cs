using System;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Reading;

namespace PostHogPS.Commands;

/// <summary>Waits until backfills have ended, and gives each back as it ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "PHBatchExportBackfill")]
[OutputType(typeof(BatchExportBackfill))]
public sealed class WaitPHBatchExportBackfillCommand : ItemCmdlet
{
    private BackfillWatcher? _watcher;

    /// <summary><para>The backfills: objects, results of Repair-PHBatchExport, or ids together with -BatchExport.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [BackfillReferences]
    [ArgumentCompleter(typeof(BackfillIdCompleter))]
    [AllowEmptyCollection]
    public BackfillReference[] Backfill { get; set; } = [];

    /// <summary><para>Longest time to wait.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _watcher ??= new BackfillWatcher(Timeout, new BackfillOutput());
        foreach (BackfillTarget target in Resolver.Resolve(Backfill))
            Try(target.Input, () => Add(target));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_watcher is { } watcher)
            Await(watcher.WaitAllAsync);
    }

    // A bare id is read first: a wrong one is an error now and not after the patience for rows that are not written yet.
    private void Add(BackfillTarget target)
    {
        if (target.Backfill is { Id: { } id, CreatedAt: null })
        {
            BatchExportBackfill read = Await(call => ItemLookup.ReadBackfillAsync(target, id, call));
            target.Backfill = target.Scope.StampBackfill(read, target.BatchExportId, target.Backfill.BatchExportName);
        }

        Await(call =>
        {
            _watcher!.Add(target.Scope, target.Backfill, target.Input, call);
            return Task.CompletedTask;
        });
    }
}
