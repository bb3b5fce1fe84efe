using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Coverage;
using PostHogPS.Schedule;
using PostHogPS.Text;

namespace PostHogPS.Health;

/// <summary>Judges an export by its latest runs: no request of its own.</summary>
internal sealed class HealthCheck
{
    private const int StaleAfterAllowances = 3;
    private const int MostListed = 10;

    private readonly BatchExport _export;
    private readonly DateTimeOffset _now;
    private readonly TimeSpan _allowed;
    private readonly List<BatchExportRun> _finished;
    private readonly BatchExportRun? _success;
    private readonly DateTimeOffset? _reached;
    private readonly List<BatchExportRun> _streak;
    private readonly bool? _hasScheduled;

    private HealthCheck(BatchExport export, DateTimeOffset now, TimeSpan? maxLag, DateTimeOffset? knownSuccess, bool? hasScheduled = null)
    {
        _hasScheduled = hasScheduled;
        _export = export;
        _now = now;
        _allowed = maxLag ?? AllowedLag(export.Interval);
        _finished = export.LatestRuns.Where(r => r.State is not RunStates.Running and not RunStates.Unknown)
            .OrderByDescending(r => r.CreatedAt).ToList();
        _success = _finished.Where(r => r.State == RunStates.Completed).OrderByDescending(r => r.DataIntervalEnd).FirstOrDefault();
        _reached = _success?.DataIntervalEnd > knownSuccess ? _success.DataIntervalEnd : knownSuccess ?? _success?.DataIntervalEnd;
        _streak = _finished.TakeWhile(r => r.State != RunStates.Completed).Where(GapKind.IsFailure).ToList();
    }

    /// <summary>The interval plus three hours for hourly and shorter ones, plus a quarter of the interval for longer ones.</summary>
    internal static TimeSpan AllowedLag(string interval)
    {
        TimeSpan length = IntervalSchedule.Length(interval) ?? TimeSpan.FromDays(1);
        return length <= TimeSpan.FromHours(1) ? length + TimeSpan.FromHours(3) : length + TimeSpan.FromTicks(length.Ticks / 4);
    }

    /// <param name="export">The export with its latest runs.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="maxLag">Allowed lag; null for the default.</param>
    /// <param name="knownSuccess">End of the newest interval that was exported, where the caller has read more than the latest ten runs.</param>
    /// <param name="hasScheduled">Whether there are runs behind those of a backfill, where they were looked for.</param>
    internal static BatchExportHealth Judge(
        BatchExport export, DateTimeOffset now, TimeSpan? maxLag = null, DateTimeOffset? knownSuccess = null, bool? hasScheduled = null)
    {
        var check = new HealthCheck(export, now, maxLag, knownSuccess, hasScheduled);
        BatchExportHealth health = check.Facts();
        check.Decide(health);
        health.IsHealthy = health.State is HealthState.Healthy or HealthState.Backfilling or HealthState.PausedByUser or HealthState.Ended
            || (health.State == HealthState.NeverRan && !check.FirstRunIsDue);
        return health;
    }

    /// <summary>Adds what the intervals of a window say. An export with a missing interval is not healthy.</summary>
    internal static void AddCoverage(BatchExportHealth health, CoverageTally tally, DateTimeOffset after)
    {
        health.After = after;
        health.ExpectedIntervals = tally.Expected;
        health.CoveredIntervals = tally.Covered;
        health.MissingIntervals = tally.Missing;
        health.AutoPausedIntervals = tally.AutoPaused;
        if (tally.Missing == 0)
            return;
        string missing = $"{tally.Missing} of {tally.Expected} intervals since {InstantText.FormatUtc(after)} {CountText.Choose(tally.Missing, "is", "are")} "
            + "missing"
            + (tally.AutoPaused > 0 ? $". Its pause caused {tally.AutoPaused} of them." : ".");
        bool isOnlyIncomplete = health.State == HealthState.Healthy;
        health.State = isOnlyIncomplete ? HealthState.Incomplete : health.State;
        health.Since = isOnlyIncomplete ? tally.FirstMissing : health.Since;
        health.Reason = isOnlyIncomplete ? missing : health.Reason + " " + missing;
        health.IsHealthy = false;
        health.Suggestion ??= CommandLine.ForExport("Repair-PHBatchExport", health.BatchExportId, health.ProjectId, health.ConnectionToName)
            .WithWindow(after).ToString();
    }

