using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Reading;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Anomalies;

/// <summary>Reads the runs of one export, of a window and of the history before it, and gives what does not fit.</summary>
internal sealed class AnomalyReader : ItemReader<BatchExportAnomaly>
{
    private readonly BatchExportTarget _target;
    private readonly Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> _window;
    private readonly AnomalyThresholds _thresholds;
    private ItemReader<BatchExportRun>? _runs;

    /// <param name="target">The export.</param>
    /// <param name="window">The window in the export's own calendar.</param>
    /// <param name="thresholds">How far from the usual an interval must be.</param>
    internal AnomalyReader(BatchExportTarget target, Func<BatchExport, (DateTimeOffset After, DateTimeOffset? Before)> window, AnomalyThresholds thresholds)
    {
        _target = target;
        _window = window;
        _thresholds = thresholds;
    }

    /// <summary>Runs that others look at too, where they are shared.</summary>
    internal SharedRuns? Shared { get; set; }

    /// <summary>All of them as one batch.</summary>
    internal override async Task<IReadOnlyList<BatchExportAnomaly>?> ReadAsync(CallContext call)
    {
        if (_runs is not null)
            return null;
        BatchExport export = await ExportLists.LoadAsync(_target, call).ConfigureAwait(false);
        ProjectScope scope = _target.Scope;
        DataInterval window = Clamp(_window(export), scope.Session.ServerNow);
        var history = new IntervalHistory(IntervalSchedule.CreateFrom(export).Step);
        RunQuery query = QueryFor(window, history.Step);
        _runs = Shared?.TryRead(query) ?? ExportLists.Runs(scope, export.Id, query, $"Reading runs of {export.Name}", interval: history.Step);
        while (await _runs.ReadAsync(call).ConfigureAwait(false) is { } page)
        {
            foreach (BatchExportRun run in page)
                history.Add(run);
        }

        var judge = new AnomalyJudge(window, scope.Session.ServerNow, _thresholds);
        List<BatchExportAnomaly> anomalies = judge.Judge(history);
        if (judge.Completed > 0 && judge.RowsJudged == 0)
            call.Warn($"Rows of '{MessageText.Name(export.Name)}' were not judged: "
                + $"its history of {CountText.FormatCount(history.ToSamples().Count, "completed interval")} is too short.");
        return anomalies.ConvertAll(anomaly => scope.StampAbout(anomaly, export));
    }

    internal override void End() => _runs?.End();

    /// <summary>The runs of a window and of the history before it.</summary>
    internal static RunQuery QueryFor(DataInterval window, TimeSpan step) =>
        new() { ByDataInterval = true, Ascending = true, After = SafeTime.Subtract(window.Start, IntervalHistory.LengthFor(step)), Before = window.End };

    private static DataInterval Clamp((DateTimeOffset After, DateTimeOffset? Before) window, DateTimeOffset now) =>
        new(SafeTime.Clamp(window.After < SafeTime.LongPast ? SafeTime.LongPast : window.After), window.Before < now ? window.Before.Value : now);
}
