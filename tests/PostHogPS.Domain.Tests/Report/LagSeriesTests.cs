using System;
using System.Linq;
using PostHogPS.Report;
using Xunit;

namespace PostHogPS.Domain.Tests.Report;

public sealed class LagSeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_lag_is_the_same_in_whatever_order_the_runs_come()
    {
        // Every fifth was late, so that they have not finished in the order of their intervals.
        BatchExportRun[] runs = [.. Enumerable.Range(0, 48).Select(static hour => new BatchExportRun
        {
            Status = "Completed", DataIntervalStart = Start.AddHours(hour), DataIntervalEnd = Start.AddHours(hour + 1),
            FinishedAt = Start.AddHours(hour + (hour % 5 == 0 ? 4.5 : 1.1)),
        })];
        TimeSpan?[] inOrder = Largest(runs);
        new Random(1).Shuffle(runs);

        Assert.Equal(inOrder, Largest(runs));
        // The run before was late, so this one came two hours and six minutes after the end of what was there.
        Assert.Equal(TimeSpan.FromHours(2.1), inOrder[47]);
    }

    private static TimeSpan?[] Largest(BatchExportRun[] runs)
    {
        var lag = new LagSeries();
        foreach (BatchExportRun run in runs)
            lag.Add(run);
        Assert.Equal(Start.AddHours(48), lag.Reached);
        return lag.Largest(Start, Start.AddHours(48), 48);
    }
}
