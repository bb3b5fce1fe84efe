using System;
using System.Linq;
using Xunit;
using PostHogPS.Health;

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
        Assert.Contains("not known", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backfill_that_ended_long_ago_does_not_hide_that_nothing_runs()
    {
        Assert.Equal("Stale", HealthCheck.Judge(Export(created: Now.AddDays(-2)), Now).State);
    }

    private static BatchExport Export(DateTimeOffset created) => new()
    {
        Name = "events",
        Interval = "hour",
        CreatedAt = Now.AddDays(-90),
        LatestRuns = Enumerable.Range(0, 10).Select(i => new BatchExportRun
        {
            Id = Guid.NewGuid(),
            Status = "Completed",
            BackfillId = Guid.NewGuid(),
            CreatedAt = created.AddMinutes(-i),
            DataIntervalStart = Now.AddDays(-30).AddHours(-i - 1),
            DataIntervalEnd = Now.AddDays(-30).AddHours(-i),
        }).ToList(),
    };
}
