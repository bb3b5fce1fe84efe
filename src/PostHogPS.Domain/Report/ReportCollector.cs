using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;
using PostHogPS.Anomalies;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Coverage;
using PostHogPS.Gaps;
using PostHogPS.Health;
using PostHogPS.Reading;
using PostHogPS.Rows;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Report;

/// <summary>
/// Reads the histories of exports, a hundred runs to a request, and keeps only what the page says. Several may be read at
/// once; they are added in the order of the exports, so that the same data give the same page.
/// </summary>
internal sealed class ReportCollector
{
    private readonly ReportData _report;
    private readonly ErrorTally _errors = new();

    internal ReportCollector(ReportData report) => _report = report;

    /// <summary>Reads the histories of exports. Of one that cannot be read, what was read before is on the page, and the error is reported.</summary>
    internal async Task CollectAsync(IReadOnlyCollection<BatchExportTarget> targets, CallContext call)
    {
        using var histories = new SideBySideReader<ExportReading<ExportHistory>, ExportHistory>(
            ExportReading<ExportHistory>.Plan("Reading the history of batch exports", isWide: true),
            targets.Select(target => new ExportReading<ExportHistory>(target, target.Input, new HistoryReader(this, target))));
        while (await histories.ReadAsync(call).ConfigureAwait(false) is { } batch)
        {
            foreach ((_, ExportHistory history) in batch)
                Add(history);
        }

        IPostHogSession[] sessions = targets.Select(static target => target.Scope.Session).Distinct().ToArray();
        _report.Errors = _errors.Groups();
        foreach (BatchExportErrorGroup group in _report.Errors)
        {
            group.Cause = sessions.Aggregate(group.Cause, static (text, session) => session.Redact(text));
            group.Example = sessions.Aggregate(group.Example, static (text, session) => session.Redact(text));
        }
    }

    private void Add(ExportHistory history)
    {
        _report.Add(history);
        if (history.Share is { } share)
            _report.Volume.Add(share);
        _errors.Add(history.Errors);
    }

    // With rows, gaps, rows and anomalies are all found in the same runs.
    private SharedFacts? Share(ProjectScope scope, BatchExport export)
    {
        if (!_report.HasRows || IntervalSchedule.Length(export.Interval) is not { } step)
            return null;
        DateTimeOffset settled = SafeTime.Add(_report.Before, RowJudge.Settling), now = scope.Session.ServerNow;
        // The interval that the beginning cuts is an hour longer when clocks change.
        DateTimeOffset after = SafeTime.Subtract(_report.After, step + TimeSpan.FromHours(1));
        return new SharedFacts(scope, export, AnomalyReader.QueryFor(new DataInterval(after, settled < now ? settled : now), step));
    }

    private async Task ReadAsync(ProjectScope scope, BatchExport export, ExportHistory history, SharedFacts? shared, CallContext call)
    {
        IPostHogSession session = scope.Session;
        DateTimeOffset? reached = null;
        try
        {
            reached = await ReadRunsAsync(scope, export, history, shared, call).ConfigureAwait(false);
        }
        catch (ProblemException e)
        {
            // An interval or a timezone of a newer server: the rest of the page is still useful.
            history.Note = e.Message;
        }
        catch (PostHogApiException e)
        {
            // An export without its history is still on the page; the error is reported as in every command.
            history.Note = session.Redact(e.Message);
            throw;
        }
        catch
        {
            // After any failure: a history that could not be read must not look like one without gaps.
            history.Note = "its history could not be read.";
            throw;
        }
        finally
        {
            history.Health = HealthCheck.Judge(export, session.ServerNow, knownSuccess: reached);
            if (history.CountedFrom is { } from)
                HealthCheck.AddCoverage(history.Health, history.Tally, from);
            history.Health.LastError = Safe(session, history.Health.LastError);
        }
    }

    // Returns how far the exported data reaches.
    private async Task<DateTimeOffset?> ReadRunsAsync(ProjectScope scope, BatchExport export, ExportHistory history, SharedFacts? shared, CallContext call)
    {
        // The interval that the window's beginning cuts is shown; otherwise a weekly export would have no interval in a window of a week. It
        // does not count, as it does not for Find-PHBatchExportGap and the health commands.
        DateTimeOffset after = IntervalSchedule.CreateFrom(export).BoundaryBefore(_report.After);
        (DateTimeOffset from, DateTimeOffset to) = _report.WindowOf?.Invoke(export) ?? (_report.After, _report.Before);
        var scan = new GapReader(scope, export, after < from ? after : from, to) { Shared = shared };
        var lag = new LagSeries();
        history.Volume = VolumeSeries.CreateFor(after, _report.Before, scan.Schedule.Step, ReportLimits.BucketsOfOne);
        // Weeks before the window cost requests: without rows it is judged by its own runs.
        IntervalHistory? known = _report.HasRows ? null : new IntervalHistory(scan.Schedule.Step);
        scan.Seen = run =>
        {
            Count(run, export, history, lag);
            known?.Add(run);
        };
        var gaps = new GapMerger();
        while (await scan.ReadAsync(call).ConfigureAwait(false) is { } verdicts)
            AddGaps(gaps.Add(Counted(verdicts, history, from)), scope, history);
        if (gaps.End() is { } last)
            AddGaps([last], scope, history);
        history.CountedFrom = scan.After > from ? scan.After : from;

        if (known is not null)
            history.Anomalies.AddRange(new AnomalyJudge(new DataInterval(_report.After, _report.Before), scope.Session.ServerNow, RowHistory.Thresholds)
            {
                OnlyWhatStandsOut = true,
            }.Judge(known));
        history.Lag = lag.Largest(_report.After, _report.Before, ReportLimits.BucketsOfOne);
        return lag.Reached;
    }

