using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;
using PostHogPS.Coverage;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Coverage;

/// <summary>Which intervals are covered, and what becomes of the others.</summary>
public sealed class GapFinderTests
{
    private static readonly DateTimeOffset Zero = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Completed")]
    [InlineData("Running")]
    [InlineData("Starting")]
    [InlineData("ContinuedAsNew")]
    public void Completed_and_running_ones_cover(string status) => Assert.Empty(Gaps(1, Run(0, 1, status)));

    [Theory]
    [InlineData("Failed", "Failed")]
    [InlineData("FailedRetryable", "Failed")]
    [InlineData("TimedOut", "Failed")]
    [InlineData("Terminated", "Failed")]
    [InlineData("FailedBilling", "BillingBlocked")]
    [InlineData("Cancelled", "Missing")]
    public void The_others_give_the_gap_its_kind(string status, string kind) => Assert.Equal(kind, Gaps(1, Run(0, 1, status)).Single().Kind);

    [Fact]
    public void A_run_without_a_start_does_not_hide_those_behind_it() =>
        Assert.Empty(Gaps(3, With(Run(0, 1, "Failed"), r => r.DataIntervalStart = null), Run(0, 1), With(Run(1, 2), r => r.DataIntervalStart = null), Run(1, 2),
            Run(2, 3)));

    [Fact]
    public void A_run_without_rows_covers() => Assert.Empty(Gaps(1, With(Run(0, 1), r => r.RecordsCompleted = 0)));

    [Fact]
    public void Failed_and_then_completed_is_covered_in_either_order()
    {
        Assert.Empty(Gaps(1, Run(0, 1, "Failed"), Run(0, 1)));
        Assert.Empty(Gaps(1, Run(0, 1), Run(0, 1, "Failed")));
    }

    [Fact]
    public void Runs_of_a_backfill_count() => Assert.Empty(Gaps(1, With(Run(0, 1), r => r.BackfillId = Guid.NewGuid())));

    [Fact]
    public void The_newest_failure_decides_the_kind_and_gives_the_error()
    {
        BatchExportRun older = With(Run(0, 1, "FailedBilling", "bill"), r => r.CreatedAt = Zero.AddHours(2));
        BatchExportRun newer = With(Run(0, 1, "Failed", "no"), r => r.CreatedAt = Zero.AddHours(3));

        BatchExportGap gap = Gaps(1, older, newer).Single();
        Assert.Equal(("Failed", "no", newer.Id), (gap.Kind, gap.LastError, gap.RunId));
        Assert.Equal("BillingBlocked", Gaps(1, With(newer, r => r.CreatedAt = Zero.AddHours(1)), older).Single().Kind);
    }

    [Fact]
    public void Neighbours_of_one_kind_are_merged_and_others_are_not()
    {
        List<BatchExportGap> gaps = Gaps(10, Run(1, 2), Run(4, 5, "Failed", "a"), Run(5, 6, "Failed", "b"), Run(7, 8, "FailedBilling"), Run(8, 9));

        Assert.Equal(["0-1 Missing 1", "2-4 Missing 2", "4-6 Failed 2", "6-7 Missing 1", "7-8 BillingBlocked 1", "9-10 Missing 1"], gaps.Select(Text));
        Assert.Equal("b", gaps[2].LastError);
        Assert.Null(gaps[2].RunId);
        Assert.NotNull(gaps[4].RunId);
    }

    [Fact]
    public void A_longer_run_of_an_earlier_schedule_covers_the_shorter_intervals_of_now() =>
        Assert.Empty(Gaps(24, Run(0, 24)));

    [Fact]
    public void Shorter_runs_of_an_earlier_schedule_cover_the_longer_interval_of_now_together() =>
        Assert.DoesNotContain(Judge([new DataInterval(Zero, Zero.AddHours(3))], Run(0, 1), Run(1, 2), Run(2, 3)), v => !v.IsCovered);

    [Fact]
    public void An_interval_that_is_covered_in_part_is_a_gap_that_must_not_simply_be_run()
    {
        IntervalVerdict verdict = Judge([new DataInterval(Zero, Zero.AddHours(24))], Run(0, 1), Run(1, 2)).Single();
        Assert.False(verdict.IsCovered);
        Assert.NotNull(verdict.Hold);
        Assert.Null(Judge([new DataInterval(Zero, Zero.AddHours(1))], Run(1, 2)).Single().Hold);
    }

    [Fact]
    public void A_status_of_a_newer_server_is_a_gap_that_must_not_simply_be_run()
    {
        IntervalVerdict verdict = Judge([new DataInterval(Zero, Zero.AddHours(1))], Run(0, 1, "CompletedWithWarnings")).Single();
        Assert.Equal("Missing", verdict.Kind);
        Assert.Contains("CompletedWithWarnings", verdict.Hold, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_failed_run_of_just_this_interval_is_offered_for_a_retry()
    {
        BatchExportGap gap = Judge([new DataInterval(Zero.AddHours(2), Zero.AddHours(3))], Run(0, 24, "Failed")).ToGaps().Single();
        Assert.Equal("Failed", gap.Kind);
        Assert.Null(gap.RunId);
    }

    [Fact]
    public void Overlapping_runs_cover_together() =>
        Assert.Empty(Gaps(6, Run(0, 3), Run(1, 2), Run(2, 6), Run(2, 3)));

    [Fact]
    public void A_run_without_a_start_or_an_end_is_passed_over() =>
        Assert.Equal("0-2 Missing 2", Text(Gaps(2, With(Run(0, 1), r => r.DataIntervalStart = null), With(Run(1, 2), r => r.DataIntervalEnd = null)).Single()));

    [Fact]
    public void Runs_are_read_no_further_than_needed()
    {
        int read = 0;
        IEnumerable<BatchExportRun> Endless()
        {
            for (int i = 0; ; i++, read++)
                yield return Run(i, i + 1);
        }

        Assert.Equal(3, GapFinder.Judge(Hours(3), Endless()).Count());
        Assert.InRange(read, 3, 5);
    }

    private static List<BatchExportGap> Gaps(int hours, params BatchExportRun[] runs) => [.. GapFinder.Merge(GapFinder.Judge(Hours(hours), runs))];

    private static IEnumerable<IntervalVerdict> Judge(DataInterval[] intervals, params BatchExportRun[] runs) => GapFinder.Judge(intervals, runs);

    private static IEnumerable<DataInterval> Hours(int count) =>
        Enumerable.Range(0, count).Select(h => new DataInterval(Zero.AddHours(h), Zero.AddHours(h + 1)));

    private static BatchExportRun Run(double from, double to, string status = "Completed", string? error = null) => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        LatestError = error,
        DataIntervalStart = Zero.AddHours(from),
        DataIntervalEnd = Zero.AddHours(to),
        CreatedAt = Zero.AddHours(to),
    };

    private static BatchExportRun With(BatchExportRun run, Action<BatchExportRun> change)
    {
        change(run);
        return run;
    }

    private static string Text(BatchExportGap gap) =>
        string.Create(CultureInfo.InvariantCulture, $"{(gap.Start - Zero).TotalHours}-{(gap.End - Zero).TotalHours} {gap.Kind} {gap.Intervals}");
}

internal static class VerdictExtensions
{
    internal static IEnumerable<BatchExportGap> ToGaps(this IEnumerable<IntervalVerdict> verdicts) => GapFinder.Merge(verdicts);
}
