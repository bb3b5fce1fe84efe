using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Rows;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Rows;

/// <summary>The rules of docs/rows.md, one by one.</summary>
public sealed class RowJudgeTests
{
    private static readonly DateTimeOffset Now = RowWorld.Start.AddDays(3);

    [Fact]
    public void An_edge_that_moved_rows_is_no_finding() =>
        Assert.Equal(["Match", "Match", "Match"], States([100, 100, 100], Run(0, 97), Run(1, 103), Run(2, 100)));

    [Fact]
    public void A_loss_that_stays_in_the_sum_is_short()
    {
        List<RowVerdict> verdicts = Judge([100, 100, 100], Run(0, 100), Run(1, 96), Run(2, 100));

        Assert.Equal(["Match", "Short", "Match"], verdicts.Select(v => v.State));
        Assert.Equal([0L, 4, 4], verdicts.Select(v => v.RunningDifference));
        Assert.Equal("4 rows in no later run.", verdicts[1].Reason);
    }

    [Fact]
    public void More_than_PostHog_holds_is_a_surplus_and_no_failure()
    {
        List<RowVerdict> verdicts = Judge([100, 100, 100], Run(0, 100), Run(1, 105), Run(2, 100));

        Assert.Equal(["Match", "Surplus", "Match"], verdicts.Select(v => v.State));
        Assert.Equal((0L, 5L), (RowSummary.CreateFrom(verdicts).Short, RowSummary.CreateFrom(verdicts).Surplus));
    }

    [Fact]
    public void An_interval_with_rows_and_no_completed_run_is_missing_and_one_without_rows_is_not() =>
        Assert.Equal(["Match", "Missing", "Match"], States([100, 80, 0], Run(0, 100), RowWorld.Run(1, 0, status: "Failed")));

    [Fact]
    public void The_last_completed_scheduled_run_counts_and_backfills_are_listed_apart()
    {
        RowVerdict verdict = Judge([100], Run(0, 60), RowWorld.Run(0, 100, createdAfter: 30), RowWorld.Run(0, 90, Guid.NewGuid(), 60))[0];

        Assert.Equal(("Match", 100L, 90L), (verdict.State, verdict.Exported, verdict.Backfilled));
    }

    [Fact]
    public void A_backfill_stands_in_where_no_scheduled_run_completed() =>
        Assert.Equal(["Match"], States([100], RowWorld.Run(0, 0, status: "Failed"), RowWorld.Run(0, 100, Guid.NewGuid(), 60)));

    [Fact]
    public void What_ended_less_than_two_hours_ago_is_too_recent_and_makes_up_for_what_is_older()
    {
        DateTimeOffset now = RowWorld.Start.AddHours(30);
        long[] held = [.. Enumerable.Repeat(100L, 30)];
        BatchExportRun[] runs = [.. Enumerable.Range(0, 30).Select(hour => Run(hour, hour == 27 ? 95 : hour == 29 ? 104 : 100))];

        List<RowVerdict> verdicts = Judge(held, now, runs);

        Assert.Equal([27, 28, 29], verdicts.Where(v => v.State == "TooRecent").Select(v => (int)(v.Interval.Start - RowWorld.Start).TotalHours).ToArray());
        Assert.Equal(1, verdicts[27].Shortfall);
    }

    [Fact]
    public void What_crossed_the_edge_before_a_failure_that_lasts_is_no_loss()
    {
        long[] held = [.. Enumerable.Repeat(1000L, 72)];
        // Rows cross some edges. The last run that completes leaves one behind, which only the next one would have brought.
        BatchExportRun[] runs = [.. Enumerable.Range(0, 36).Select(hour => Run(hour, hour % 7 == 0 ? 1001 : hour % 7 == 6 || hour == 33 ? 999 : 1000))];

        List<RowVerdict> verdicts = Judge(held, runs);

        Assert.DoesNotContain(verdicts, static verdict => verdict.State == "Short");
        Assert.Equal(34, verdicts.Count(static verdict => verdict.State == "Missing"));
    }

    [Fact]
    public void A_large_loss_of_today_is_not_waited_for()
    {
        DateTimeOffset now = RowWorld.Start.AddHours(30);
        long[] held = [.. Enumerable.Repeat(100L, 30)];
        BatchExportRun[] runs = [.. Enumerable.Range(0, 30).Select(hour => Run(hour, hour == 20 ? 40 : hour == 10 ? 98 : hour == 11 ? 102 : 100))];

        Assert.Equal("Short", Judge(held, now, runs)[20].State);
    }

    [Fact]
    public void A_summary_has_the_ranges_that_explain_the_shortfall_and_a_command_for_each()
    {
        var export = new BatchExport { Id = Guid.Parse("11111111-1111-1111-1111-111111111111"), Name = "e", Interval = "hour", ProjectId = 101 };
        RowSummary summary = RowSummary.CreateFrom(Judge([100, 100, 100, 100, 100], Run(0, 100), Run(1, 90), Run(2, 90), Run(4, 100)));

        Assert.Equal((500L, 380L, 20L, 100L, 76.0), (summary.Expected, summary.Exported, summary.Short, summary.Missing, summary.Percent));
        Assert.Equal([("Short", 20L), ("Missing", 100L)], summary.Explaining.Select(e => (e.State, e.Rows)));
        Assert.Equal(
            [
                "Start-PHBatchExportBackfill -BatchExport 11111111-1111-1111-1111-111111111111 -ProjectId 101 -Start 2026-10-05T01:00:00Z -End 2026-10-05T03:00:00Z",
                "Repair-PHBatchExport -BatchExport 11111111-1111-1111-1111-111111111111 -ProjectId 101 -After 2026-10-05T03:00:00Z -Before 2026-10-05T04:00:00Z",
            ],
            summary.ToCommands(export));
    }

