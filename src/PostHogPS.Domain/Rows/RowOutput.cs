using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Connections;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Rows;

/// <summary>Verdicts on an export as the objects that people get.</summary>
internal sealed class RowOutput
{
    private readonly ProjectScope _scope;
    private readonly BatchExport _export;
    private readonly DataInterval _window;

    internal RowOutput(ProjectScope scope, BatchExport export, DataInterval window)
    {
        _scope = scope;
        _export = export;
        _window = window;
    }

    /// <summary>True where the window as given begins before the export was created.</summary>
    internal bool IsCutToCreation { get; set; }

    internal bool IsOutside(RowVerdict verdict) => verdict.Interval.End > _window.End;

    internal PostHogObject Show(RowVerdict verdict) => _scope.StampAbout(new BatchExportRowComparison
    {
        Start = verdict.Interval.Start,
        End = verdict.Interval.End,
        Expected = verdict.Expected,
        Exported = verdict.Exported,
        Backfilled = verdict.Backfilled,
        Stored = verdict.Seen,
        Difference = verdict.IsJudged ? verdict.Difference : null,
        RunningDifference = verdict.RunningDifference,
        Shortfall = verdict.IsJudged ? Math.Max(0, verdict.Shortfall) : null,
        State = verdict.State,
        Reason = verdict.Reason,
    }, _export);

    /// <summary>An export whose rows cannot be counted, as one object for its window.</summary>
    internal PostHogObject RefuseWindow(string reason) =>
        _scope.StampAbout(new BatchExportRowComparison { Start = _window.Start, End = _window.End, State = RowState.NotComparable, Reason = reason }, _export);

    internal PostHogObject Refuse(string reason) =>
        _scope.StampAbout(new BatchExportRowSummary { After = _window.Start, Before = _window.End, State = RowState.NotComparable, Reason = reason }, _export);

    internal BatchExportRowSummary Summarize(IReadOnlyList<RowVerdict> verdicts)
    {
        RowSummary summary = RowSummary.CreateFrom(verdicts);
        var shown = new BatchExportRowSummary
        {
            After = _window.Start,
            Before = _window.End,
            Intervals = summary.Intervals,
            Expected = summary.Expected,
            Exported = summary.Exported,
            Short = summary.Short,
            Missing = summary.Missing,
            Surplus = summary.Surplus,
            Percent = summary.Percent,
            Ranges = [.. summary.Explaining.Select(part =>
                new BatchExportRowRange { Start = part.Range.Start, End = part.Range.End, State = part.State, Rows = part.Rows })],
            Suggestion = summary.Explaining.Count == 0 ? null : string.Join("; ", summary.ToCommands(_export)),
        };
        (shown.State, shown.Reason) = Judge(summary, verdicts);
        if (IsCutToCreation)
            shown.Reason += " Nothing before its creation is compared.";
        return _scope.StampAbout(shown, _export);
    }

    private static (string State, string Reason) Judge(RowSummary summary, IReadOnlyList<RowVerdict> verdicts) =>
        summary.Short > 0 ? (
            RowState.Short,
            $"{CountText.FormatRows(summary.Short + summary.Missing)} in {CountText.FormatCount(summary.Explaining.Count, "range")} not exported.")
        : summary.Missing > 0 ? (RowState.Missing, $"{CountText.FormatRows(summary.Missing)} in intervals without a completed run.")
        : summary.Surplus > 0 ? (RowState.Surplus, $"{CountText.FormatRows(summary.Surplus)} deleted since, or exported twice.")
        : summary.Intervals > 0 ? (RowState.Match, $"{CountText.FormatCount(summary.Intervals, "interval")} compared.")
        : verdicts.Count > 0 && verdicts.All(verdict => verdict.State == RowState.NotComparable) ? (RowState.NotComparable, verdicts[0].Reason)
        : (RowState.TooRecent, "No interval ended two hours ago or earlier.");
}
