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
    private readonly ProjectScope _scope;
    private readonly BatchExport _export;
    private readonly DataInterval _window;
    private readonly AnomalyThresholds _thresholds;
    private ItemReader<BatchExportRun>? _runs;

    internal AnomalyReader(ProjectScope scope, BatchExport export, DateTimeOffset after, DateTimeOffset? before, AnomalyThresholds thresholds)
    {
        _scope = scope;
        _export = export;
        DateTimeOffset now = scope.Session.ServerNow;
        DateTimeOffset start = SafeTime.Clamp(after < SafeTime.LongPast ? SafeTime.LongPast : after);
        _window = new DataInterval(start, before < now ? before.Value : now);
        _thresholds = thresholds;
    }

    /// <summary>All of them as one batch.</summary>
    internal override async Task<IReadOnlyList<BatchExportAnomaly>?> ReadAsync(CallContext call)
    {
        if (_runs is not null)
            return null;
        var history = new IntervalHistory(IntervalSchedule.CreateFrom(_export).Step);
        _runs = ExportLists.Runs(
            _scope,
            _export.Id,
            new RunQuery { ByDataInterval = true, Ascending = true, After = SafeTime.Subtract(_window.Start, IntervalHistory.LengthFor(history.Step)), Before = _window.End },
            $"Reading runs of {_export.Name}");
        while (await _runs.ReadAsync(call).ConfigureAwait(false) is { } page)
        {
            foreach (BatchExportRun run in page)
                history.Add(run);
        }

        var judge = new AnomalyJudge(_window, _scope.Session.ServerNow, _thresholds);
        List<BatchExportAnomaly> anomalies = judge.Judge(history);
        if (judge.Completed > 0 && judge.RowsJudged == 0)
            call.Warn($"Rows of '{MessageText.Name(_export.Name)}' were not judged: its history of {CountText.FormatCount(history.Completed, "completed interval")} is too short.");
        foreach (BatchExportAnomaly anomaly in anomalies)
        {
            anomaly.BatchExportId = _export.Id;
            anomaly.BatchExportName = _export.Name;
            anomaly.ProjectId = _export.ProjectId;
            anomaly.ProjectName = _export.ProjectName;
            _scope.Stamp(anomaly);
        }

        return anomalies;
    }

    internal override void End() => _runs?.End();
}
