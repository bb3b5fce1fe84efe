using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Execution;
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

    // Nothing is written before all of it has been read.
    private protected override IExportReadings CreateReadings() => CreateReadings<BatchExportRun>("Reading failed runs", Read, _failed.Add, isWide: true);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        WriteObject(ErrorCause.Group(_failed), enumerateCollection: true);
    }

    private ItemReader<BatchExportRun> Read(BatchExportTarget target)
    {
        DateTimeOffset now = Clock.Moment(target.Scope);
        var query = new RunQuery { After = After.CountFrom(now).Instant, Before = Before?.CountFrom(now).Instant,
            Statuses = RunStates.Statuses(RunStates.Failed) };
        return new KnownExportReader<BatchExportRun>(target, ExportLists.Runs(target, query))
            .Select(run => run.State == RunStates.Failed ? target.Scope.StampRun(run, target.Id, target.Name) : null);
    }
}
