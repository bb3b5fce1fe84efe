using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Anomalies;
using Xunit;

namespace PostHogPS.Domain.Tests.Anomalies;

/// <summary>The rules of docs/anomalies.md, each with what must be found and what must not.</summary>
public sealed class AnomalyJudgeTests
{
    [Fact]
    public void Usual_weeks_have_no_anomaly() => Assert.All(Enumerable.Range(1, 10), seed => Assert.Empty(new Traffic { Seed = seed }.Find()));

    [Theory]
    [InlineData(0, "Empty")]
    [InlineData(0.2, "TooFewRows")]
    [InlineData(0.35, "TooFewRows")]
    [InlineData(2.8, "TooManyRows")]
    [InlineData(20, "TooManyRows")]
    public void An_interval_that_does_not_fit_its_hour_is_found(double share, string kind)
    {
        for (int hour = 1; hour <= 24; hour += 3)
        {
            Traffic traffic = new Traffic { Seed = hour }.Scale(hour, share);

            BatchExportAnomaly anomaly = Assert.Single(traffic.Find());

            Assert.Equal((kind, traffic.StartOf(hour)), (anomaly.Kind, anomaly.Start));
            Assert.True(anomaly.Score >= 5 && (anomaly.Value < anomaly.ExpectedLow || anomaly.Value > anomaly.ExpectedHigh), anomaly.Reason);
        }
    }

