using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Rows;

/// <summary>
/// The rows of one export, interval by interval; or only a summary of them. One count query, then the runs; of a hogql export, the
/// runs first.
/// </summary>
internal sealed class ExportRowReader : ItemReader<PostHogObject>
{
    private readonly BatchExportTarget _target;
    private readonly Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> _window;
    private readonly bool _isSummary;
    private GapReader? _gaps;

    /// <param name="target">The export.</param>
    /// <param name="window">The window in the export's own calendar.</param>
    /// <param name="isSummary">True for one object with the totals of the window.</param>
    internal ExportRowReader(BatchExportTarget target, Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> window, bool isSummary)
    {
        _target = target;
        _window = window;
        _isSummary = isSummary;
    }

    /// <summary>Runs and backfills that others look at too, where they are shared.</summary>
    internal SharedFacts? Shared { get; set; }

    /// <summary>All of them as one batch: the sums of an interval depend on those around it.</summary>
    internal override async Task<IReadOnlyList<PostHogObject>?> ReadAsync(CallContext call)
    {
        if (_gaps is not null)
            return null;
        BatchExport export = await ExportLists.LoadAsync(_target, call).ConfigureAwait(false);
        (DateTimeOffset after, DateTimeOffset? before) = _window(export);
        var asked = new GapReader(_target.Scope, export, after, before);
        string? nothing = asked.Schedule.Within(asked.After, asked.Before).Any() ? null : WhyNothing(export, asked, after);
        var output = new RowOutput(_target.Scope, export, nothing is null
            ? new DataInterval(asked.After, asked.Before) : new DataInterval(after, before ?? _target.Scope.Session.ServerNow))
        {
            IsCutToCreation = asked.IsCutToCreation(after),
        };
        if (output.IsCutToCreation)
            call.Verbose($"'{MessageText.Name(export.Name)}' was created on {InstantText.FormatUtc(asked.After)}: "
                + "the rows of earlier intervals are not compared.");
        bool isQuery = string.Equals(export.Model, "hogql", StringComparison.OrdinalIgnoreCase);
        // Later runs make up for edges, those of the last interval too.
        _gaps = isQuery ? asked : new GapReader(_target.Scope, export, after, SafeTime.Add(asked.Before, RowJudge.Settling));
        _gaps.Shared = Shared;
        (List<RowVerdict>? verdicts, string? reason) = isQuery
            ? await JudgeByQueryAsync(export, nothing, call).ConfigureAwait(false)
            : await JudgeByArrivalAsync(export, nothing, call).ConfigureAwait(false);
        if (verdicts is null)
            return [_isSummary ? output.Refuse(reason!) : output.RefuseWindow(reason!)];
        verdicts.RemoveAll(output.IsOutside);
        return _isSummary ? [output.Summarize(verdicts)] : verdicts.ConvertAll(output.Show);
    }

    internal override void End() => _gaps?.End();

    // The count comes first: a key that may not ask costs no runs.
    private async Task<(List<RowVerdict>? Verdicts, string? Reason)> JudgeByArrivalAsync(BatchExport export, string? nothing, CallContext call)
    {
        if (nothing is not null && RowCountQuery.IsCountable(export))
            return (null, nothing);
        List<DataInterval> intervals = _gaps!.Schedule.Within(_gaps.After, _gaps.Before).ToList();
        if (RowCountQuery.CreateFor(export, intervals, null, out string? reason) is not { } query)
            return (null, reason);
        RowCountReader counter = CreateCounter();
        IReadOnlyList<RowCount> counts = await counter.ReadAsync(query, call).ConfigureAwait(false);
        (List<BatchExportRun> runs, List<IntervalVerdict> coverage) = await ReadRunsAsync(_gaps, call).ConfigureAwait(false);
        var noted = new RowNoteReader(_target.Scope, export, counter) { Shared = Shared };
        Dictionary<DateTimeOffset, RowNote> notes = await noted.ReadAsync(coverage, new RowRuns(runs), call).ConfigureAwait(false);
        return (new RowJudge(_target.Scope.Session.ServerNow).Judge(query.Intervals, counts, runs, notes), null);
    }

    // What its query found depends on when a run began.
    private async Task<(List<RowVerdict>? Verdicts, string? Reason)> JudgeByQueryAsync(BatchExport export, string? nothing, CallContext call)
    {
        if (WrappableQuery.TryRead(export, out string? reason) is not { } query)
            return (null, reason);
        if (nothing is not null)
            return (null, nothing);
        DateTimeOffset now = _target.Scope.Session.ServerNow;
        (List<BatchExportRun> runs, List<IntervalVerdict> coverage) = await ReadRunsAsync(_gaps!, call).ConfigureAwait(false);
        try
        {
            var reader = new WrappedRowReader(export, query, CreateCounter(), now);
            (List<RowCount> counts, Dictionary<DateTimeOffset, RowNote> notes) = await reader.ReadAsync(coverage, new RowRuns(runs), call)
                .ConfigureAwait(false);
            return (new RowJudge(now).Judge(coverage.ConvertAll(static verdict => verdict.Interval), counts, runs, notes), null);
        }
        catch (PostHogApiException e) when (e.Kind == PostHogErrorKind.Validation)
        {
            call.Verbose($"The query of '{MessageText.Name(export.Name)}' inside a count: {e.Message}");
            return (null, "PostHog refuses its query inside a count.");
        }
    }

    private static string WhyNothing(BatchExport export, GapReader asked, DateTimeOffset after) =>
        asked.IsBeforeCreation ? asked.WhyNothing + " Backfills of earlier intervals are not compared."
        : asked.WhyNothing ?? (asked.After > after ? $"No interval ({export.Interval}) has ended since {InstantText.FormatUtc(asked.After)}, its beginning."
            : $"No interval ({export.Interval}) lies completely in the window.");

    private RowCountReader CreateCounter() => new(new QueryRowCounter(_target.Scope));

    private static async Task<(List<BatchExportRun> Runs, List<IntervalVerdict> Coverage)> ReadRunsAsync(GapReader gaps, CallContext call)
    {
        var runs = new List<BatchExportRun>();
        gaps.Seen = run =>
        {
            if (run.State == RunStates.Completed)
                runs.Add(run);
        };
        var coverage = new List<IntervalVerdict>();
        while (await gaps.ReadAsync(call).ConfigureAwait(false) is { } batch)
            coverage.AddRange(batch);
        return (runs, coverage);
    }
}
