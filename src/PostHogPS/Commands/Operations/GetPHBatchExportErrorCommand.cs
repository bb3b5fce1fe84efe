using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Health;
using PostHogPS.Reading;
using PostHogPS.Schedule;

namespace PostHogPS.Commands;

/// <summary>Groups failed runs by cause. One runs request per export.</summary>
[Cmdlet(VerbsCommon.Get, "PHBatchExportError")]
[OutputType(typeof(BatchExportErrorGroup))]
public sealed class GetPHBatchExportErrorCommand : OperationCmdlet
{
    private readonly List<BatchExportRun> _failed = new();

    /// <summary><para>Only runs created at or after this time. Default: seven days ago.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput After { get; set; } = DateReader.Read("-7d");

    /// <summary><para>Only runs created at or before this time.</para></summary>
    [Parameter]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Before { get; set; }

    private protected override TimeWindow Window =>
        new(nameof(After), After, nameof(Before), Before) { IsFromDefault = !Given(nameof(After)) };

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(BatchExport, () =>
    {
        foreach (BatchExportTarget target in Exports())
            Try(target.Input, () => Read(target));
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(ErrorCause.Group(_failed), enumerateCollection: true);

    private void Read(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        var query = new RunQuery { After = After.At(now).Instant, Before = Before?.At(now).Instant, Statuses = RunStates.Statuses(RunStates.Failed) };
        foreach (BatchExportRun run in Resolver.OfKnown(target, Stream(ExportLists.Runs(target, query))).Where(r => r.State == RunStates.Failed))
        {
            _failed.Add(target.Scope.StampRun(run, target.Id, target.Name));
        }
    }
}