    /// <summary>Adds what a comparison of rows says. An export whose runs left rows out is not healthy; a surplus is no failure.</summary>
    internal static void AddRows(BatchExportHealth health, BatchExportRowSummary rows)
    {
        if (rows.Intervals == 0)
            health.RowsNote = rows.Reason;
        long lacking = (rows.Short ?? 0) + (rows.Missing ?? 0);
        if (lacking == 0)
            return;
        string missing = $"{CountText.FormatGrouped(lacking)} of {CountText.FormatRows(rows.Expected ?? 0)} since {InstantText.FormatUtc(rows.After)} "
            + $"{CountText.Choose(lacking, "was", "were")} not exported.";
        bool isOnlyIncomplete = health.State == HealthState.Healthy;
        health.State = isOnlyIncomplete ? HealthState.Incomplete : health.State;
        health.Since = isOnlyIncomplete && rows.Ranges.Length > 0 ? rows.Ranges[0].Start : health.Since;
        health.Reason = isOnlyIncomplete ? missing : health.Reason + " " + missing;
        health.IsHealthy = false;
        health.Suggestion ??= rows.Suggestion;
    }

    /// <summary>
    /// Whether the runs that come with the export cannot tell how its schedule is doing: all of them are those of a
    /// backfill, and none of them says that it is still at work. The caller may look for the runs of the schedule behind them.
    /// </summary>
    internal static bool IsHidden(BatchExport export, DateTimeOffset now) =>
        !export.Paused && new HealthCheck(export, now, null, null).IsCrowdedOut && !export.LatestRuns.Any(IsActiveBackfill);

    private BatchExportHealth Facts() => new()
    {
        BatchExportId = _export.Id,
        BatchExportName = _export.Name,
        ProjectId = _export.ProjectId,
        ProjectName = _export.ProjectName,
        Origin = _export.Origin,
        Interval = _export.Interval,
        DestinationType = _export.Destination.Type,
        LastSuccess = IsCrowdedOut ? null : _reached,
        Lag = IsCrowdedOut ? null : _now - _reached,
        AllowedLag = _allowed,
        ConsecutiveFailures = _streak.Count,
        JudgedAt = _now,
        LastError = _streak.Select(r => r.LatestError).FirstOrDefault(e => !string.IsNullOrEmpty(e)),
    };

    private void Decide(BatchExportHealth health)
    {
        if (_export.Paused)
            Paused(health);
        else if (_export.EndAt is { } end && end <= _now)
            SetState(health, HealthState.Ended, end, $"its schedule ended on {InstantText.FormatUtc(end)}.", null);
        else if (_finished.Count > 0 && GapKind.IsBilling(_finished[0].Status))
            SetState(health, HealthState.BillingBlocked, StreakBegin, "PostHog does not run it because of billing" + Streak + ".",
                "Raise the organization's billing limit in PostHog (Settings, Billing); what is missing can be repaired after that.");
        else if (_streak.Count > 0)
            SetState(health, HealthState.Failing, StreakBegin, _reached is { } success ? $"{Failures} since {InstantText.FormatUtc(success)}."
                : $"{Failures}; no successful run is known.", Repair(health));
        else if (_export.LatestRuns.Count == 0)
            SetState(health, HealthState.NeverRan, _export.CreatedAt, FirstRunIsDue ? "it has never run, although its first interval is over."
                : "it has not run yet; its first interval is not over.", FirstRunIsDue ? Command("Get-PHBatchExportLog", "-Level Error,Warning") : null);
        else
            Flow(health);
    }

    private void Paused(BatchExportHealth health)
    {
        DateTimeOffset? since = PauseTime.FindRecorded(_export);
        if (PauseTime.IsByServer(_export))
            SetState(health, HealthState.AutoPaused, since, $"PostHog paused it after {Failures}.", Command("Get-PHBatchExportError", ""));
        else
            SetState(health, HealthState.PausedByUser, since,
                since is null ? "somebody paused it." : $"somebody paused it on {InstantText.FormatUtc(since.Value)}.",
                Command("Resume-PHBatchExport", since is null ? "" : "-Backfill"));
    }

