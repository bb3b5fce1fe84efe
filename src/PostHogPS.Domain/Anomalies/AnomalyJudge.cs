using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Anomalies;

/// <summary>
/// Finds the intervals of a window that do not fit the export's own history. It looks at what runs say and at nothing else, so
/// an interval without a completed run is a gap and not judged here.
/// </summary>
/// <remarks>The rules stand in docs/anomalies.md.</remarks>
internal sealed class AnomalyJudge
{
    internal const string Empty = "Empty";
    internal const string TooFewRows = "TooFewRows";
    internal const string TooManyRows = "TooManyRows";
    internal const string BytesPerRow = "BytesPerRow";
    internal const string FailedRows = "FailedRows";
    internal const string IncompleteRows = "IncompleteRows";
    internal const string LongRun = "LongRun";

    private const double Certain = 100;

    // The header of a file makes few rows look large.
    private const long LeastRowsForSize = 100;
    private const double LeastSpreadOfSize = 0.1;
    private const double LeastSpreadOfDuration = 0.3;

    // A run of seconds that takes a minute is no trouble to anybody.
    private static readonly TimeSpan LeastExcess = TimeSpan.FromMinutes(2);

    private readonly AnomalyThresholds _thresholds;
    private readonly DataInterval _window;
    private readonly DateTimeOffset _now;

    /// <param name="window">The intervals to judge.</param>
    /// <param name="now">Until when active runs have taken.</param>
    /// <param name="thresholds">How far a value must be away.</param>
    internal AnomalyJudge(DataInterval window, DateTimeOffset now, AnomalyThresholds thresholds)
    {
        _window = window;
        _now = now;
        _thresholds = thresholds;
    }

    /// <summary>
    /// Whether rows are judged only where an interval stands out from the day before and the day after: a report over many exports looks
    /// closer at few of them.
    /// </summary>
    internal bool OnlyWhatStandsOut { get; set; }

    /// <summary>Completed intervals in the window.</summary>
    internal int Completed { get; private set; }

    /// <summary>Those of them whose rows could be compared with earlier ones.</summary>
    internal int RowsJudged { get; private set; }

    /// <summary>What does not fit, in the order of the intervals.</summary>
    internal List<BatchExportAnomaly> Judge(IntervalHistory history)
    {
        List<IntervalSample> samples = history.ToSamples();
        Completed = samples.Count(sample => IsInWindow(sample.Start, sample.End));
        IEnumerable<BatchExportAnomaly> all = JudgeFacts(samples).Concat(JudgeRows(samples, history.Step)).Concat(JudgeSizes(samples))
            .Concat(JudgeDurations(history.Scheduled));
        return all.OrderBy(anomaly => anomaly.Start).ToList();
    }

    private IEnumerable<BatchExportAnomaly> JudgeFacts(List<IntervalSample> samples)
    {
        foreach (IntervalSample sample in samples.Where(s => IsInWindow(s.Start, s.End)))
        {
            BatchExportRun run = sample.Run;
            if (run.RecordsFailed > 0)
                yield return Create(FailedRows, run, run.RecordsFailed.Value, 0, 0, "no failed rows", Certain,
                    $"{CountText.FormatCount(run.RecordsFailed.Value, "row")} failed.");
            if (run.RecordsTotalCount > run.RecordsCompleted)
            {
                long total = run.RecordsTotalCount.Value;
                yield return Create(IncompleteRows, run, sample.Rows, total, total, CountText.FormatCount(total, "row"), Certain,
                    $"{sample.Rows} of {CountText.FormatCount(total, "row")} were exported.");
            }
        }
    }