    [Theory]
    [InlineData(1_000_000_000_000, 1_000_000_000_000, 100.0)]
    [InlineData(1_000_000_000_000, 999_999_999_999, 99.99)]
    [InlineData(1_000_000_000_000, 1_000_000_000_001, 100.01)]
    [InlineData(1_000_000_000_000, null, 0.0)]
    public void Percent_is_100_only_without_a_finding(long held, long? exported, double percent)
    {
        // Behind the first day, in which a surplus may be rows of the time before it.
        long[] rows = [.. Enumerable.Range(0, 40).Select(hour => hour == 30 ? held : 0)];
        BatchExportRun[] runs = [.. Enumerable.Range(0, 40).Where(hour => hour != 30 || exported is not null)
            .Select(hour => Run(hour, hour == 30 ? exported!.Value : 0))];

        Assert.Equal(percent, RowSummary.CreateFrom(Judge(rows, runs)).Percent);
    }

    [Fact]
    public void Reasons_group_the_thousands_of_rows() =>
        Assert.Equal(
            ["1,204 rows in no later run.", "1,234,567 rows, and no completed run."],
            Judge([2000, 1_234_567, 100], Run(0, 796), Run(2, 100)).Where(v => v.Reason.Length > 0).Select(v => v.Reason));

    [Fact]
    public void What_is_noted_is_in_no_sum()
    {
        var notes = new Dictionary<DateTimeOffset, RowNote>
        {
            [RowWorld.Start.AddHours(1)] = RowNote.NotComparable("The export was paused."),
            [RowWorld.Start.AddHours(2)] = RowNote.ByEventTime(new RowCount(RowWorld.Start.AddHours(2), 70, 70)),
            [RowWorld.Start.AddHours(3)] = RowNote.ByEventTime(new RowCount(RowWorld.Start.AddHours(3), 75, 75)),
            [RowWorld.Start.AddHours(4)] = RowNote.NoRows,
            [RowWorld.Start.AddHours(5)] = RowNote.TooRecent("Its run has not ended."),
        };

        List<RowVerdict> verdicts = Judge([100, 100, 100, 100, 0, 100], Now, [Run(0, 100), Backfill(2, 70), Backfill(3, 70)], notes);

        Assert.Equal(["Match", "NotComparable", "Match", "Short", "Match", "TooRecent"], verdicts.Select(v => v.State));
        Assert.Equal([0L, 0, 0, 5, 0, 0], verdicts.Select(v => v.Shortfall));
        Assert.All(verdicts, v => Assert.Equal(0, v.RunningDifference));
        Assert.Equal((4, 245L, 5L), (RowSummary.CreateFrom(verdicts).Intervals, RowSummary.CreateFrom(verdicts).Expected,
            RowSummary.CreateFrom(verdicts).Short));

        static BatchExportRun Backfill(int hour, long rows) => RowWorld.Run(hour, rows, Guid.NewGuid(), 60);
    }

    [Fact]
    public void Many_small_losses_are_one_finding_together()
    {
        // Each hour of three days loses as much as an edge may move.
        List<RowVerdict> verdicts = Judge([.. Enumerable.Repeat(100L, 60)], Now, [.. Enumerable.Range(0, 60).Select(hour => Run(hour, 98))]);

        Assert.InRange(RowSummary.CreateFrom(verdicts).Short, 80, 120);
    }

    [Fact]
    public void Reasons_are_sentences_of_at_most_twelve_words() =>
        Assert.All(
            Judge([100, 100, 80, 100, 0], Run(0, 100), Run(1, 90), Run(3, 180)).Where(v => v.Reason.Length > 0),
            v => Assert.True(v.Reason.Split(' ').Length <= 12 && v.Reason.EndsWith('.'), v.Reason));

    private static BatchExportRun Run(int hour, long rows) => RowWorld.Run(hour, rows);

    private static IEnumerable<string> States(long[] held, params BatchExportRun[] runs) => Judge(held, runs).Select(v => v.State);

    private static List<RowVerdict> Judge(long[] held, params BatchExportRun[] runs) => Judge(held, Now, runs);

    private static List<RowVerdict> Judge(long[] held, DateTimeOffset now, BatchExportRun[] runs, Dictionary<DateTimeOffset, RowNote>? notes = null) =>
        new RowJudge(now).Judge(
        held.Select((_, hour) => new DataInterval(RowWorld.Start.AddHours(hour), RowWorld.Start.AddHours(hour + 1))),
        held.Select((rows, hour) => new RowCount(RowWorld.Start.AddHours(hour), rows, rows)).Where(count => count.Seen > 0),
        runs,
        notes);
}
