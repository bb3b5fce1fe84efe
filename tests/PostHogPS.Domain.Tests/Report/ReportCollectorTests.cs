using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Domain.Tests.Support;
using PostHogPS.Report;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Report;

/// <summary>What a report reads, and of which window.</summary>
public sealed class ReportCollectorTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task CollectAsync_reads_several_exports_in_their_order()
    {
        ReportData report = ReportData.CreateFor("Report", new TimeWindow("After", null, "Before", null), days: 2, _world.Clock.UtcNow);
        List<BatchExportTarget> targets = [await TargetAsync("events-to-s3"), await TargetAsync("events-to-minio")];
        await new ReportCollector(report).CollectAsync(targets, _world.Call());
        Assert.Equal(["events-to-s3", "events-to-minio"], report.Exports.Select(static history => history.Health.BatchExportName));
        Assert.Equal(7, report.Exports[0].FailedRuns);
        Assert.Equal(7, Assert.Single(report.Errors).Count);
        Assert.NotEmpty(report.Exports[1].Gaps);
        Assert.Empty(_world.Errors);
    }

    [Fact]
    public async Task CollectAsync_an_export_that_is_gone_is_an_error_and_the_others_are_on_the_page()
    {
        ReportData report = ReportData.CreateFor("Report", new TimeWindow("After", null, "Before", null), days: 1, _world.Clock.UtcNow);
        var gone = new BatchExportTarget(_world.Scope, Guid.NewGuid(), "gone", null, null);
        await new ReportCollector(report).CollectAsync([gone, await TargetAsync("events-to-s3")], _world.Call());
        Assert.Equal("events-to-s3", Assert.Single(report.Exports).Health.BatchExportName);
        Assert.Equal("gone", Assert.Single(_world.Messages, static message => message.Kind == EngineMessageKind.Error).Item);
    }

    [Fact]
    public void CreateFor_counts_a_day_in_the_calendar_of_each_export_and_shows_one_window()
    {
        DateTimeOffset now = _world.Clock.UtcNow;
        ReportData days = ReportData.CreateFor("Report", new TimeWindow("After", null, "Before", null), days: 7, now);
        Assert.Equal((now.AddDays(-7), now), (days.After, days.Before));
        ReportData given = ReportData.CreateFor("Report", new TimeWindow("After", DateInput.CreateFrom("2026-10-10"), "Before", null), days: 7, now);
        var berlin = new BatchExport { Interval = "day", Timezone = "Europe/Berlin", OffsetHour = 0 };
        Assert.Equal((new DateTimeOffset(2026, 10, 9, 22, 0, 0, TimeSpan.Zero), now), given.WindowOf!(berlin));
        Assert.Throws<ProblemException>(() => ReportData.CreateFor(
            "Report", new TimeWindow("After", DateInput.CreateFrom(now.AddHours(1)), "Before", null), days: 7, now));
    }

    private async Task<BatchExportTarget> TargetAsync(string name)
    {
        BatchExport export = await _world.ExportAsync(name);
        return new BatchExportTarget(_world.Scope, export.Id, name, export, null);
    }
}