    // Added at once: where a later page of the list fails, the report shows what was read before.
    private static void AddGaps(IEnumerable<BatchExportGap> gaps, ProjectScope scope, ExportHistory history)
    {
        foreach (BatchExportGap gap in gaps)
        {
            gap.LastError = Safe(scope.Session, gap.LastError);
            history.Gaps.Add(gap);
        }
    }

    private static void Count(BatchExportRun run, BatchExport export, ExportHistory history, LagSeries lag)
    {
        history.Runs++;
        lag.Add(run);
        if (GapKind.IsFailure(run))
        {
            history.FailedRuns++;
            run.BatchExportName = export.Name;
            history.Errors.Add(run);
        }

        if (run.State != RunStates.Completed || run.DataIntervalStart is not { } start || run.DataIntervalEnd is not { } end)
            return;
        history.Rows += run.RecordsCompleted ?? 0;
        history.FailedRows += run.RecordsFailed ?? 0;
        history.Bytes += run.BytesExported ?? 0;
        history.Volume!.Add(start, end, run.RecordsCompleted ?? 0, run.BytesExported ?? 0);
        history.Share!.Add(start, end, run.RecordsCompleted ?? 0, run.BytesExported ?? 0);
    }

    private IEnumerable<IntervalVerdict> Counted(IEnumerable<IntervalVerdict> verdicts, ExportHistory history, DateTimeOffset from)
    {
        foreach (IntervalVerdict verdict in verdicts)
        {
            IntervalState state = StateOf(verdict);
            // Where days begin earlier for the export than for the page, the first ones lie before its strip.
            if (verdict.Interval.Overlaps(new DataInterval(_report.After, _report.Before)))
                history.Show(state, verdict.Interval);
            if (verdict.Interval.Start < from)
            {
                history.NoteCut(state);
                continue;
            }

            history.Count(state, verdict);
            yield return verdict;
        }
    }

    private static IntervalState StateOf(IntervalVerdict verdict) => verdict.Kind switch
    {
        null when !verdict.IsDue => IntervalState.Paused,
        null => verdict.IsRunning ? IntervalState.Running : IntervalState.Completed,
        GapKind.Failed => IntervalState.Failed,
        GapKind.BillingBlocked => IntervalState.Billing,
        _ => IntervalState.Missing,
    };

    private static string? Safe(IPostHogSession session, string? error) => error is null ? null : session.Redact(error);

    private sealed class HistoryReader : ItemReader<ExportHistory>
    {
        private readonly ReportCollector _collector;
        private readonly BatchExportTarget _target;
        private ExceptionDispatchInfo? _error;
        private bool _hasRead;

        internal HistoryReader(ReportCollector collector, BatchExportTarget target)
        {
            _collector = collector;
            _target = target;
        }

        internal override async Task<IReadOnlyList<ExportHistory>?> ReadAsync(CallContext call)
        {
            _error?.Throw();
            if (_hasRead)
                return null;
            _hasRead = true;
            BatchExport export = await ExportLists.LoadAsync(_target, call).ConfigureAwait(false);
            ReportData report = _collector._report;
            SharedFacts? shared = _collector.Share(_target.Scope, export);
            var history = new ExportHistory(export.Model, _target.Scope.Connection.Host, new VolumeSeries(report.After, report.Before, report.Volume.Bucket));
            try
            {
                await _collector.ReadAsync(_target.Scope, export, history, shared, call).ConfigureAwait(false);
                if (report.HasRows && history.Volume is { } volume)
                    history.RowsHeld = await RowHistory.ReadAsync(_target, shared, report.After, report.Before, volume.Bucket, history.Anomalies, call)
                        .ConfigureAwait(false);
            }
            catch (Exception e) when (!call.Cancellation.IsCancellationRequested)
            {
                _error = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                shared?.End();
            }

            history.Write(new Timeline(report.After, report.Before));
            return [history];
        }
    }
}
