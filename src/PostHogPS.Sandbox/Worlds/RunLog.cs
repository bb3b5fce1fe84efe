using System;
using System.Collections.Generic;
using System.Globalization;
using PostHogPS.Sandbox.Model;

namespace PostHogPS.Sandbox.Worlds;

/// <summary>The lines that a request asks for, at most <see cref="Limit"/>.</summary>
internal sealed class LogFilter
{
    public int Limit { get; init; } = 50;

    public DateTimeOffset? After { get; init; }

    public DateTimeOffset? Before { get; init; }

    public HashSet<string> Levels { get; init; } = [];

    public string? Search { get; init; }

    public string? Instance { get; init; }

    public bool Accepts(LogLine line) =>
        (After is null || line.Time > After)
        && (Before is null || line.Time < Before)
        && (Levels.Count == 0 || Levels.Contains(line.Level))
        && (Instance is null || line.Instance == Instance)
        && (Search is null || line.Message.Contains(Search, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Log lines, computed from the runs on each request.</summary>
internal sealed class RunLog
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(5);

    private readonly World _world;

    public RunLog(World world) => _world = world;

    public List<LogLine> Read(Export export, LogFilter filter)
    {
        DateTimeOffset now = _world.Now;
        DateTimeOffset from = filter.After is { } after && after > DateTimeOffset.MinValue + LongestRun ? after - LongestRun : DateTimeOffset.MinValue;
        DateTimeOffset to = filter.Before is { } before && before < now ? before : now;
        var runs = _world.Runs.Read(export, new RunWindow(false, true, from, to));
        return Newest(export, runs, filter);
    }

    public List<LogLine> Newest(Export? export, IEnumerable<Run> runs, LogFilter filter)
    {
        DateTimeOffset now = _world.Now;
        var lines = new List<LogLine>();
        foreach (Run run in runs)
        {
            // No line is older than its run: once the page is full of newer lines, older runs add none.
            if (lines.Count >= filter.Limit)
            {
                Sort(lines);
                if (lines[filter.Limit - 1].Time > run.Created)
                    break;
            }

            foreach (LogLine line in CreateLines(export, run, now))
            {
                if (line.Time <= now && filter.Accepts(line))
                    lines.Add(line);
            }
        }

        Sort(lines);
        if (lines.Count > filter.Limit)
            lines.RemoveRange(filter.Limit, lines.Count - filter.Limit);
        return lines;
    }

    /// <summary>The scheduler's own id of an execution, which is not the id of the run.</summary>
    public static string GetInstance(Run run) => SeededRandom.Uuid(SeededRandom.Mix((ulong)run.Created.UtcTicks, (ulong)run.End.UtcTicks)).ToString();

    private static void Sort(List<LogLine> lines) => lines.Sort(static (a, b) =>
    {
        int order = b.Time.CompareTo(a.Time);
        return order != 0 ? order : string.CompareOrdinal(a.Message, b.Message);
    });

    private static IEnumerable<LogLine> CreateLines(Export? export, Run run, DateTimeOffset now)
    {
        string source = (run.ExportId ?? run.OnDemandId ?? Guid.Empty).ToString();
        string instance = GetInstance(run);
        LogLine Line(TimeSpan after, string level, string message) => new()
        {
            Source = source,
            Instance = instance,
            Time = run.Created + after,
            Level = level,
            Message = message,
        };

        string range = Format(run.Start) + " - " + Format(run.End);
        string type = export?.Type ?? "FileDownload";
        long jitter = (run.Created.UtcTicks / 10) % 1000 * 10;
        yield return Line(TimeSpan.FromTicks(1200000 + jitter), "INFO", "Starting batch export to " + type + " for range " + range);
        // Two lines in one microsecond: paging by timestamp alone loses one of them.
        yield return Line(TimeSpan.FromTicks(2300000 + jitter), "DEBUG", "Using integration credentials for " + type);
        yield return Line(TimeSpan.FromTicks(2300000 + jitter), "DEBUG", "Opened destination connection for " + type);

        TimeSpan half = TimeSpan.FromTicks(run.Duration.Ticks / 2 / 10 * 10);
        string status = run.StatusAt(now);
        if (run.Outcome.Error is null || run.Outcome.ExportedShare > 0)
            yield return Line(half, "INFO", string.Format(CultureInfo.InvariantCulture, "Exporting {0} records", run.Records));

        TimeSpan end = (run.FinishedAt(now) ?? now.AddDays(1)) - run.Created;
        switch (status)
        {
            case "Completed":
                yield return Line(end, "INFO",
                    string.Format(CultureInfo.InvariantCulture, "Batch export for range {0} finished with {1} records exported", range, run.Records));
                break;
            case "Failed" or "FailedBilling":
                yield return Line(half, "WARN", "Retrying after a failed attempt (1 of 3)");
                yield return Line(end, "ERROR", "Batch export for range " + range + " failed with a non-recoverable error: " + run.Outcome.Error);
                break;
            case "FailedRetryable":
                yield return Line(half, "WARN", "Retrying after a failed attempt (1 of 3)");
                yield return Line(end, "ERROR", "Batch export for range " + range + " failed after exhausting its retries: " + run.Outcome.Error);
                break;
            case "TimedOut":
                yield return Line(end, "ERROR", "Batch export for range " + range + " timed out");
                break;
            case "Cancelled" or "Terminated":
                yield return Line(end, "WARN", "Batch export for range " + range + " was cancelled");
                break;
        }
    }

    private static string Format(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'+00:00'", CultureInfo.InvariantCulture) ?? "START";
}
