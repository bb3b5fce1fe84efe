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

/// <summary>The rows of one export, interval by interval; or only a summary of them. One count query, then the runs.</summary>
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

    /// <summary>All of them as one batch: the sums of an interval depend on those around it.</summary>
    internal override async Task<IReadOnlyList<PostHogObject>?> ReadAsync(CallContext call)
    {
        if (_gaps is not null)
            return null;
        BatchExport export = await ExportLists.LoadAsync(_target, call).ConfigureAwait(false);
        (DateTimeOffset after, DateTimeOffset? before) = _window(export);
        var asked = new GapReader(_target.Scope, export, after, before);
        // Later runs make up for edges, those of the last interval too.
        _gaps = new GapReader(_target.Scope, export, after, SafeTime.Add(asked.Before, RowJudge.Settling));
        var output = new RowOutput(_target.Scope, export, new DataInterval(asked.After, asked.Before));
        if (RowCountQuery.IsCountable(export) && !asked.Schedule.Within(asked.After, asked.Before).Any())
            return _isSummary ? [output.Summarize([])] : [];
        List<DataInterval> intervals = _gaps.Schedule.Within(_gaps.After, _gaps.Before).ToList();
        if (RowCountQuery.CreateFor(export, intervals, null, out string? reason) is not { } query)
            return [_isSummary ? output.Refuse(reason!) : output.RefuseWindow(reason!)];
        List<RowVerdict> verdicts = await JudgeAsync(export, query, _gaps, call).ConfigureAwait(false);
        verdicts.RemoveAll(output.IsOutside);
        return _isSummary ? [output.Summarize(verdicts)] : verdicts.ConvertAll(output.Show);
    }

    internal override void End() => _gaps?.End();

    // The count comes first: a key that may not ask costs no runs.
    private async Task<List<RowVerdict>> JudgeAsync(BatchExport export, RowCountQuery query, GapReader gaps, CallContext call)
    {
        var counter = new RowCountReader(new QueryRowCounter(_target.Scope));
        IReadOnlyList<RowCount> counts = await counter.ReadAsync(query, call).ConfigureAwait(false);
        var runs = new List<BatchExportRun>();
        gaps.Seen = run =>
        {
            if (run.State == RunStates.Completed)
                runs.Add(run);
        };
        var coverage = new List<IntervalVerdict>();
        while (await gaps.ReadAsync(call).ConfigureAwait(false) is { } batch)
            coverage.AddRange(batch);
        Dictionary<DateTimeOffset, RowNote> notes = await new RowNoteReader(_target.Scope, export, counter).ReadAsync(coverage, new RowRuns(runs), call).ConfigureAwait(false);
        return new RowJudge(_target.Scope.Session.ServerNow).Judge(query.Intervals, counts, runs, notes);
    }
}
