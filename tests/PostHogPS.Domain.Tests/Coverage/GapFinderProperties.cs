using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Xunit;
using PostHogPS.Coverage;
using PostHogPS.Domain.Tests.Schedule;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Coverage;

/// <summary>The gap finder against a slow and obvious one, over random schedules, timezones and histories.</summary>
public sealed class GapFinderProperties
{
    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago", "Pacific/Apia", "Africa/Casablanca",
            "Asia/Kathmandu"];

    private static readonly string[] Intervals = ["every 5 minutes", "every 15 minutes", "hour", "day", "week"];

    private static readonly string[] Statuses =
        ["Completed", "Completed", "Completed", "Completed", "Running", "Failed", "Failed", "FailedBilling", "Cancelled", "TimedOut", "FromTheFuture"];

    private static readonly DateTimeOffset Year = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<BatchExport> Exports =
        from interval in One(Intervals)
        from zone in One(Zones)
        from hour in Gen.Int[0, 23]
        from day in Gen.Int[0, 6]
        select new BatchExport { Name = "e", Interval = interval, Timezone = zone, OffsetHour = hour, OffsetDay = day };

    /// <summary>A window of some intervals anywhere in the year, cut at odd minutes.</summary>
    private static readonly Gen<(BatchExport Export, DateTimeOffset After, DateTimeOffset Before)> Windows =
        from export in Exports
        from minute in Gen.Int[0, 365 * 24 * 60]
        from length in Gen.Double[0, 14]
        let after = Year.AddMinutes(minute)
        select (export, after, after + TimeSpan.FromMinutes(Math.Round(length * IntervalSchedule.Length(export.Interval)!.Value.TotalMinutes)));

    /// <summary>A run: which interval (or half of one) it begins at, how many it is long, how it ended.</summary>
    private static readonly Gen<(int Place, int Length, string Status, int Age)[]> Histories =
        Gen.Select(Gen.Int[-3, 32], Gen.Int[1, 6], One(Statuses), Gen.Int[0, 1000]).Array[0, 40];

    private static Gen<string> One(string[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    [Trait("Speed", "Slow")]
    [Fact]
    public void Boundaries_are_those_that_a_walk_over_every_minute_finds() =>
        Windows.Sample(w =>
        {
            List<DataInterval> fast = [.. IntervalScheduleTests.Schedule(w.Export.Interval, w.Export.Timezone, w.Export.OffsetHour, w.Export.OffsetDay)
                .Within(w.After, w.Before)];
            List<DataInterval> slow = SlowIntervals(w.Export, w.After, w.Before);
            return fast.Select(i => (i.Start, i.End)).SequenceEqual(slow.Select(i => (i.Start, i.End)));
        }, iter: 400);

    [Fact]
    public void Verdicts_are_those_of_a_look_at_every_run_for_every_interval() =>
        Gen.Select(Windows, Histories).Sample((w, history) =>
        {
            List<DataInterval> intervals = [.. IntervalSchedule.CreateFrom(w.Export).Within(w.After, w.Before)];
            List<BatchExportRun> runs = Runs(w.Export, w.After, history);
            List<IntervalVerdict> verdicts = [.. GapFinder.Judge(intervals, runs.OrderBy(r => r.DataIntervalStart))];
            return verdicts.Count == intervals.Count
                && verdicts.Zip(intervals).All(p => Same(p.First, p.Second, runs));
        }, iter: 3000);

    [Fact]
    public void Merged_gaps_are_the_uncovered_intervals_and_nothing_else() =>
        Gen.Select(Windows, Histories).Sample((w, history) =>
        {
            List<DataInterval> intervals = [.. IntervalSchedule.CreateFrom(w.Export).Within(w.After, w.Before)];
            List<IntervalVerdict> verdicts = [.. GapFinder.Judge(intervals, Runs(w.Export, w.After, history).OrderBy(r => r.DataIntervalStart))];
            List<BatchExportGap> gaps = [.. GapFinder.Merge(verdicts)];
            return gaps.Sum(g => g.Intervals) == verdicts.Count(v => !v.IsCovered)
                && gaps.Zip(gaps.Skip(1)).All(p => p.First.End < p.Second.Start || (p.First.End == p.Second.Start && p.First.Kind != p.Second.Kind))
                && verdicts.All(v => v.IsCovered != gaps.Any(g => g.Start <= v.Interval.Start && v.Interval.End <= g.End && g.Kind == v.Kind));
        }, iter: 2000);

    private static bool Same(IntervalVerdict verdict, DataInterval interval, List<BatchExportRun> runs)
    {
        List<BatchExportRun> touching = [.. runs.Where(r => r.DataIntervalStart < interval.End && r.DataIntervalEnd > interval.Start)];
        List<BatchExportRun> good = [.. touching.Where(r => r.Status is "Completed" or "Running")];
        List<BatchExportRun> bad = [.. touching.Where(r => r.Status is "Failed" or "FailedBilling" or "TimedOut")];

        // Between two neighbouring bounds of runs nothing changes: one point of each piece tells.
        List<DateTimeOffset> bounds = [.. good.SelectMany(r => new[] { r.DataIntervalStart!.Value, r.DataIntervalEnd!.Value })
            .Append(interval.Start).Append(interval.End).Where(b => b >= interval.Start && b <= interval.End).Distinct().Order()];
        bool covered = bounds.Zip(bounds.Skip(1)).All(piece => good.Any(r => r.DataIntervalStart <= piece.First && r.DataIntervalEnd >= piece.Second));
        if (covered)
            return verdict.IsCovered;

        BatchExportRun? newest = bad.MaxBy(r => r.CreatedAt);
        string kind = newest is null ? "Missing" : newest.Status == "FailedBilling" ? "BillingBlocked" : "Failed";
        bool hold = good.Count > 0 || touching.Exists(r => r.Status == "FromTheFuture");
        return verdict.Kind == kind && verdict.Run?.CreatedAt == newest?.CreatedAt && verdict.Hold is not null == hold;
    }

    // Bounds lie on the schedule most of the time, and half an interval off now and then, as another schedule's do.
    private static List<BatchExportRun> Runs(BatchExport export, DateTimeOffset after, (int Place, int Length, string Status, int Age)[] history)
    {
        TimeSpan step = IntervalSchedule.Length(export.Interval)!.Value;
        List<DateTimeOffset> grid = [.. IntervalSchedule.CreateFrom(export).Within(after - 4 * step, after + 20 * step).Select(i => i.Start)];
        return [.. history.Select((h, index) =>
        {
            int at = Math.Clamp((h.Place + 3) / 2, 0, grid.Count - 2);
            DateTimeOffset start = grid[at] + (h.Place % 7 == 0 ? step / 2 : TimeSpan.Zero);
            DateTimeOffset end = h.Length == 6 ? start + step / 3 : grid[Math.Min(at + (h.Length < 4 ? 1 : h.Length), grid.Count - 1)];
            return new BatchExportRun
            {
                Id = Guid.NewGuid(),
                Status = h.Status,
                DataIntervalStart = start,
                DataIntervalEnd = end > start ? end : start + step,
                // No two at the same moment, so that "the newest" is one.
                CreatedAt = Year.AddSeconds(h.Age * 100 + index),
            };
        })];
    }

    private static List<DataInterval> SlowIntervals(BatchExport export, DateTimeOffset after, DateTimeOffset before)
    {
        var bounds = new List<DateTimeOffset>();
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(export.Timezone);
        DateTime? lastDay = null;
        for (DateTimeOffset minute = Floor(after.AddDays(-2)); minute <= before; minute = minute.AddMinutes(1))
        {
            if (export.Interval is "day" or "week")
            {
                // The first minute of a day whose local time has reached the hour.
                DateTime local = TimeZoneInfo.ConvertTime(minute, zone).DateTime;
                if (local.Hour < export.OffsetHour || local.Date == lastDay)
                    continue;
                lastDay = local.Date;
                if (minute > Floor(after.AddDays(-2)) && (export.Interval == "day" || (int)local.DayOfWeek == export.OffsetDay))
                    bounds.Add(minute);
            }
            else
            {
                long step = (long)IntervalSchedule.Length(export.Interval)!.Value.TotalMinutes;
                if (minute.ToUnixTimeSeconds() / 60 % step == 0)
                    bounds.Add(minute);
            }
        }

        return [.. bounds.Zip(bounds.Skip(1)).Where(p => p.First >= after && p.Second <= before).Select(p => new DataInterval(p.First, p.Second))];
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