    private IEnumerable<BatchExportAnomaly> JudgeRows(List<IntervalSample> samples, TimeSpan step)
    {
        if (Completed == 0 || (OnlyWhatStandsOut && !RowOutliers.Exist(samples, step, _thresholds.Factor)))
            yield break;
        var baseline = new RowBaseline(samples, step);
        foreach (IntervalSample sample in samples.Where(s => IsInWindow(s.Start, s.End)))
        {
            if (baseline.RangeOf(sample, _thresholds) is not { } range)
                continue;
            RowsJudged++;
            // Rows are counted, so the range is made of integers.
            double low = Math.Ceiling(range.Low), high = Math.Floor(range.High);
            if (sample.Rows >= low && sample.Rows <= high)
                continue;
            string usual = $"{Whole(low)} to {Whole(high)}";
            string kind = sample.Rows == 0 ? Empty : sample.Rows < low ? TooFewRows : TooManyRows;
            string found = sample.Rows == 0 ? "No rows" : CountText.FormatCount(sample.Rows, "row");
            yield return Create(kind, sample.Run, sample.Rows, low, high, usual + " rows", range.ScoreOf(sample.Rows), $"{found}, where {usual} are usual.");
        }
    }

    private IEnumerable<BatchExportAnomaly> JudgeSizes(List<IntervalSample> samples)
    {
        var baseline = new TrailingBaseline(LeastSpreadOfSize);
        foreach (IntervalSample sample in samples)
        {
            if (sample.Rows < LeastRowsForSize || sample.BytesPerRow is not { } size)
                continue;
            if (IsInWindow(sample.Start, sample.End) && !baseline.IsNearAll(size, _thresholds.Factor)
                && baseline.Range(_thresholds.Factor, _thresholds.Score) is { } range && !range.Contains(size))
            {
                string usual = $"{Whole(range.Low)} to {Whole(range.High)}";
                yield return Create(BytesPerRow, sample.Run, Math.Round(size, 1), Math.Round(range.Low, 1), Math.Round(range.High, 1),
                    usual + " bytes per row", range.ScoreOf(size),
                    $"{Whole(size)} bytes per row, where {usual} are usual.");
            }

            baseline.Add(size);
        }
    }

    private IEnumerable<BatchExportAnomaly> JudgeDurations(IEnumerable<BatchExportRun> scheduled)
    {
        var baseline = new TrailingBaseline(LeastSpreadOfDuration);
        foreach (BatchExportRun run in scheduled)
        {
            TimeSpan? taken = run.Duration ?? (run.IsOpen ? _now - run.CreatedAt : null);
            if (taken is not { } time || time < TimeSpan.Zero)
                continue;
            double seconds = time.TotalSeconds;
            if (seconds > LeastExcess.TotalSeconds && IsInWindow(run.DataIntervalStart!.Value, run.DataIntervalEnd!.Value)
                && baseline.Range(_thresholds.DurationFactor, _thresholds.Score) is { } range
                && seconds > range.High + LeastExcess.TotalSeconds)
            {
                string most = Time(range.High);
                yield return Create(LongRun, run, Math.Round(seconds), 0, Math.Round(range.High), "up to " + most, range.ScoreOf(seconds),
                    $"The run {(run.IsOpen ? "has taken" : "took")} {Time(seconds)}, where up to {most} is usual.");
            }

            if (run.State == RunStates.Completed)
                baseline.Add(seconds);
        }
    }

    private bool IsInWindow(DateTimeOffset start, DateTimeOffset end) => start >= _window.Start && end <= _window.End;

    private static BatchExportAnomaly Create(
        string kind, BatchExportRun run, double value, double low, double high, string expected, double score, string reason) => new()
    {
        Kind = kind,
        Start = run.DataIntervalStart!.Value,
        End = run.DataIntervalEnd!.Value,
        Value = value,
        ExpectedLow = low,
        ExpectedHigh = high,
        Expected = expected,
        Score = score,
        Reason = reason,
        Rows = run.RecordsCompleted,
        Bytes = run.BytesExported,
        RunId = run.Id,
    };

    private static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static string Time(double seconds) => TimeSpan.FromSeconds(Math.Round(Math.Min(seconds, 1e9))).ToString("c", CultureInfo.InvariantCulture);
}
