using System;
using System.Linq;
using Xunit;
using PostHogPS.Coverage;
using PostHogPS.Health;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Health;

/// <summary>PostHog lists ten runs with an export; a busy backfill fills all ten places.</summary>
public sealed class HealthDuringBackfillTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Old_intervals_of_a_backfill_say_nothing_of_the_lag()
    {
        BatchExportHealth health = HealthCheck.Judge(Export(created: Now.AddMinutes(-5)), Now);

        Assert.Equal("Backfilling", health.State);
        Assert.Null(health.Lag);
        Assert.Contains("its lag is unknown", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backfill_that_ended_long_ago_does_not_hide_that_nothing_runs()
    {
        Assert.Equal("Stale", HealthCheck.Judge(Export(created: Now.AddDays(-2)), Now).State);
    }

    [Theory]
    [InlineData("Completed")]
    [InlineData("Running")]
    public void Runs_without_a_backfills_id_that_are_created_long_after_their_interval_hide_the_schedule(string newest)
    {
        BatchExport export = Export(created: Now.AddMinutes(-5));
        foreach (BatchExportRun run in export.LatestRuns)
            run.BackfillId = null;
        export.LatestRuns[0].Status = newest;

        Assert.True(HealthCheck.IsHidden(export, Now));
        Assert.Equal("Backfilling", HealthCheck.Judge(export, Now).State);
        Assert.Equal("Stale", HealthCheck.Judge(export, Now, hasScheduled: false).State);
        export.LatestRuns[9].DataIntervalEnd = export.LatestRuns[9].CreatedAt - TimeSpan.FromMinutes(10);
        Assert.False(HealthCheck.IsHidden(export, Now));
    }

    [Fact]
    public void Missing_intervals_do_not_make_a_repair_the_answer_to_billing()
    {
        BatchExport export = Export(created: Now.AddMinutes(-5));
        foreach (BatchExportRun run in export.LatestRuns)
            run.Status = "FailedBilling";
        BatchExportHealth health = HealthCheck.Judge(export, Now);
        var tally = new CoverageTally();
        tally.Add(new IntervalVerdict(new DataInterval(Now.AddHours(-2), Now.AddHours(-1)), GapKind.Missing, null));

        HealthCheck.AddCoverage(health, tally, Now.AddDays(-1));

        Assert.Equal(("BillingBlocked", 1L), (health.State, health.MissingIntervals));
        Assert.Contains("billing limit", health.Suggestion, StringComparison.Ordinal);
        Assert.DoesNotContain("Repair-PHBatchExport", health.Suggestion, StringComparison.Ordinal);
    }

    private static BatchExport Export(DateTimeOffset created) => new()
    {
        Name = "events",
        Interval = "hour",
        CreatedAt = Now.AddDays(-90),
        LatestRuns = [.. Enumerable.Range(0, 10).Select(i => new BatchExportRun
        {
            Id = Guid.NewGuid(),
            Status = "Completed",
            BackfillId = Guid.NewGuid(),
            CreatedAt = created.AddMinutes(-i),
            DataIntervalStart = Now.AddDays(-30).AddHours(-i - 1),
            DataIntervalEnd = Now.AddDays(-30).AddHours(-i),
        })],
    };
}