    /// <summary>The report over many exports glances at rows first.</summary>
    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0.2)]
    [InlineData(1, 2.8)]
    [InlineData(49, 0)]
    public void A_glance_misses_no_interval_that_stands_out(int hours, double share)
    {
        for (int hour = 1; hour <= 24; hour += 5)
        {
            Traffic quick = new() { Seed = hour, OnlyWhatStandsOut = true }, complete = new() { Seed = hour };
            foreach (int at in Enumerable.Range(hour, hours))
                (_, _) = (quick.Scale(at, share), complete.Scale(at, share));

            List<BatchExportAnomaly> found = complete.Find();

            Assert.NotEmpty(found);
            Assert.Equal(found.Select(static anomaly => (anomaly.Start, anomaly.Kind)), quick.Find().Select(static anomaly => (anomaly.Start, anomaly.Kind)));
        }
    }

    [Fact]
    public void A_glance_at_usual_weeks_costs_no_statistics() => Assert.Contains(Enumerable.Range(1, 10), static seed =>
    {
        var traffic = new Traffic { Seed = seed, OnlyWhatStandsOut = true };
        return traffic.Find().Count == 0 && traffic.RowsJudged == 0;
    });

    [Fact]
    public void A_value_near_all_known_ones_is_in_their_range()
    {
        var random = new Random(1);
        int near = 0;
        for (int i = 0; i < 2000; i++)
        {
            var baseline = new TrailingBaseline(0.01 + (0.3 * random.NextDouble()));
            double center = Math.Exp(10 * random.NextDouble()), width = random.NextDouble();
            for (int k = random.Next(1, 40); k > 0; k--)
                baseline.Add(center * Math.Exp(width * (random.NextDouble() - 0.5)));
            double value = center * Math.Exp(2 * (random.NextDouble() - 0.5)), factor = 1.25 + random.NextDouble();
            if (!baseline.IsNearAll(value, factor))
                continue;
            near++;
            Assert.True(baseline.Range(factor, 5) is not { } range || range.Contains(value));
        }

        Assert.InRange(near, 200, 1900);
    }

    [Fact]
    public void A_range_is_that_of_the_same_hour_and_weekday()
    {
        // Saturday at noon has half of what a weekday has: a weekday with fewer than that lacks rows.
        var traffic = new Traffic();
        BatchExportAnomaly few = Assert.Single(new Traffic().Scale(24, 0.4).Find());

        Assert.Empty(traffic.Find());
        Assert.InRange(Traffic.Daily(few.Start), few.ExpectedLow, few.ExpectedHigh);
        Assert.False(Traffic.Daily(few.Start) * 0.45 >= few.ExpectedLow);
    }

    [Fact]
    public void Hours_that_are_usually_empty_may_be_empty_and_others_may_not()
    {
        static double Rows(DateTimeOffset start) => start.Hour is >= 1 and < 5 ? 0 : 500;

        Assert.Empty(new Traffic { Rows = Rows }.Find());
        Assert.Equal(["Empty"], new Traffic { Rows = Rows }.Scale(4, 0).Find().Select(a => a.Kind));
        Assert.Equal(["TooManyRows"], new Traffic { Rows = Rows }.Plant(10, run => run.RecordsCompleted = 500).Find().Select(a => a.Kind));
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData(1.3)]
    [InlineData(0.8)]
    public void Growth_is_allowed_for(double perWeek)
    {
        for (int seed = 1; seed <= 4; seed++)
        {
            double Rows(DateTimeOffset start) => Traffic.Daily(start) * Traffic.Weekend(start, 0.5) * Math.Pow(perWeek, (start - Traffic.Now).TotalDays / 7);
            Assert.Empty(new Traffic { Rows = Rows, Seed = seed }.Find());
            Assert.Equal(["TooFewRows"], new Traffic { Rows = Rows, Seed = seed }.Scale(30, 0.3).Find().Select(a => a.Kind));
        }
    }

    /// <summary>Runs are by UTC; a site in Berlin has its steep morning an hour later from 25 October on. That day itself may be any.</summary>
    [Fact]
    public void A_change_of_clocks_is_allowed_for()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        double Rows(DateTimeOffset start) => TimeZoneInfo.ConvertTime(start, berlin).Hour is >= 7 and < 22 ? 2000 : 100;
        for (int days = 2; days <= 28; days += 3)
        {
            var traffic = new Traffic { Rows = Rows, End = new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero).AddDays(days),
                Window = TimeSpan.FromDays(1), Seed = days };
            Assert.Empty(traffic.Find().Select(anomaly => $"{days} {anomaly.Start:u} {anomaly.Reason}"));
        }
    }

    [Fact]
    public void A_step_is_found_at_first_and_then_is_what_is_usual()
    {
        static double Rows(DateTimeOffset start) => Traffic.Daily(start) * (start >= Traffic.Now.AddDays(-10) ? 0.3 : 1);

        Assert.NotEmpty(new Traffic { Rows = Rows, Window = TimeSpan.FromDays(10) }.Find());
        Assert.Empty(new Traffic { Rows = Rows, Window = TimeSpan.FromDays(3) }.Find());
    }

    [Theory]
    [InlineData("Low", 0.1, true)]
    [InlineData("Low", 0.45, false)]
    [InlineData("Normal", 0.4, true)]
    [InlineData("Normal", 0.65, false)]
    [InlineData("High", 0.55, true)]
    public void Sensitivity_decides_how_far_is_too_far(string sensitivity, double share, bool isFound) =>
        Assert.Equal(isFound, new Traffic { Sensitivity = sensitivity }.Scale(1, share).Find().Exists(a => a.Start == Traffic.Now.AddHours(-1)));

    [Fact]
    public void Small_counts_vary_by_chance()
    {
        Assert.Empty(new Traffic { Rows = static _ => 6 }.Scale(5, 0).Scale(9, 3).Find());
        Assert.Equal(["Empty"], new Traffic { Rows = static _ => 60 }.Scale(5, 0).Find().Select(a => a.Kind));
    }

    [Fact]
    public void An_outage_of_last_week_makes_no_outage_usual()
    {
        var traffic = new Traffic();
        for (int hour = 1; hour <= 24; hour++)
            traffic.Scale(168 + hour, 0).Scale(hour, 0);

        Assert.Equal(24, traffic.Find().Count(a => a.Kind == "Empty"));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 10)]
    [InlineData(24, 8)]
    [InlineData(168, 30)]
    public void A_new_export_is_not_judged(int hours, int days)
    {
        Traffic traffic = new Traffic { Step = TimeSpan.FromHours(hours), Age = TimeSpan.FromDays(Math.Min(days, hours == 1 ? 4 : days)),
            Window = TimeSpan.FromDays(7) }.Scale(1, 0);

        Assert.Empty(traffic.Find());
        Assert.Equal(0, traffic.RowsJudged);
    }

    [Fact]
    public void Days_and_weeks_are_judged_by_longer_histories()
    {
        var days = new Traffic { Step = TimeSpan.FromDays(1), Age = TimeSpan.FromDays(90), Rows = static start => 30_000 * Traffic.Weekend(start, 0.4),
            End = new DateTimeOffset(2026, 10, 14, 0, 0, 0, TimeSpan.Zero) };
        Assert.Empty(days.Find());
        Assert.Equal(["TooFewRows"], days.Scale(2, 0.4).Find().Select(a => a.Kind));

        var weeks = new Traffic { Step = TimeSpan.FromDays(7), Age = TimeSpan.FromDays(252), Rows = static _ => 200_000 };
        Assert.Empty(weeks.Find());
        Assert.Equal(["TooFewRows"], weeks.Scale(1, 0.2).Find().Select(a => a.Kind));
    }

    [Fact]
    public void Five_minutes_are_judged_by_days_of_the_same_kind()
    {
        static double Rows(DateTimeOffset start) => Traffic.Daily(start) * Traffic.Weekend(start, 0.4) * (start.Minute == 0 ? 8 : 1);
        var traffic = new Traffic { Step = TimeSpan.FromMinutes(5), Age = TimeSpan.FromDays(40), Window = TimeSpan.FromDays(2), Rows = Rows };

        Assert.Empty(traffic.Find());
        Assert.Equal(Traffic.Now.AddHours(-2), Assert.Single(traffic.Scale(24, 0.12).Find()).Start);
    }

    [Fact]
    public void Bytes_per_row_that_jump_are_found_and_few_rows_are_not_judged_by_them()
    {
        BatchExportAnomaly anomaly = Assert.Single(new Traffic().Plant(3, run => run.BytesExported *= 4).Find());

        Assert.Equal(AnomalyJudge.BytesPerRow, anomaly.Kind);
        Assert.InRange(anomaly.Value, 1400, 1800);
        Assert.Empty(new Traffic { Rows = static _ => 50 }.Plant(3, run => run.BytesExported *= 4).Find());
    }

    [Fact]
    public void Rows_that_failed_or_are_missing_by_the_server_s_own_count_are_certain()
    {
        List<BatchExportAnomaly> found = new Traffic { Age = TimeSpan.FromHours(4) }
            .Plant(2, run => run.RecordsFailed = 12)
            .Plant(1, run => (run.RecordsCompleted, run.RecordsTotalCount) = (990, 1000))
            .Find();

        Assert.Equal([("FailedRows", "12 rows failed.", 100.0), ("IncompleteRows", "990 of 1000 rows were exported.", 100.0)],
            found.Select(a => (a.Kind, a.Reason, a.Score)));
    }

    [Fact]
    public void A_total_below_what_was_exported_is_no_finding() =>
        Assert.Empty(new Traffic().Plant(2, run => run.RecordsTotalCount = run.RecordsCompleted - 5).Find());

    [Fact]
    public void A_run_that_took_or_takes_far_too_long_is_found()
    {
        List<BatchExportAnomaly> found = new Traffic()
            .Plant(5, run => run.FinishedAt = run.CreatedAt + TimeSpan.FromMinutes(50))
            .Plant(2, run => (run.Status, run.FinishedAt) = ("Running", null))
            .Plant(9, run => run.FinishedAt = run.CreatedAt + TimeSpan.FromMinutes(2))
            .Find();

        Assert.Equal([AnomalyJudge.LongRun, AnomalyJudge.LongRun], found.Select(a => a.Kind));
        Assert.StartsWith("The run took 00:50:00, where up to ", found[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith("The run has taken 00:58:00, ", found[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_without_a_completed_run_is_a_gap_and_no_anomaly() =>
        Assert.Empty(new Traffic().Plant(3, run => (run.Status, run.RecordsCompleted) = ("Failed", 0)).Find());

    [Fact]
    public void A_retry_that_completed_replaces_what_the_scheduled_run_exported()
    {
        var history = new IntervalHistory(TimeSpan.FromHours(1));
        DateTimeOffset start = Traffic.Now.AddHours(-1);
        BatchExportRun Run(int minute, long rows, Guid? backfill) => new()
        {
            Status = "Completed", DataIntervalStart = start, DataIntervalEnd = Traffic.Now, CreatedAt = Traffic.Now.AddMinutes(minute), RecordsCompleted = rows,
                BackfillId = backfill,
        };
        history.Add(Run(30, 900, Guid.NewGuid()));
        history.Add(Run(2, 0, null));

        Assert.Equal(900, history.ToSamples().Single().Rows);
        Assert.Single(history.Scheduled);
    }

    [Fact]
    public void Runs_that_come_in_another_order_give_the_same_samples()
    {
        BatchExportRun[] runs = [.. Enumerable.Range(1, 50).Select(static hour => new BatchExportRun
        {
            Status = "Completed", DataIntervalStart = Traffic.Now.AddHours(-hour), DataIntervalEnd = Traffic.Now.AddHours(1 - hour), CreatedAt = Traffic.Now,
        })];
        new Random(1).Shuffle(runs);
        var history = new IntervalHistory(TimeSpan.FromHours(1));
        foreach (BatchExportRun run in runs)
            history.Add(run);

        DateTimeOffset[] expected = [.. runs.Select(static run => run.DataIntervalStart!.Value).Order()];
        Assert.Equal(expected, history.ToSamples().Select(static sample => sample.Start));
        Assert.Equal(expected, history.Scheduled.Select(static run => run.DataIntervalStart!.Value));
    }

    // More values than are kept: those that leave take their extremes along.
    [Theory]
    [InlineData(1000, false)]
    [InlineData(100, true)]
    public void A_value_is_near_all_of_the_last_two_hundred(double value, bool isNear)
    {
        var baseline = new TrailingBaseline(0.1);
        baseline.Add(1000);
        for (int i = 0; i < 200; i++)
            baseline.Add(100 + (i % 7));

        Assert.Equal(isNear, baseline.IsNearAll(value, 2));
    }

    [Fact]
    public void Reasons_are_sentences_of_at_most_twelve_words() =>
        Assert.All(
            new Traffic().Scale(1, 0).Scale(2, 0.1).Scale(3, 9).Plant(4, r => r.BytesExported *= 9).Plant(5, r => r.RecordsFailed = 1)
                .Plant(6, r => r.RecordsTotalCount = 99999)
                .Plant(7, r => r.FinishedAt = r.CreatedAt + TimeSpan.FromHours(9)).Find(),
            a => Assert.True(a.Reason.Split(' ').Length <= 12 && a.Reason.EndsWith('.'), a.Reason));
}
