using System;
using System.Linq;
using Xunit;
using PostHogPS.Backfills;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Backfills;

/// <summary>What the runs of a backfill say of its intervals.</summary>
public sealed class BackfillOutcomeTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 10, 14, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Failed", "Completed", 0)]
    [InlineData("Completed", "Failed", 0)]
    [InlineData("FailedRetryable", "Failed", 1)]
    [InlineData("Failed", "Running", 0)]
    [InlineData("Cancelled", "Cancelled", 1)]
    [InlineData("TimedOut", "Terminated", 1)]
    [InlineData("Failed", "SomethingNew", 1)]
    public void An_interval_fails_when_none_of_its_runs_completed_or_goes_on(string first, string second, int failed)
    {
        var outcome = new BackfillOutcome([Run(0, first, minute: 0), Run(0, second, minute: 5)]);
        Assert.Equal(failed, outcome.Failed.Count());
        Assert.Equal(1, outcome.Intervals);
    }

    [Fact]
    public void The_newest_run_tells_why()
    {
        var backfill = new BatchExportBackfill { Status = "Completed" };
        new BackfillOutcome([Run(3, "Failed", minute: 7, "new"), Run(3, "Failed", minute: 1, "old"), Run(1, "FailedBilling", minute: 3),
            Run(2, "Completed", minute: 4)]).ApplyTo(backfill);

        Assert.Equal(("CompletedWithFailures", 2L), (backfill.State, backfill.FailedRuns));
        Assert.Equal([("BillingBlocked", (string?)null, 1), ("Failed", "new", 3)],
            backfill.FailedIntervals.Select(gap => (gap.Kind, gap.LastError, gap.Start.Hour)));
    }

    [Theory]
    [InlineData("0 1 2 3", true)]
    [InlineData("0 1 2", false)]
    [InlineData("0 2 3", false)]
    [InlineData("", false)]
    public void It_is_over_when_every_interval_has_been_run(string hours, bool over)
    {
        DataInterval[] expected = [.. Enumerable.Range(0, 4).Select(hour => new DataInterval(Midnight.AddHours(hour), Midnight.AddHours(hour + 1)))];
        var outcome = new BackfillOutcome(hours.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(hour => Run(int.Parse(hour, System.Globalization.CultureInfo.InvariantCulture), "Completed")));
        Assert.Equal(over, outcome.IsOver(expected));
    }

    [Fact]
    public void It_is_not_over_while_a_run_goes_on() =>
        Assert.False(new BackfillOutcome([Run(0, "Completed"), Run(1, "Running")]).IsOver([new DataInterval(Midnight, Midnight.AddHours(1))]));

    private static BatchExportRun Run(int hour, string status, int minute = 0, string? error = null) => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        DataIntervalStart = Midnight.AddHours(hour),
        DataIntervalEnd = Midnight.AddHours(hour + 1),
        CreatedAt = Midnight.AddDays(1).AddMinutes(minute),
        FinishedAt = status is "Running" ? null : Midnight.AddDays(1).AddMinutes(minute + 1),
        LatestError = error,
    };
}
