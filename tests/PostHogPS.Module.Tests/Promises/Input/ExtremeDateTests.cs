using System;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;
using PostHogPS.Text;
using PostHogPS.Schedule;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Dates at the ends of the calendar, as a server may hold them whatever the cmdlets accept.</summary>
public sealed class ExtremeDateTests
{
    private static readonly DateTimeOffset First = DateTimeOffset.MinValue;
    private static readonly DateTimeOffset Last = DateTimeOffset.MaxValue;

    [Theory]
    [InlineData("hour", "UTC")]
    [InlineData("day", "Pacific/Apia")]
    [InlineData("week", "America/New_York")]
    [InlineData("every 5 minutes", "UTC")]
    [InlineData("every 3650 days", "UTC")]
    public void A_schedule_can_be_asked_for_any_instant(string interval, string zone)
    {
        IntervalSchedule schedule = IntervalSchedule.CreateFrom(new BatchExport { Interval = interval, Timezone = zone, OffsetHour = 23, OffsetDay = 3 });
        foreach (DateTimeOffset instant in (DateTimeOffset[])[First, First.AddHours(20), Last, Last.AddHours(-20)])
        {
            _ = schedule.BoundaryBefore(instant);
            Assert.Empty(schedule.Within(instant, instant));
        }

        Assert.Empty(schedule.Within(Last, First));
        Assert.Empty(schedule.Within(Last.AddDays(-2), Last));
        DateTimeOffset old = schedule.BoundaryBefore(new DateTimeOffset(1969, 12, 30, 22, 30, 0, TimeSpan.Zero));
        Assert.True(old <= new DateTimeOffset(1969, 12, 30, 22, 30, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("every 2147483647 days")]
    [InlineData("every 999999 hours")]
    public void An_interval_longer_than_years_is_not_known(string interval) => Assert.Null(IntervalSchedule.Length(interval));

    [Fact]
    public void Sums_stop_at_the_ends()
    {
        Assert.Equal(Last, SafeTime.Add(Last.AddHours(-1), TimeSpan.FromDays(1)));
        Assert.Equal(First, SafeTime.Subtract(First.AddHours(1), TimeSpan.FromDays(1)));
        Assert.Equal(Last, SafeTime.Subtract(Last, TimeSpan.MinValue));
        Assert.Equal(First, SafeTime.Add(First, TimeSpan.MinValue));
        Assert.Equal(TimeSpan.MaxValue, SafeTime.Multiply(TimeSpan.MaxValue, 3));
        Assert.Equal(DateTime.MinValue, SafeTime.AddDays(DateTime.MinValue, -1));
        Assert.Equal(Scene.Noon.AddDays(1), SafeTime.Add(Scene.Noon, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void An_export_with_extreme_bounds_does_not_end_the_others()
    {
        using var folder = new TempFolder();
        SandboxExport good = new() { Name = "good", Past = (start, _) => start == Scene.Noon.AddMinutes(-20).AddHours(-5) ? null : SandboxResult.Completed };
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "a", StartAt = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero) },
            new SandboxExport { Name = "b", Interval = "day", Timezone = "Asia/Tokyo", EndAt = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero) },
            new SandboxExport { Name = "c", EndAt = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            new SandboxExport { Name = "d", Interval = "week", StartAt = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            good);
        scene.Shell.Set("file", folder["report.html"]);

        Assert.Equal("good", scene.Run("Find-PHBatchExportGap -After -1d").Clean().As<BatchExportGap>().Single().BatchExportName);
        Assert.Equal(5, scene.Run("Find-PHBatchExportGap -After -1d -Summary").Clean().Objects.Count);
        Assert.Equal(5, scene.Run("Get-PHBatchExportHealth -After -1d").Clean().Objects.Count);
        Assert.Equal(5, scene.Run("Watch-PHBatchExport -Count 1 -PassThru").Clean().Objects.Count);
        Assert.Single(scene.Run("Export-PHBatchExportReport $file -After -1d -PassThru").Clean().Objects);
        Assert.Equal(5, scene.Repair("-After -1d -Wait").Count);
        Assert.Single(scene.Writes);
        Assert.NotEmpty(scene.Shell.Show("Get-PHBatchExport; Get-PHBatchExport | Format-List").Text);
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("last_paused_at", "0001-01-01T00:00:00Z")]
    [InlineData("last_paused_at", "9999-12-31T23:59:59Z")]
    [InlineData("created_at", "0001-01-01T00:00:00Z")]
    [InlineData("created_at", "9999-12-31T23:59:59Z")]
    [InlineData("data_interval_end", "9999-12-31T23:59:59Z")]
    [InlineData("data_interval_start", "0001-01-01T00:00:00Z")]
    [InlineData("last_updated_at", "9999-12-31T23:59:59Z")]
    [InlineData("finished_at", "0001-01-01T00:00:00Z")]
    public void A_server_may_hold_such_a_date_anywhere(string field, string value)
    {
        using var folder = new TempFolder();
        using Scene scene = Scene.Of(new SandboxExport { Name = "a", PausedAgo = TimeSpan.FromHours(3) }, new SandboxExport { Name = "b" });
        scene.Shell.Set("file", folder["report.html"]);
        scene.Server.Faults.Add(new Testing.Faults.Fault
        {
            Kind = Testing.Faults.FaultKind.Rewrite,
            Method = "GET",
            Times = 0,
            Rewrite = body => System.Text.Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(System.Text.Encoding.UTF8.GetString(body),
                "\"" + field + "\": ?\"[^\"]*\"", "\"" + field + "\":\"" + value + "\"")),
        });

        foreach (string line in (string[])["Find-PHBatchExportGap -After -1d", "Find-PHBatchExportGap -After -1d -Summary",
            "Get-PHBatchExportHealth -After -1d", "Repair-PHBatchExport -After -1d -PlanOnly",
            "Export-PHBatchExportReport $file -After -1d", "Watch-PHBatchExport -Count 1", "Get-PHBatchExportError",
                "Resume-PHBatchExport a -Backfill -WhatIf"])
        {
            ShellResult run = scene.Run(line);
            Assert.True(run.Errors.All(e => e.FullyQualifiedErrorId.StartsWith("PostHog.", StringComparison.Ordinal)
                && !e.FullyQualifiedErrorId.StartsWith("PostHog.Unexpected", StringComparison.Ordinal)), line + ": " + string.Join("; ", run.Errors));
        }

        Assert.NotEmpty(scene.Shell.Show("Get-PHBatchExport; Get-PHBatchExportRun -First 3; Get-PHBatchExportHealth").Text);
    }
}
