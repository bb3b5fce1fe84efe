using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Repairs of days, weeks and months: whole intervals of the schedule, also where clocks change.</summary>
[Trait("Speed", "Slow")]
public sealed class RepairPHBatchExportScheduleTests
{
    [Fact]
    public void Months_are_cut_into_windows()
    {
        var export = new SandboxExport { Name = "events", Past = (start, _) => start < Scene.Noon.AddDays(-1) ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(export);

        Assert.Equal("Repaired", scene.Repair("-After 2026-10-01T00:00:00Z -Before 2026-10-13T00:00:00Z -Wait").Single().State);
        Assert.Equal([Body("2026-10-01T00:00:00", "2026-10-08T00:00:00"), Body("2026-10-08T00:00:00", "2026-10-13T00:00:00")], scene.Writes.Select(BodyOf));
    }

    [Theory]
    [InlineData("Europe/Berlin", 2, "2026-03-31T12:00:00Z", "2026-03-28", "2026-03-30", 47)]
    [InlineData("Europe/Berlin", 2, "2026-10-28T12:00:00Z", "2026-10-24", "2026-10-26", 49)]
    [InlineData("America/New_York", 2, "2026-03-11T12:00:00Z", "2026-03-07", "2026-03-09", 47)]
    [InlineData("America/New_York", 1, "2026-11-04T12:00:00Z", "2026-10-31", "2026-11-02", 49)]
    [InlineData("Australia/Lord_Howe", 2, "2026-10-07T12:00:00Z", "2026-10-03", "2026-10-05", 47.5)]
    public void Days_of_a_clock_change_are_whole_days(string timezone, int hour, string now, string first, string last, double hours)
    {
        DateTimeOffset start = Instant(now);
        var day = DateTime.Parse(first, CultureInfo.InvariantCulture);
        var end = DateTime.Parse(last, CultureInfo.InvariantCulture);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(timezone);
        var export = new SandboxExport
        {
            Name = "daily",
            Interval = "day",
            Timezone = timezone,
            OffsetHour = hour,
            Past = (s, _) => TimeZoneInfo.ConvertTime(s, zone).Date is var d && d >= day && d < end ? null : SandboxResult.Completed,
        };
        using Scene scene = Scene.Of(start, export);

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap -After -20d").Clean().As<BatchExportGap>().Single();
        Assert.Equal((2, hours), (gap.Intervals, gap.Length.TotalHours));

        Assert.Equal("Repaired", scene.Repair("-After -20d -Wait").Single().State);
        Assert.Equal($"{{\"start_at\":\"{first}\",\"end_at\":\"{last}\"}}", Assert.Single(scene.Writes).Body);
        Assert.Equal("Complete", scene.Repair("-After -20d").Single().State);
        Assert.Single(scene.Writes);
        scene.NothingTwice(export);
    }

    [Fact]
    public void Weeks_begin_on_their_day()
    {
        var export = new SandboxExport
        {
            Name = "weekly",
            Interval = "week",
            Timezone = "America/New_York",
            OffsetDay = 1,
            OffsetHour = 6,
            Past = (start, _) => start == Instant("2026-09-28T10:00:00Z") ? null : SandboxResult.Completed,
        };
        using Scene scene = Scene.Of(export);

        Assert.Equal("Repaired", scene.Repair("-After -4w -Wait").Single().State);
        Assert.Equal("{\"start_at\":\"2026-09-28\",\"end_at\":\"2026-10-05\"}", Assert.Single(scene.Writes).Body);
        Assert.Equal("Complete", scene.Repair("-After -4w").Single().State);
        scene.NothingTwice(export);
    }

    [Fact]
    public void A_day_is_one_of_the_exports_own_calendar()
    {
        var export = new SandboxExport { Name = "daily", Interval = "day", Timezone = "Asia/Tokyo", OffsetHour = 0, Past = (_, _) => null };
        using Scene scene = Scene.Of(export);

        BatchExportGap gap = scene.Run("Find-PHBatchExportGap -After 2026-10-01 -Before 2026-10-03").Clean().As<BatchExportGap>().Single();

        Assert.Equal((Instant("2026-09-30T15:00:00Z"), Instant("2026-10-02T15:00:00Z"), 2L), (gap.Start, gap.End, gap.Intervals));
    }

    [Theory]
    [InlineData("hour", "day")]
    [InlineData("day", "hour")]
    public void A_change_of_the_schedule_does_not_run_covered_data_again(string before, string after)
    {
        var export = new SandboxExport { Name = "a", Interval = before };
        using Scene scene = Scene.Of(Instant("2026-10-10T12:20:00Z"), export);
        scene.Other(HttpMethod.Patch, export.Id + "/", $"{{\"interval\":\"{after}\"}}");
        scene.Clock.Advance(TimeSpan.FromDays(4));

        // The window begins and ends within days that were exported as a whole.
        foreach (string window in new[] { "-After 2026-10-08T06:00:00Z", "-After 2026-10-08T06:00:00Z -Before 2026-10-09T18:00:00Z",
            "-After 2026-10-09T12:00:00Z -Before 2026-10-11T12:00:00Z" })
        {
            IReadOnlyList<BatchExportRepairStep> plan = scene.Run("Repair-PHBatchExport -PlanOnly " + window).Clean().As<BatchExportRepairStep>();
            foreach (BatchExportRepairStep step in plan.Where(s => s.Action != "Leave"))
            {
                Assert.DoesNotContain(scene.Completed(export).Keys, run => run.Start < step.End && run.End > step.Start);
            }
        }

        scene.Repair("-After 2026-10-08T06:00:00Z -Wait");
        scene.NothingTwice(export);
    }

    private static string Body(string start, string end) => $"{{\"start_at\":\"{start}+00:00\",\"end_at\":\"{end}+00:00\"}}";

    private static string BodyOf(ReceivedRequest request) => request.Body.Replace("\\u002B", "+", StringComparison.Ordinal);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
