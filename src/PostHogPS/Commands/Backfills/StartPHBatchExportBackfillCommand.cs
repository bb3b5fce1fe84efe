using System;
using System.Collections.Generic;
using System.Management.Automation;
using PostHogPS.Backfills;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Gaps;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Starts backfills (POST backfills; docs/server.md#backfills). One whose answer was lost is never sent again.</summary>
[Cmdlet(VerbsLifecycle.Start, "PHBatchExportBackfill", SupportsShouldProcess = true, DefaultParameterSetName = ById)]
[OutputType(typeof(BatchExportBackfill))]
public sealed class StartPHBatchExportBackfillCommand : BatchExportTargetCmdlet
{
    private const string ById = "Id";
    private const string ByInput = "Input";

    private readonly HashSet<(ItemKey, DateTimeOffset?, DateTimeOffset?)> _given = new();
    private DateInput? _typedStart;
    private DateInput? _typedEnd;
    private BackfillWatcher? _watcher;
    private BackfillStarter? _starter;

    /// <summary>
    /// <para>The batch exports: objects, ids, names or patterns. When exports are piped in, what stands here is the start of the
    /// range.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ById)]
    [Parameter(Position = 0, ParameterSetName = ByInput)]
    [Alias("Id")]
    [BatchExportReferences]
    [ArgumentCompleter(typeof(BatchExportCompleter))]
    [SupportsWildcards]
    public override BatchExportReference[] BatchExport { get; set; } = [];

    /// <summary><para>The batch exports, from the pipeline.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInput)]
    [BatchExportReferences]
    public BatchExportReference[] InputObject { get; set; } = [];

    /// <summary>
    /// <para>Start of the range. Daily and weekly exports: a calendar day of the export's timezone. Others: an instant; without
    /// an offset it is local time. "beginning" where the project allows it. Gaps and backfills that are piped in have one of
    /// their own.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ById)]
    [Parameter(Position = 1, ParameterSetName = ByInput, ValueFromPipelineByPropertyName = true)]
    [DateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateInput? Start { get; set; }

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
    [ArgumentCompleter(typeof(TimeSpanCompleter))]
    public TimeSpan? Timeout { get; set; }

    private protected override TimeWindow Window => new(nameof(Start), Start, nameof(End), End) { HasExportDays = true, EndsInPast = true };

    private protected override BatchExportReference[] Targets => ParameterSetName == ByInput ? InputObject : BatchExport;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Try(null, TakeRange);
        base.BeginProcessing();
    }

    // What is bound before the first object comes was typed; later the object's own Start and End are bound as well.
    private void TakeRange()
    {
        // Get-PHBatchExport events-to-s3 | Start-PHBatchExportBackfill -2d -1d
        if (MyInvocation.ExpectingInput && BatchExport.Length > 0)
        {
            if (BatchExport.Length > 1 || (Given(nameof(Start)) && Given(nameof(End))))
                throw Problems.BothGiven(nameof(BatchExport), "batch exports");
            End = Given(nameof(Start)) ? Start : End;
            Start = DateReader.Read(BatchExport[0].Piped.Input);
        }

        (_typedStart, _typedEnd) = (Start, End);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Wait && _watcher is { } watcher)
            Await(watcher.WaitAllAsync);
    }

    private protected override string? GoesOn => _watcher?.Running;

    private protected override void Process(BatchExportTarget target)
    {
        RefuseTwoRanges(target);
        DateInput from = _typedStart ?? Start?.AsCopy() ?? throw Problems.StartMissing();
        // The end of a piped backfill belongs to its own start.
        DateInput? until = _typedEnd ?? (_typedStart is null ? End?.AsCopy() : null);
        from.ThrowIfBad(nameof(Start));
        until?.ThrowIfBad(nameof(End));
        BatchExport export = Resolver.Load(target);
        var calendar = new ExportCalendar(export, from.IsRelative || until?.IsRelative == true ? Clock.CertainMoment(target.Scope) : null);
        BackfillBound? start = from.IsBeginning ? null : calendar.Bound(from, nameof(Start));
        BackfillBound? end = until is null ? null : calendar.Bound(until, nameof(End));
        if (end is null && export.Destination.Type.ToUpperInvariant() is not ("HTTP" or "NOOP"))
            throw Problems.Validation($"A backfill of '{export.Name}' needs an end: PostHog takes open ends for HTTP exports only.",
                "Add -End, for example -End today.");
        Window.CheckOrder(start?.Instant, end?.Instant, calendar);

        // Days are whole by themselves, and one of 23 hours is a day.
        if (start is { LocalDate: null } && end is not null && IntervalSchedule.Length(export.Interval) is { } length && end.Instant - start.Instant < length)
            WriteWarning($"{Text(start)} to {Text(end)} is shorter than one interval of '{export.Name}' ({export.Interval}), so PostHog will export nothing. "
                + "Give complete intervals.");
        string range = $"Backfill from {(start is null ? "the beginning" : Text(start))} to {(end is null ? "now" : Text(end))}";
        // The same range twice would be the same rows twice; PostHog refuses the second with an error of its own (500).
        if (!_given.Add((new ItemKey(target.Scope, target.Id), start?.Instant, end?.Instant)))
        {
            WriteWarning($"'{export.Name}' is duplicated; the second one is skipped.");
            return;
        }

        // Asked for only where somebody reads it.
        if (Command.Parameters.ShowsIntent(ConfirmImpact.Medium)
            && Await(call => ExportedOverlap.DescribeAsync(target.Scope, export, start?.Instant, end?.Instant, call)) is { } already)
            range += "; " + already;
        bool byEventTime = RowSelection.IsByEventTime(export, start?.Instant, target.Scope.Session.ServerNow);
        if (!ShouldProcess(target.Description, range + (byEventTime ? RowSelection.Note : "")))
            return;
        _watcher ??= new BackfillWatcher(Timeout, new BackfillOutput());
        _starter ??= new BackfillStarter(_watcher, Wait);
        var request = new BackfillRequest(target.Scope, export.Id, export.Name, target.Input)
        {
            Start = start?.Instant,
            End = end?.Instant,
            Bounds = (start, end),
            SelectsByEventTime = byEventTime,
        };
        Await(call => _starter.StartAsync(request, call));
    }

    private void RefuseTwoRanges(BatchExportTarget target)
    {
        PipedObject piped = PipedObject.Read(target.Input);
        if (piped.Typed is BatchExportRepairStep)
            throw Problems.Validation("A step of a repair plan may be one to leave out. Nothing was sent.",
                "Repair-PHBatchExport takes steps from the pipeline.");
        if (piped.Typed is BatchExportGap gap && (_typedStart ?? _typedEnd) is not null)
            throw Problems.TwoRanges("A gap", IntervalText.Format(gap.Start, gap.End));
    }

    // Days as days, instants in UTC: what is sent is what is shown.
    private static string Text(BackfillBound bound) =>
        bound.LocalDate ?? InstantText.FormatUtcSeconds(bound.Instant);
}
