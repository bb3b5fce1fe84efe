using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Rows;
using Xunit;

namespace PostHogPS.Domain.Tests.Rows;

/// <summary>
/// The judge, which sees sums, against a slow and obvious one, which sees every row: a row is lost when PostHog holds it and no
/// run exported it. Weeks of hourly runs, 100,000 rows, late arrivals and rows that cross edges in all of them.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RowJudgeProperties
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_week_without_a_loss_has_no_finding(int seed)
    {
        var world = new RowWorld(seed);

        Assert.Contains(world.Judge(), static verdict => verdict.Difference != 0);
        Same(world);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_lost_event_of_100_000_is_found(int seed)
    {
        int hour = new Random(seed).Next(0, 143);
        RowWorld world = new RowWorld(seed).Lose(hour);

        List<RowVerdict> found = Same(world);

        // An edge may move it into a neighbour; nobody can tell by sums.
        RowVerdict verdict = Assert.Single(found);
        Assert.Equal(1, verdict.Shortfall);
        Assert.InRange((verdict.Interval.Start - RowWorld.Start).TotalHours, hour - 12, hour + 1);
    }

    /// <summary>An insertion takes up to twelve seconds here, so that most edges move a row or two.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Edges_that_move_a_row_or_two_are_no_loss_and_no_surplus(int seed) =>
        Assert.DoesNotContain(new RowWorld(seed, edgeShift: 12).Judge(), static verdict => verdict.State is RowState.Short or RowState.Surplus);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_run_that_is_missing_makes_no_neighbour_short(int seed)
    {
        List<RowVerdict> verdicts = new RowWorld(seed, rows: 400_000, edgeShift: 30).DropRun(60).DropRun(61).Judge();

        Assert.DoesNotContain(verdicts, static verdict => verdict.State is RowState.Short or RowState.Surplus);
        Assert.Equal(2, verdicts.Count(static verdict => verdict.State == RowState.Missing));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Several_losses_are_found_to_the_row(int seed)
    {
        var random = new Random(seed);
        var world = new RowWorld(seed);
        for (int i = 0; i < 4; i++)
            world.Lose(random.Next(0, 140), random.Next(1, 20));

        Same(world);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rows_that_are_stored_hours_late_are_no_loss(int seed) => Same(new RowWorld(seed).Hold(new Random(seed).Next(10, 130), 0.5 + (seed % 5)));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Deleted_events_hide_no_loss_of_another_day(int seed)
    {
        RowWorld world = new RowWorld(seed).Lose(20, 2).Delete(80, 50);

        List<RowVerdict> verdicts = world.Judge();

        Assert.Equal(2, verdicts.Where(static v => v.State == RowState.Short).Sum(static v => v.Shortfall));
        Assert.InRange(verdicts.Where(static v => v.State == RowState.Surplus).Sum(static v => -v.Shortfall), 45, 60);
    }

    /// <summary>A site with a hundred times the rows has edges that always move some: no loss below them is claimed, and no false one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Busy_edges_are_no_loss_and_hide_no_large_one(int seed)
    {
        Assert.DoesNotContain(new RowWorld(seed, rows: 400_000, edgeShift: 30).Judge(), static v => v.State == RowState.Short);
        Assert.Contains(new RowWorld(seed, rows: 400_000, edgeShift: 30).Lose(100, 300).Judge(), static v => v.State == RowState.Short && v.Shortfall > 250);
    }

    /// <summary>
    /// Intervals of five minutes: traffic, and with it the rows that are on their way, falls for half a day, by a few rows an
    /// interval. A window that begins at noon begins with many of the time before it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Where_a_window_begins_makes_no_surplus_and_hides_no_double_export(int seed)
    {
        var world = new EdgeWorld(seed);

        for (int begin = 0; begin < EdgeWorld.Day; begin += 4)
        {
            int twice = begin + new Random(seed + begin).Next(1, EdgeWorld.Day);
            foreach (DateTimeOffset now in new[] { EdgeWorld.EndOf(begin), EdgeWorld.EndOf(begin).AddDays(2) })
            {
                Assert.DoesNotContain(world.Judge(begin, now), static verdict => verdict.State == RowState.Surplus);
                Assert.Contains(world.Judge(begin, now, twice),
                    verdict => verdict.State == RowState.Surplus && verdict.Interval.Start >= EdgeWorld.StartOf(twice));
            }
        }
    }

    /// <summary>
    /// What an interval lacks is the same in every window that contains it, and so is whether it is a finding, from the third day of a
    /// window on. Before, what is hardly more than edges move may be named by one window and left out by another.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Where_a_window_begins_changes_no_shortfall(int seed)
    {
        var random = new Random(seed);
        RowWorld world = new RowWorld(seed, rows: 200_000, edgeShift: 30);
        int[] hours = [random.Next(50, 60), random.Next(80, 90), random.Next(90, 95), random.Next(120, 130)];
        foreach (int hour in hours)
            world.Lose(hour, random.Next(150, 400));
        List<RowCount> counts = world.Counts();
        List<BatchExportRun> runs = world.Runs();
        Dictionary<DateTimeOffset, long> longest = Short(0);

        Assert.All(hours, hour => Assert.InRange(longest[RowWorld.Start.AddHours(hour)], 100, 500));
        for (int begin = 1; begin < hours[3]; begin++)
        {
            Dictionary<DateTimeOffset, long> found = Short(begin);
            Assert.All(hours.Where(hour => hour >= begin), hour => Assert.Contains(RowWorld.Start.AddHours(hour), found.Keys));
            Assert.All(found, one => Assert.True(longest.TryGetValue(one.Key, out long same) ? one.Value == same : one.Value < 15, $"{begin}: {one}"));
            DateTimeOffset third = new(RowWorld.Start.AddHours(begin).AddDays(3).UtcDateTime.Date, TimeSpan.Zero);
            Assert.Equal(longest.Where(one => one.Key >= third), found.Where(one => one.Key >= third));
        }

        Dictionary<DateTimeOffset, long> Short(int begin) => new RowJudge(world.Now).Judge(world.Intervals.Skip(begin), counts, runs)
            .Where(static verdict => verdict.State == RowState.Short)
                .ToDictionary(static verdict => verdict.Interval.Start, static verdict => verdict.Shortfall);
    }

    /// <summary>Losses about as large as what edges move: found or not, but the same in all windows.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Where_a_window_begins_changes_no_finding_that_is_hardly_one(int seed)
    {
        var random = new Random(seed);
        RowWorld world = new RowWorld(seed, rows: 200_000, edgeShift: 30);
        for (int hour = 74; hour < 140; hour += random.Next(4, 9))
            world.Lose(hour, random.Next(5, 60));
        List<RowCount> counts = world.Counts();
        List<BatchExportRun> runs = world.Runs();
        List<(DateTimeOffset, string, long)> longest = Find(0);

        Assert.NotEmpty(longest);
        for (int begin = 1; begin <= 24; begin++)
            Assert.Equal(longest, Find(begin));

        List<(DateTimeOffset, string, long)> Find(int begin) => [.. new RowJudge(world.Now).Judge(world.Intervals.Skip(begin), counts, runs)
            .Where(static verdict => verdict.Interval.Start >= RowWorld.Start.AddDays(3) && verdict.State is RowState.Short or RowState.Surplus)
            .Select(static verdict => (verdict.Interval.Start, verdict.State, verdict.Shortfall))];
    }

    private static List<RowVerdict> Same(RowWorld world)
    {
        List<RowVerdict> found = [.. world.Judge().Where(static verdict => verdict.State is RowState.Short or RowState.Missing)];
        Assert.Equal(ReallyLost(world), found.Sum(static verdict => verdict.Shortfall));
        return found;
    }

    // Row by row.
    private static int ReallyLost(RowWorld world)
    {
        int lost = 0;
        foreach (RowWorld.Row row in world.Rows)
        {
            bool isHeld = !row.IsDeleted && row.Made >= RowWorld.Start && row.Made < world.Now;
            if (isHeld && row.IsLost)
                lost++;
        }

        return lost;
    }
}
