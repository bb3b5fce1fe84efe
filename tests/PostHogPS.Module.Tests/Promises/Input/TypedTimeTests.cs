using System;
using System.Globalization;
using System.Linq;
using PostHogPS.Schedule;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Dates, spans, intervals and windows mean what was typed, or are refused.</summary>
public sealed class TypedTimeTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public TypedTimeTests() => _shell.Run("Connect-PostHog -Sandbox").Clean();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("de-DE", "24.11.2026 15:00:00 +00:00", "2026-11-24T15:00:00Z")]
    [InlineData("en-US", "11/03/2026 3:00:00 PM +00:00", "2026-11-03T15:00:00Z")]
    [InlineData("en-GB", "24/11/2026 15:00:00 +00:00", "2026-11-24T15:00:00Z")]
    [InlineData("en-GB", "03/03/2026", "2026-03-03")]
    public void Dates_that_Export_Csv_writes_are_read_as_they_were_meant(string culture, string text, string meant)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(meant, DateInput.CreateFrom(text).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_date_that_could_be_another_one_is_refused_where_both_are_usual()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        try
        {
            Assert.True(DateInput.CreateFrom("03/11/2026").IsBad);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 2d", "2.00:00:00")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 30s", "00:00:30")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 90", "00:01:30")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 2.5", "00:00:02.5000000")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag '2d'", "2.00:00:00")]
    public void Spans_mean_what_was_typed(string line, string lag) =>
        Assert.Equal(lag, _shell.Run(line).Clean().As<BatchExportHealth>().Single().AllowedLag.ToString());

    [Theory]
    [InlineData("Get-PHBatchExportRun events-to-s3 -After -1M", "PostHog.InvalidDate,")]
    [InlineData("Get-PHBatchExportHealth -MaxLag 1M", "ParameterArgumentTransformationError,")]
    public void A_capital_M_is_neither_minute_nor_month(string line, string id) =>
        Assert.StartsWith(id, _shell.Run(line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_length_of_time_back_may_stand_without_quotes_and_minus() => Assert.Equal(
        _shell.Run("Get-PHBatchExportRun events-to-s3 -After '-2d'").Clean().Objects.Count,
        _shell.Run("Get-PHBatchExportRun events-to-s3 -After 2d").Clean().Objects.Count);

    [Theory]
    [InlineData("5 min", "every 5 minutes")]
    [InlineData("every 15 min", "every 15 minutes")]
    [InlineData("Hour", "hour")]
    public void Intervals_are_taken_as_tables_show_them(string given, string meant) =>
        Assert.Equal(meant, _shell.Run($"Get-PHBatchExport events-to-s3 | New-PHBatchExport copy -Interval '{given}' -Paused").Clean().As<BatchExport>()
            .Single().Interval);

    [Fact]
    public void Less_than_an_interval_is_said_to_be_nothing()
    {
        Assert.Contains("shorter than one interval",
            Assert.Single(_shell.Run("Start-PHBatchExportBackfill events-to-s3 -Start 2026-11-20T01:10Z -End 2026-11-20T01:20Z -WhatIf").Clean().Warnings)
            .ToString(), StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Start-PHBatchExportBackfill events-to-s3 -Start 2026-11-20T01:00Z -End 2026-11-20T02:00Z -WhatIf").Clean().Warnings);
    }

    [Fact]
    public void Before_does_not_go_with_gaps() => Assert.StartsWith(
        "PostHog.Validation,",
        _shell.Run("Find-PHBatchExportGap events-to-s3 -After -7d | Repair-PHBatchExport -Before -6d -PlanOnly").Errors[0].FullyQualifiedErrorId,
        StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_was_due_there_is_no_share_of_it()
    {
        Assert.Null(_shell.Run("Find-PHBatchExportGap events-to-minio -After 2020-01-01 -Before 2020-01-20 -Summary").Clean().As<BatchExportCoverage>()
            .Single().Coverage);
        Assert.Contains("the export was created on",
            _shell.Run("Repair-PHBatchExport events-to-minio -After 2020-01-01 -Before 2020-01-20").Clean().As<BatchExportRepairResult>().Single().Reason,
            StringComparison.Ordinal);
    }
}
