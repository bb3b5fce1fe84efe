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
using PostHogPS.Operations.Backfills;

namespace PostHogPS.Commands;

/// <summary>Starts backfills (POST backfills; API reference 7.9). One whose answer was lost is never sent again.</summary>
[Cmdlet(VerbsLifecycle.Start, "PHBatchExportBackfill", SupportsShouldProcess = true)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class StartPHBatchExportBackfillCommand : BatchExportTargetCmdlet
{
    private static readonly DateTimeOffset NeverSet = DateTimeOffset.MinValue.AddDays(2);

    private readonly HashSet<ItemKey> _given = new();
    private BackfillQueue? _queue;

    /// <summary><para>Start of the range. Daily and weekly exports: a calendar day of the export's timezone. Others: an instant; without an offset it is local time. "beginning" where the project allows it.</para></summary>
    [Parameter(Mandatory = true, Position = 1)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput Start { get; set; } = null!;

    /// <summary><para>End of the range, not included. Only HTTP and NoOp exports may leave it out, which means until now.</para></summary>
    [Parameter(Position = 2)]
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

    private protected override TimeWindow Window => new(nameof(Start), Start, nameof(End), End) { HasExportDays = true, EndsInPast = true };

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
        BatchExport export = Load(target);
        var calendar = new ExportCalendar(export);
        if (!Start.IsBeginning && Start.Instant < NeverSet)
            throw Fault.Validation($"-Start {Start} is what a variable holds that was never set; nothing was sent.", "-Start beginning means all the data there is.");
        BackfillBound? start = Start.IsBeginning ? null : calendar.Bound(Start, nameof(Start));
        BackfillBound? end = End is null ? null : calendar.Bound(End, nameof(End));
        if (end is null && export.Destination.Type.ToUpperInvariant() is not ("HTTP" or "NOOP"))
            throw Fault.Validation($"A backfill of '{export.Name}' needs an end: PostHog takes open ends for HTTP exports only.", "Add -End, for example -End today.");
        Window.CheckOrder(start?.Instant, end?.Instant, calendar);

        // Days are whole by themselves, and one of 23 hours is a day.
        if (start is { LocalDate: null } && end is not null && IntervalSchedule.Length(export.Interval) is { } length && end.Instant - start.Instant < length)
            WriteWarning($"{Text(start)} to {Text(end)} is shorter than one interval of '{export.Name}' ({export.Interval}), so PostHog will export nothing. Give whole intervals.");
        string range = $"Backfill from {(start is null ? "the beginning" : Text(start))} to {(end is null ? "now" : Text(end))}";
        // The same range twice would be the same rows twice; PostHog refuses the second with an error of its own (500).
        if (!_given.Add(new ItemKey(target.Scope, target.Id)))
        {
            WriteWarning($"'{export.Name}' was given twice; the second time is left out.");
            return;
        }

        // Asked for only where somebody reads it.
        if (ShowsIntent(ConfirmImpact.Medium) && ExportedAlready.Describe(this, target.Scope, export, start?.Instant, end?.Instant) is { } already)
            range += "; " + already;
        bool byEventTime = RowSelection.IsByEventTime(export, start?.Instant, target.Scope.Session.ServerNow);
        if (!ShouldProcess(target.Description, range + (byEventTime ? RowSelection.Note : "")))
            return;
        _queue ??= new BackfillQueue(this, Wait, Timeout);
        _queue.Send(new BackfillJob(target.Scope, export.Id, export.Name, start?.Instant, end?.Instant, target.Input,
            call => target.Scope.Session.Backfills.CreateAsync(target.Scope.Project, export.Id, start, end, call)) { SelectsByEventTime = byEventTime });
    }

    // Days as days, instants in UTC: what is sent is what is shown.
    private static string Text(BackfillBound bound) =>
        bound.LocalDate ?? bound.Instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " UTC";
}