    private void Flow(BatchExportHealth health)
    {
        if (_export.LatestRuns.Any(IsActiveBackfill))
            SetState(health, HealthState.Backfilling, _export.LatestRuns.Where(IsActiveBackfill).Min(r => r.CreatedAt), "a backfill is running.", null);
        else if (IsCrowdedOut)
            SetState(health, HealthState.Backfilling, null, "a backfill hides the scheduled runs; its lag is unknown.",
                Command("Find-PHBatchExportGap", "-Summary"));
        else if (_hasScheduled == false && !FirstRunIsDue)
            SetState(health, HealthState.Healthy, null, "its first scheduled run is not due yet.", null);
        else if (health.Lag is null && IsBeginning)
            SetState(health, HealthState.Healthy, null, "its first run has not ended yet.", null);
        else if (health.Lag is not { } lag)
            SetState(health, HealthState.Late, null, CountText.Choose(_export.LatestRuns.Count, "its only run has not succeeded yet.",
                $"none of its latest {_export.LatestRuns.Count} runs has succeeded yet."), Command("Get-PHBatchExportRun", ""));
        else if (lag > SafeTime.Multiply(_allowed, StaleAfterAllowances))
            SetState(health, HealthState.Stale, health.LastSuccess, $"nothing has been exported for {Span(lag)}; allowed: {Span(_allowed)}.", Repair(health));
        else if (lag > _allowed)
            SetState(health, HealthState.Late, health.LastSuccess, $"its data is {Span(lag)} behind; allowed: {Span(_allowed)}.", Repair(health));
        else
            SetState(health, HealthState.Healthy, null, $"{Span(lag)} behind.", null);
    }

    // A bound in the past does not make the export older than it is.
    private bool FirstRunIsDue => (_export.StartAt > _export.CreatedAt ? _export.StartAt : _export.CreatedAt ?? _export.StartAt) is { } begin
        && _now - begin > _allowed;

    // The next run of the schedule comes within an interval and its spread start, and then it heads the list.
    private TimeSpan Crowding => (IntervalSchedule.Length(_export.Interval) ?? TimeSpan.FromDays(1)) + TimeSpan.FromMinutes(30);

    // A busy backfill can fill all ten places; its old intervals say nothing about the lag.
    private bool IsCrowdedOut =>
        _hasScheduled is null && _export.LatestRuns.Count >= MostListed && _export.LatestRuns.All(IsOfBackfill)
        && _export.LatestRuns.Max(r => r.CreatedAt) > SafeTime.Subtract(_now, Crowding) && !(_now - _reached <= _allowed);

    // Servers without a list of backfills do not say which runs are of one; a run of the schedule follows its interval.
    private bool IsOfBackfill(BatchExportRun run) => run.BackfillId is not null || run.CreatedAt - run.DataIntervalEnd > Crowding;

    private static bool IsActiveBackfill(BatchExportRun run) => run.BackfillId is not null && RunStates.IsActive(run.Status);

    // A new export whose first run is running is not late.
    private bool IsBeginning => !FirstRunIsDue && _export.LatestRuns.Any(r => r.State == RunStates.Running);

    private DateTimeOffset? StreakBegin => _streak.Count == 0 ? null : _streak[_streak.Count - 1].CreatedAt;

    private string Failures =>
        (_success is null ? "at least " : "") + CountText.FormatCount(_streak.Count, "failed run");

    private string Streak => _streak.Count > 0 ? $" ({Failures})" : "";

    private string Repair(BatchExportHealth health) => _export.CommandFor("Repair-PHBatchExport")
        .WithWindow(health.LastSuccess ?? SafeTime.Subtract(_now, TimeSpan.FromDays(7))).ToString();

    private string Command(string cmdlet, string arguments) => _export.CommandFor(cmdlet).With(arguments).ToString();

    private static void SetState(BatchExportHealth health, string state, DateTimeOffset? since, string reason, string? suggestion)
    {
        health.State = state;
        health.Since = since;
        health.Reason = MessageText.Capitalize(reason);
        health.Suggestion = suggestion;
    }

    private static string Span(TimeSpan span) =>
        span.TotalDays >= 2 ? CountText.FormatCount((int)span.TotalDays, "day")
        : span.TotalHours >= 2 ? CountText.FormatCount((int)span.TotalHours, "hour")
        : CountText.FormatCount(Math.Max(0, (int)span.TotalMinutes), "minute");
}
