using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;
using PostHogPS.Schedule;

namespace PostHogPS.Domain.Tests.Schedule;

/// <summary>Where intervals begin and end.</summary>
public sealed class IntervalScheduleTests
{
    [Theory]
    [InlineData("Europe/Berlin", 2, "2026-03-28", "24 23 24 24")]
    [InlineData("Europe/Berlin", 0, "2026-03-28", "24 23 24 24")]
    [InlineData("Europe/Berlin", 2, "2026-10-24", "24 25 24 24")]
    [InlineData("America/New_York", 2, "2026-03-07", "24 23 24 24")]
    [InlineData("America/New_York", 1, "2026-10-31", "24 25 24 24")]
    [InlineData("America/New_York", 4, "2026-10-31", "25 24 24 24")]
    [InlineData("Australia/Lord_Howe", 0, "2026-10-03", "24 23.5 24 24")]
    [InlineData("Australia/Lord_Howe", 0, "2026-04-04", "24 24.5 24 24")]
    [InlineData("Asia/Kolkata", 5, "2026-03-28", "24 24 24 24")]
    [InlineData("UTC", 3, "2026-03-28", "24 24 24 24")]
    public void A_day_has_as_many_hours_as_its_clocks_show(string timezone, int hour, string first, string hours)
    {
        DateTimeOffset after = LocalTime.ToInstant(Zone(timezone), Day(first), hour);

        IEnumerable<string> actual = Schedule("day", timezone, hour).Within(after, after.AddDays(6)).Take(4)
            .Select(i => (i.End - i.Start).TotalHours.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(hours, string.Join(' ', actual));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", 2, "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", 2, "2026-10-25T00:00:00Z")]
    [InlineData("America/New_York", "2026-03-08", 2, "2026-03-08T07:00:00Z")]
    [InlineData("America/New_York", "2026-11-01", 1, "2026-11-01T05:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 2, "2026-10-03T15:30:00Z")]
    [InlineData("America/Santiago", "2026-09-06", 0, "2026-09-06T04:00:00Z")]
    public void An_hour_that_is_skipped_begins_after_it_and_one_that_comes_twice_the_first_time(string timezone, string day, int hour, string instant) =>
        Assert.Equal(Instant(instant), LocalTime.ToInstant(Zone(timezone), Day(day), hour));

    [Fact]
    public void Weeks_begin_on_their_day_at_their_hour_and_step_in_local_time()
    {
        DataInterval[] weeks = [.. Schedule("week", "America/New_York", 6, 1).Within(Instant("2026-02-20T00:00:00Z"), Instant("2026-03-20T00:00:00Z"))];

        Assert.Equal(["2026-02-23 11:00", "2026-03-02 11:00", "2026-03-09 10:00"],
            weeks.Select(w => w.Start.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));
        Assert.Equal(7 * 24 - 1, (weeks[1].End - weeks[1].Start).TotalHours);
    }

    [Theory]
    [InlineData("every 5 minutes", "2026-10-01T00:02:00Z", "2026-10-01T00:19:00Z", 2, "2026-10-01T00:05:00Z")]
    [InlineData("every 15 minutes", "2026-10-01T00:00:00Z", "2026-10-01T01:00:00Z", 4, "2026-10-01T00:00:00Z")]
    [InlineData("hour", "2026-10-01T00:00:01Z", "2026-10-01T03:59:59Z", 2, "2026-10-01T01:00:00Z")]
    [InlineData("hour", "2026-10-01T01:00:00Z", "2026-10-01T01:00:00Z", 0, null)]
    [InlineData("hour", "2026-10-01T05:00:00Z", "2026-10-01T01:00:00Z", 0, null)]
    [InlineData("hour", "1969-12-31T22:30:00Z", "1970-01-01T01:00:00Z", 2, "1969-12-31T23:00:00Z")]
    public void Partial_intervals_at_the_ends_are_left_out(string interval, string after, string before, int count, string? first)
    {
        DataInterval[] found = [.. Schedule(interval).Within(Instant(after), Instant(before))];

        Assert.Equal(count, found.Length);
        if (first is not null)
            Assert.Equal(Instant(first), found[0].Start);
    }

    [Theory]
    [InlineData("Europe/Berlin", 2)]
    [InlineData("America/New_York", 1)]
    [InlineData("Australia/Lord_Howe", 2)]
    [InlineData("America/Santiago", 0)]
    public void Intervals_follow_each_other_without_gap_or_overlap_for_years(string timezone, int hour)
    {
        DateTimeOffset? last = null;
        int count = 0;
        foreach (DataInterval day in Schedule("day", timezone, hour).Within(Instant("2020-01-01T00:00:00Z"), Instant("2030-01-01T00:00:00Z")))
        {
            Assert.Equal(last ?? day.Start, day.Start);
            Assert.InRange((day.End - day.Start).TotalHours, 22.9, 25.1);
            last = day.End;
            count++;
        }

        Assert.InRange(count, 3651, 3653);
    }

    [Fact]
    public void The_boundary_before_an_instant_is_the_newest_one()
    {
        Assert.Equal(Instant("2026-10-01T11:00:00Z"), Schedule("hour").BoundaryBefore(Instant("2026-10-01T11:59:59Z")));
        Assert.Equal(Instant("2026-10-25T00:00:00Z"), Schedule("day", "Europe/Berlin", 2).BoundaryBefore(Instant("2026-10-25T01:30:00Z")));
        Assert.Equal(Instant("2026-09-28T10:00:00Z"), Schedule("week", "America/New_York", 6, 1).BoundaryBefore(Instant("2026-10-05T09:59:00Z")));
    }

    [Theory]
    [InlineData("hour", 12)]
    [InlineData("day", 20)]
    [InlineData("week", 30)]
    [InlineData("every 5 minutes", 1)]
    public void The_newest_interval_is_given_the_time_to_begin(string interval, double minutes) =>
        Assert.Equal(minutes, Schedule(interval).StartDelay.TotalMinutes);

    [Theory]
    [InlineData("fortnight")]
    [InlineData("every 0 minutes")]
    [InlineData("every 99999999999 minutes")]
    [InlineData("")]
    public void An_interval_of_a_newer_server_is_named_in_the_error(string interval) =>
        Assert.Contains($"'{interval}'", Assert.ThrowsAny<Exception>(() => Schedule(interval)).Message, StringComparison.Ordinal);

    internal static IntervalSchedule Schedule(string interval, string timezone = "UTC", int? hour = null, int? day = null) =>
        IntervalSchedule.CreateFrom(new BatchExport { Name = "e", Interval = interval, Timezone = timezone, OffsetHour = hour, OffsetDay = day });

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static DateTime Day(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
