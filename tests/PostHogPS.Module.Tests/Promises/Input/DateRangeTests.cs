using System;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>A year that another calendar writes, or that a variable holds which was never set, is no date to act on.</summary>
public sealed class DateRangeTests
{
    public static TheoryData<string> Lines =>
    [
        "Repair-PHBatchExport events-to-s3 -After $date -Wait",
        "Repair-PHBatchExport events-to-s3 -After -2d -Before $date",
        "Find-PHBatchExportGap events-to-s3 -After $date",
        "Get-PHBatchExportRun events-to-s3 -After $date",
        "Get-PHBatchExportRun events-to-s3 -Before $date",
        "Get-PHBatchExportLog events-to-s3 -After $date",
        "Get-PHBatchExportError events-to-s3 -After $date",
        "Export-PHBatchExportReport $folder/report.html events-to-s3 -After $date",
        "Start-PHBatchExportBackfill events-to-s3 -Start $date -End -1d",
        "Start-PHBatchExportBackfill persons-to-snowflake -Start -9d -End $date",
        "Start-PHFileDownload -Start $date",
        "New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -EndAt $date",
        "New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -StartAt $date",
        "Set-PHBatchExport events-to-s3 -EndAt $date",
        "Set-PHBatchExport events-to-s3 -StartAt $date",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Nothing_is_written_for_a_year_of_another_era(string line)
    {
        await using Bench bench = await Bench.StartAsync();
        foreach (string date in new[] { "2569-11-24", "1448-06-06", "1405-09-05", "1448-06-06T10:00:00Z", "1999-12-31", "2101-01-01", "0001-01-01" })
        {
            bench.Shell.Set("date", date);
            ShellResult result = bench.Run(line);
            Assert.StartsWith("PostHog.InvalidDate,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("was read as " + date[..10], result.Error.ToString(), StringComparison.Ordinal);
            Assert.Contains("between 2000 and 2100", result.Error.ToString(), StringComparison.Ordinal);
            Assert.Empty(bench.Writes());
        }
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public async Task What_these_cultures_write_is_not_sent(string culture)
    {
        await using Bench bench = await Bench.StartAsync();
        string prefix = $"[cultureinfo]::CurrentCulture = '{culture}'; ";
        foreach (string text in new[] { "$clock.UtcNow.LocalDateTime.AddDays(-2).ToString('yyyy-MM-dd')", "$clock.UtcNow.LocalDateTime.AddDays(-2).ToString('d')",
            "$clock.UtcNow.LocalDateTime.AddDays(-2).ToString()", "$clock.UtcNow.LocalDateTime.AddDays(-2).ToString('s').Replace($clock.UtcNow.LocalDateTime.AddDays(-2).Year, '1448')" })
        {
            ShellResult result = bench.Run(prefix + "$text = " + text + "; Start-PHBatchExportBackfill events-to-s3 -Start $text -End -1h; $text");
            Assert.StartsWith("PostHog.InvalidDate,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Empty(bench.Writes());
        }

        // The date itself has no calendar, and what the module writes has none of the culture's.
        bench.Run(prefix + "$null = Start-PHBatchExportBackfill events-to-s3 -Start (Get-Date '2026-08-01T10:00:00Z') -End (Get-Date '2026-08-01T12:00:00Z')").Clean();
        Assert.Contains("2026-08-01T10:00:00", Assert.Single(bench.Writes()).Body, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    [InlineData("en-US")]
    public async Task A_gap_that_went_through_a_CSV_is_the_same_gap_or_none(string culture)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("$gap = @(Find-PHBatchExportGap -After -20d)[0]; if (-not $gap) { throw 'no gap' }").Clean();
        bench.Requests.Clear();

        ShellResult result = bench.Run($"[cultureinfo]::CurrentCulture = '{culture}'; [pscustomobject]@{{ BatchExportId = $gap.BatchExportId; Intervals = 1; Kind = $gap.Kind; Start = $gap.Start.ToString(); End = $gap.End.ToString() }} | Repair-PHBatchExport -PlanOnly");

        if (culture == "th-TH")
        {
            Assert.StartsWith("PostHog.InvalidDate,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Empty(bench.Requests.All);
        }
        else
        {
            var gap = (BatchExportGap)((System.Management.Automation.PSObject)bench.Shell.Get("gap")!).BaseObject;
            Assert.All(result.Clean().As<BatchExportRepairStep>(), step => Assert.True(step.Start >= gap.Start && step.End <= gap.End));
        }
    }

    /// <summary>An export read from a file: a date that nobody can read must not be left out, which would mean no end.</summary>
    [Theory]
    [InlineData("1448-06-06T00:00:00Z")]
    [InlineData("24/11/2569 00:00:00 +00:00")]
    [InlineData("some day")]
    public async Task A_copy_of_an_export_keeps_its_end_or_is_refused(string date)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("date", date);
        bench.Prepare("$copy = Get-PHBatchExport events-to-s3 | ConvertTo-Json -Depth 9 | ConvertFrom-Json; $copy.EndAt = $date");
        ShellResult result = bench.Run("$copy | New-PHBatchExport x");
        Assert.StartsWith("PostHog.InvalidDate,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public async Task No_end_is_written_as_the_last_day_there_is()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("Get-PHBatchExportRun events-to-s3 -Before 9999-12-31 -First 1; Get-PHBatchExportRun events-to-s3 -Before ([datetime]::MaxValue) -First 1").Clean();
        Assert.StartsWith("PostHog.InvalidDate,", bench.Run("Get-PHBatchExportRun events-to-s3 -After 9999-12-31").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_of_a_state_file_is_looked_at_as_well()
    {
        await using Bench bench = await Bench.StartAsync();
        System.IO.Directory.CreateDirectory((string)bench.Shell.Get("folder")!);
        bench.Prepare("Suspend-PHBatchExport events-to-s3 -StatePath $folder/w.json; [IO.File]::WriteAllText(\"$folder/w.json\", ([IO.File]::ReadAllText(\"$folder/w.json\") -replace '\"pausedAt\": \"\\d{4}', '\"pausedAt\": \"2569'))");
        ShellResult result = bench.Run("Resume-PHBatchExport -StatePath $folder/w.json");
        Assert.StartsWith("PostHog.InvalidDate,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }
}
