using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>"-7d" to "now" is a week by the server's clock, whatever this machine's clock says.</summary>
public sealed class StartPHFileDownloadTests
{
    public static TheoryData<int> Minutes => [-30, -5, -1, 0, 1, 5, 30];

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task A_week_until_now_is_a_week(int minutesAhead)
    {
        await using Bench bench = await Skewed(minutesAhead);
        foreach (string line in new[] { "-Start -7d -End now", "-Start -7d", "-7d now", "-Start -1w", "-Start -6d -End -1d", "-Start -168h -End now" })
        {
            bench.Requests.Clear();
            bench.Run("Start-PHFileDownload " + line + " -WhatIf").Clean();
            Assert.Empty(bench.Writes());
            bench.Run("Start-PHFileDownload " + line).Clean();
            JsonNode body = JsonNode.Parse(bench.Writes().Single().Body)!;
            TimeSpan length = Instant(body, "data_interval_end") - Instant(body, "data_interval_start");
            Assert.Equal(line.Contains("-6d", StringComparison.Ordinal) ? TimeSpan.FromDays(5) : TimeSpan.FromDays(7), length);
            Assert.InRange(Instant(body, "data_interval_end"), DateTimeOffset.MinValue, bench.Server.Clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task Two_times_of_one_line_are_a_week_apart_although_the_second_was_read_later()
    {
        await using Bench bench = await Skewed(0);
        bench.Run("Start-PHFileDownload -Start ($clock.UtcNow.LocalDateTime.AddDays(-7).AddMinutes(-1)) -End ($clock.UtcNow.LocalDateTime.AddMinutes(-1))").Clean();
        Assert.Equal("PostHog.Validation", bench.Run("Start-PHFileDownload -Start -8d -End now").Error.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task A_backfill_until_now_does_not_end_in_the_servers_future(int minutesAhead)
    {
        await using Bench bench = await Skewed(minutesAhead);
        bench.Run("Start-PHBatchExportBackfill events-to-s3 -Start -1d -End now").Clean();
        bench.Run("Get-PHBatchExport events-to-minio | Start-PHBatchExportBackfill -2d now").Clean();
        Assert.Equal(2, bench.Writes().Count(w => w.Processed));
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task Windows_of_reads_are_counted_by_the_servers_clock(int minutesAhead)
    {
        await using Bench bench = await Skewed(minutesAhead);
        foreach (string line in new[] { "Get-PHBatchExportRun events-to-s3 -After -2h -Before -1h",
            "Get-PHBatchExportError events-to-s3 -After -2h -Before -1h", "Get-PHBatchExportLog events-to-s3 -After -2h -Before -1h" })
        {
            bench.Requests.Clear();
            bench.Run(line).Clean();
            string query = Uri.UnescapeDataString(bench.Requests.All.Last(r => r.PathAndQuery.Contains("after=", StringComparison.Ordinal)).PathAndQuery);
            DateTimeOffset after = DateTimeOffset.Parse(query.Split("after=")[1].Split('&')[0], CultureInfo.InvariantCulture);
            DateTimeOffset before = DateTimeOffset.Parse(query.Split("before=")[1].Split('&')[0], CultureInfo.InvariantCulture);
            Assert.Equal(TimeSpan.FromHours(1), before - after);
            // Far nearer to the server's clock than the two clocks are to each other.
            Assert.InRange((bench.Server.Clock.GetUtcNow() - after).TotalMinutes, 119, 135);
        }
    }

    [Theory]
    [InlineData("-SingleFile", 1)]
    [InlineData("", 4)]
    public async Task A_single_file_is_one(string switches, int files)
    {
        await using Bench bench = await Skewed(0);
        ShellResult saved = bench.Run($"$d = Start-PHFileDownload -Start -5d {switches}; $clock.Advance('00:05:00'); $d | Save-PHFileDownload $folder").Clean();
        Assert.Equal(files, saved.Objects.Count);
    }

    [Fact]
    public async Task Piped_downloads_go_to_the_folder_that_stands_first()
    {
        await using Bench bench = await Skewed(0);
        bench.Prepare("$a = Start-PHFileDownload -Start -6h -End -4h; $b = Start-PHFileDownload -Start -4h -End -2h; $clock.Advance('00:05:00')");
        string folder = (string)bench.Shell.Get("folder")!;
        Assert.Equal(2, bench.Run("Get-PHFileDownload | Save-PHFileDownload $folder").Clean().Objects.Count);
        Assert.Equal(2, bench.Run("$a, $b | Save-PHFileDownload -Path $folder -Force").Clean().Objects.Count);
        Assert.Single(bench.Run("Save-PHFileDownload $a $folder -Force").Clean().Objects);
        Assert.Equal(2, System.IO.Directory.GetFiles(folder).Length);
        ShellResult both = bench.Run("$a | Save-PHFileDownload $b $folder");
        Assert.StartsWith("PostHog.Validation,", both.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(both.Objects);
        Assert.StartsWith("PostHog.Validation,", bench.Run("$a | Save-PHFileDownload $b").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_counted_and_a_lost_count_is_asked_for_again()
    {
        await using Bench bench = await Skewed(0);
        FileDownloadCount count = bench.Run("Measure-PHFileDownload 'SELECT event FROM events'").Clean().As<FileDownloadCount>().Single();
        Assert.True(count.Count > 0);
        Assert.Equal((101L, "SELECT event FROM events"), (count.ProjectId, count.HogQLQuery));
        bench.Faults.Add(FaultKind.Drop, "POST", "*/count_rows/*", times: 2, afterProcessing: true);
        Assert.Equal(count.Count, bench.Run("'SELECT event FROM events' | Measure-PHFileDownload -HogQLModifiers @{ a = 1 }").Clean().As<FileDownloadCount>()
            .Single().Count);
        Assert.Contains("hogql_modifiers", bench.Writes()[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_count_waits_by_itself_and_holds_up_nothing_else()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = "-ProjectId 101 -RouteFamily Projects",
            Server = new() { Sandbox = new() { CountRowsLimit = 2 } } });
        bench.Run("1..2 | ForEach-Object { Measure-PHFileDownload 'SELECT event FROM events' }").Clean();
        int waits = bench.Clock.Waits.Count;
        bench.Run("Measure-PHFileDownload 'SELECT event FROM events'").Clean();
        Assert.True(bench.Clock.Waits.Count > waits);
        bench.Faults.Add(new Fault { Kind = FaultKind.Throttled, Path = "*/count_rows/*", RetryAfter = "5000" });
        Assert.StartsWith("PostHog.Throttled,", bench.Run("Measure-PHFileDownload 'SELECT event FROM events'").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        waits = bench.Clock.Waits.Count;
        bench.Run("Get-PHDashboard").Clean();
        Assert.Equal(waits, bench.Clock.Waits.Count);
    }

    private static Task<Bench> Skewed(int minutesAhead) => Bench.StartAsync(new BenchOptions
    {
        ServerAhead = TimeSpan.FromMinutes(minutesAhead),
        Server = new() { Sandbox = new() { FileDownloadLimit = 1000 } },
    });

    private static DateTimeOffset Instant(JsonNode body, string key) => DateTimeOffset.Parse(body[key]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
