using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using PostHogPS.Coverage;
using PostHogPS.Health;

namespace PostHogPS.Domain.Tests.Health;

/// <summary>How an export is, from its latest runs alone.</summary>
public sealed class HealthCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastHour = new(2026, 10, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_documented_order_is_the_order() =>
        Assert.Equal("NotFound AutoPaused PausedByUser Ended BillingBlocked Failing NeverRan Backfilling Stale Late Incomplete Healthy", string.Join(' ', HealthState.InOrder));

    [Fact]
    public void A_state_wins_over_all_that_stand_below_it()
    {
        // One export to which everything applies; what wins is then taken away, and the next one wins.
        BatchExport export = Hourly([.. Enumerable.Range(0, 4).Select(i => Run(i, "FailedBilling")), Run(30)]);
        export.LatestRuns[4].DataIntervalEnd = LastHour.AddHours(-30);
        export.EndAt = Now.AddMinutes(-1);
        export.Paused = true;
        export.LastPausedAt = Now.AddMinutes(-1);
        var seen = new List<string>();

        export.LatestRuns = [.. export.LatestRuns.Take(4)];
        seen.Add(State(export));
        export.LatestRuns = [.. export.LatestRuns, Run(30)];
        seen.Add(State(export));
        export.Paused = false;
        seen.Add(State(export));
        export.EndAt = null;
        seen.Add(State(export));
        export.LatestRuns[0].Status = "Failed";
        seen.Add(State(export));
        export.LatestRuns = [.. export.LatestRuns.Skip(4), With(Run(0, "Running"), r => r.BackfillId = Guid.NewGuid())];
        seen.Add(State(export));
        export.LatestRuns = [.. export.LatestRuns.Take(1)];
        seen.Add(State(export));
        export.LatestRuns = [Run(6)];
        seen.Add(State(export));
        export.LatestRuns = [Run(0)];
        seen.Add(State(export));
        export.LatestRuns = [];
        seen.Add(State(export));

        Assert.Equal(["AutoPaused", "PausedByUser", "Ended", "BillingBlocked", "Failing", "Backfilling", "Stale", "Late", "Healthy", "NeverRan"], seen);
    }

    [Fact]
    public void A_bound_in_the_past_does_not_make_a_new_export_late()
    {
        BatchExport export = Hourly();
        export.CreatedAt = Now.AddMinutes(-1);
        export.StartAt = Now.AddDays(-200);
        Assert.True(HealthCheck.Judge(export, Now).IsHealthy);
        export.CreatedAt = Now.AddDays(-200);
        Assert.False(HealthCheck.Judge(export, Now).IsHealthy);
        export.StartAt = Now.AddMinutes(-1);
        Assert.True(HealthCheck.Judge(export, Now).IsHealthy);
    }

    [Theory]
    [InlineData("every 5 minutes", 3 + 5 / 60.0)]
    [InlineData("hour", 4)]
    [InlineData("day", 30)]
    [InlineData("week", 210)]
    public void The_lag_allowed_is_the_interval_and_three_hours_or_a_quarter(string interval, double hours) =>
        Assert.Equal(hours, HealthCheck.AllowedLag(interval).TotalHours, 6);

    [Theory]
    [InlineData(3, null, "Healthy")]
    [InlineData(4, null, "Late")]
    [InlineData(11, null, "Late")]
    [InlineData(12, null, "Stale")]
    [InlineData(1, 60, "Late")]
    [InlineData(40, 6000, "Healthy")]
    public void Lag_is_measured_from_the_end_of_the_newest_exported_interval(int hoursAgo, int? maxMinutes, string state)
    {
        BatchExportHealth health = HealthCheck.Judge(Hourly(Run(hoursAgo)), Now, maxMinutes is { } m ? TimeSpan.FromMinutes(m) : null);

        Assert.Equal((state, TimeSpan.FromMinutes(20 + (60 * hoursAgo)), LastHour.AddHours(-hoursAgo)), (health.State, health.Lag, health.LastSuccess));
        Assert.Equal(TimeSpan.FromMinutes(maxMinutes ?? 240), health.AllowedLag);
        Assert.Equal(state == "Healthy", health.IsHealthy);
    }

    [Fact]
    public void Failures_are_counted_back_to_the_newest_success()
    {
        BatchExportHealth health = Judge(Run(0, "Failed", "newest"), Run(1, "FailedRetryable", "older"), Run(2), Run(3, "Failed"));

        Assert.Equal(("Failing", 2, "newest", LastHour.AddHours(-2)), (health.State, health.ConsecutiveFailures, health.LastError, health.LastSuccess));
        Assert.StartsWith("2 failed runs since", health.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("at least", health.Reason, StringComparison.Ordinal);
        Assert.Contains("Repair-PHBatchExport", health.Suggestion, StringComparison.Ordinal);
        Assert.Contains("-After 2026-10-14T10:00:00Z", health.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lower_bound_is_called_one()
    {
        BatchExportHealth health = Judge([.. Enumerable.Range(0, 10).Select(i => Run(i, "Failed", "no"))]);

        Assert.Equal(("Failing", 10), (health.State, health.ConsecutiveFailures));
        Assert.Null(health.LastSuccess);
        Assert.Null(health.Lag);
        Assert.Equal("At least 10 failed runs; no successful run is known.", health.Reason);
    }

    [Fact]
    public void An_auto_pause_is_loud_and_a_person_s_pause_is_not_a_failure()
    {
        BatchExportHealth auto = HealthCheck.Judge(Paused(Run(2, "Failed", "no"), Run(3, "Failed"), Run(4, "Failed")), Now);
        Assert.Equal(("AutoPaused", false, "no"), (auto.State, auto.IsHealthy, auto.LastError));
        Assert.Matches("^Get-PHBatchExportError .* -After 2026-10-14T08:05:00Z # When the cause is fixed: Resume-PHBatchExport .* -Backfill$", auto.Suggestion);

        BatchExportHealth person = HealthCheck.Judge(Paused(Run(2, "Failed"), Run(3), Run(4, "Failed")), Now);
        Assert.Equal(("PausedByUser", true), (person.State, person.IsHealthy));
    }

    [Fact]
    public void Runs_after_the_noted_pause_show_that_it_was_an_earlier_one()
    {
        BatchExport export = Paused(Run(2), Run(3), Run(4));
        export.LastPausedAt = Now.AddDays(-20);

        BatchExportHealth health = HealthCheck.Judge(export, Now);

        Assert.Equal("PausedByUser", health.State);
        Assert.Null(health.Since);
        Assert.Equal(LastHour.AddHours(-2), PauseTime.FindStart(export));
    }

    [Fact]
    public void An_export_that_was_made_paused_expects_nothing()
    {
        BatchExport export = Hourly();
        export.Paused = true;
        Assert.Equal(export.CreatedAt, PauseTime.FindStart(export));
        Assert.Equal("PausedByUser", State(export));
    }

    [Fact]
    public void A_young_export_is_neither_late_nor_unhealthy()
    {
        BatchExport export = Hourly();
        export.CreatedAt = Now.AddHours(-1);
        Assert.True(HealthCheck.Judge(export, Now).IsHealthy);
        export.LatestRuns = [Run(0, "Running")];
        Assert.Equal("Healthy", State(export));
        export.CreatedAt = Now.AddDays(-3);
        export.LatestRuns = [];
        Assert.False(HealthCheck.Judge(export, Now).IsHealthy);
        export.LatestRuns = [Run(0, "Running")];
        Assert.Equal("Late", State(export));
    }

    [Fact]
    public void Runs_that_a_person_cancelled_are_no_failures() =>
        Assert.Equal(("Healthy", 0), (Judge(Run(0, "Cancelled"), Run(1)).State, Judge(Run(0, "Cancelled"), Run(1)).ConsecutiveFailures));

    private static string State(BatchExport export) => HealthCheck.Judge(export, Now).State;

    private static BatchExportHealth Judge(params BatchExportRun[] runs) => HealthCheck.Judge(Hourly(runs), Now);

    private static BatchExport Paused(params BatchExportRun[] runs)
    {
        BatchExport export = Hourly(runs);
        export.Paused = true;
        export.LastPausedAt = Now.AddHours(-1);
        return export;
    }

    private static BatchExport Hourly(params BatchExportRun[] runs) => new()
    {
        Id = Guid.NewGuid(),
        Name = "events",
        ProjectId = 101,
        Interval = "hour",
        CreatedAt = Now.AddDays(-60),
        LatestRuns = runs,
    };

    private static BatchExportRun Run(int hoursAgo, string status = "Completed", string? error = null) => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        LatestError = error,
        DataIntervalStart = LastHour.AddHours(-hoursAgo - 1),
        DataIntervalEnd = LastHour.AddHours(-hoursAgo),
        CreatedAt = LastHour.AddHours(-hoursAgo).AddMinutes(5),
    };

    private static BatchExportRun With(BatchExportRun run, Action<BatchExportRun> change)
    {
        change(run);
        return run;
    }
}
