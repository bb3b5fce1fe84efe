using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Cmdlets.Waiting;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.Errors;
using PostHogPS.Operations;

namespace PostHogPS.Commands;

/// <summary>Starts backfills (POST backfills; API reference 7.9). One whose answer was lost is never sent again.</summary>
[Cmdlet(VerbsLifecycle.Start, "PHBatchExportBackfill", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class StartPHBatchExportBackfillCommand : BatchExportTargetCmdlet
{
    private readonly HashSet<(ItemKey, DateTimeOffset?, DateTimeOffset?)> _given = new();
    private bool _hasStart;
    private bool _hasEnd;
    private BackfillQueue? _queue;

    /// <summary><para>Start of the range. Daily and weekly exports: a calendar day of the export's timezone. Others: an instant; without an offset it is local time. "beginning" where the project allows it. Gaps and backfills that are piped in have one of their own.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput Start { get; set; } = null!;

    /// <summary><para>End of the range, not included. Only HTTP and NoOp exports may leave it out, which means until now.</para></summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? End { get; set; }

    /// <summary><para>Waits until every backfill has ended.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary><para>Longest time to wait.</para></summary>
    [Parameter]
    [TimeSpanTransformation]
    public TimeSpan? Timeout { get; set; }

    // What is bound before the first object comes was typed; later the object's own properties are bound as well.
    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        (_hasStart, _hasEnd) = (Given(nameof(Start)), Given(nameof(End)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _queue?.WaitAll();

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        SayOnStop(_queue?.Running);
    }

    private protected override void Process(BatchExportTarget target)
    {
        // The end of a piped backfill belongs to its own start.
        DateInput? until = _hasStart && !_hasEnd ? null : End;
        Start.ThrowIfBad(nameof(Start));
        until?.ThrowIfBad(nameof(End));
        RefuseTwoRanges(target);
        BatchExport export = Load(target);
        var calendar = new ExportCalendar(export);
        BackfillBound? start = Start.IsBeginning ? null : calendar.Bound(Start, nameof(Start));
        BackfillBound? end = until is null ? null : calendar.Bound(until, nameof(End));
        if (end is null && export.Destination.Type.ToUpperInvariant() is not ("HTTP" or "NOOP"))
            throw Fault.Validation($"A backfill of '{export.Name}' needs an end: PostHog takes open ends for HTTP exports only.", "Add -End, for example -End today.");
        if (start is not null && end is not null && start.Instant >= end.Instant)
            throw Fault.Validation($"-Start {Text(start)} is not before -End {Text(end)}.");

        // Days are whole by themselves, and one of 23 hours is a day.
        if (start is { LocalDate: null } && end is not null && IntervalSchedule.Length(export.Interval) is { } length && end.Instant - start.Instant < length)
            WriteWarning($"{Text(start)} to {Text(end)} is shorter than one interval of '{export.Name}' ({export.Interval}), so PostHog will export nothing. Give whole intervals.");
        string range = $"Backfill from {(start is null ? "the beginning" : Text(start))} to {(end is null ? "now" : Text(end))}";
        // The same range twice would be the same rows twice; PostHog refuses the second with an error of its own (500).
        if (!_given.Add((new ItemKey(target.Scope, target.Id), start?.Instant, end?.Instant)))
        {
            WriteWarning($"'{export.Name}' was given twice; the second time is left out.");
            return;
        }

        if (!ShouldProcess(target.Description, range))
            return;
        _queue ??= new BackfillQueue(this, Wait, Timeout);
        _queue.Send(new BackfillJob(target.Scope, export.Id, export.Name, start?.Instant, end?.Instant, target.Input,
            call => target.Scope.Session.Backfills.CreateAsync(target.Scope.Project, export.Id, start, end, call)));
    }

    private void RefuseTwoRanges(BatchExportTarget target)
    {
        PipedObject piped = PipedObject.Read(target.Input);
        if (piped.Typed is BatchExportRepairStep)
            throw Fault.Validation("A step of a repair plan can be one that is not to be run. Nothing was sent.", "Repair-PHBatchExport takes steps from the pipeline.");
        if (piped.Typed is BatchExportGap gap && (_hasStart || _hasEnd))
            throw Fault.TwoRanges("A gap", IntervalText.Of(gap.Start, gap.End).Trim('(', ')'));
    }

    // Days as days, instants in UTC: what is sent is what is shown.
    private static string Text(BackfillBound bound) =>
        bound.LocalDate ?? bound.Instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " UTC";
}
