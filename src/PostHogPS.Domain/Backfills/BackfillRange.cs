using System;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Backfills;

/// <summary>The range of one backfill in the calendar of its export. What PostHog would reject is rejected before it is sent.</summary>
internal sealed class BackfillRange
{
    private readonly BatchExport _export;
    private readonly BackfillBound? _start;
    private readonly BackfillBound? _end;

    private BackfillRange(BatchExport export, BackfillBound? start, BackfillBound? end)
    {
        _export = export;
        _start = start;
        _end = end;
    }

    /// <summary>Null for the beginning of the data.</summary>
    internal DateTimeOffset? Start => _start?.Instant;

    /// <summary>Not included; null for now.</summary>
    internal DateTimeOffset? End => _end?.Instant;

    /// <summary>The range in words, as questions show it.</summary>
    internal string Description => $"from {(_start is null ? "the beginning" : Format(_start))} to {(_end is null ? "now" : Format(_end))}";

    /// <summary>The reason why PostHog will export nothing; null where the range is long enough. Days are complete, and one of 23 hours is a day.</summary>
    internal string? Warning => _start is { LocalDate: null } && _end is not null && IntervalSchedule.Length(_export.Interval) is { } length
        && _end.Instant - _start.Instant < length
            ? $"{Format(_start)} to {Format(_end)} is shorter than one interval of '{_export.Name}' ({_export.Interval}), so PostHog will export nothing. "
                + "Give complete intervals."
            : null;

    /// <summary>Reads the bounds; a thrown problem where the export cannot have them.</summary>
    /// <param name="export">The export.</param>
    /// <param name="start">What -Start holds.</param>
    /// <param name="end">What -End holds; null for now, which only HTTP and NoOp exports take.</param>
    /// <param name="now">What relative dates are counted from; null where none is relative.</param>
    /// <param name="window">Judges the order of the bounds.</param>
    internal static BackfillRange CreateFrom(BatchExport export, DateInput start, DateInput? end, DateTimeOffset? now, TimeWindow window)
    {
        var calendar = new ExportCalendar(export, now);
        var range = new BackfillRange(
            export, start.IsBeginning ? null : calendar.Bound(start, "Start"), end is null ? null : calendar.Bound(end, "End"));
        if (end is null && export.Destination.Type.ToUpperInvariant() is not ("HTTP" or "NOOP"))
            throw Problems.Validation($"A backfill of '{export.Name}' needs an end: PostHog takes open ends for HTTP exports only.",
                "Add -End, for example -End today.");
        window.CheckOrder(range.Start, range.End, calendar);
        return range;
    }

    /// <summary>Rejects what is no range to start by itself, or has one beside another that was given.</summary>
    /// <param name="source">What the user gave for the export.</param>
    /// <param name="isGiven">Whether a bound was given beside it.</param>
    internal static void CheckSource(object? source, bool isGiven)
    {
        if (source is BatchExportRepairStep)
            throw Problems.Validation("A step of a repair plan may be one to leave out. Nothing was sent.",
                "Repair-PHBatchExport takes steps from the pipeline.");
        if (source is BatchExportGap gap && isGiven)
            throw Problems.TwoRanges("A gap", IntervalText.Format(gap.Start, gap.End));
    }

    /// <summary>Whether PostHog selects the rows by event time.</summary>
    /// <param name="now">The server's time.</param>
    internal bool SelectsByEventTime(DateTimeOffset now) => RowSelection.IsByEventTime(_export, Start, now);

    /// <summary>The request that starts the backfill.</summary>
    /// <param name="target">The export, as the user gave it.</param>
    internal BackfillRequest CreateRequest(BatchExportTarget target) =>
        new(target.Scope, _export.Id, _export.Name, target.Input)
        {
            Start = Start,
            End = End,
            Bounds = (_start, _end),
            SelectsByEventTime = SelectsByEventTime(target.Scope.Session.ServerNow),
        };

    // Days as days, instants in UTC: what is sent is what is shown.
    private static string Format(BackfillBound bound) => bound.LocalDate ?? InstantText.FormatUtcSeconds(bound.Instant);
}
