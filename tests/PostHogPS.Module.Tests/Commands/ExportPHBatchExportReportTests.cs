using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Export-PHBatchExportReport over the sandbox.</summary>
public sealed class ExportPHBatchExportReportTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Shell _shell = VirtualShell.Open();

    public ExportPHBatchExportReportTests()
    {
        _shell.Set("out", _folder["report.html"]);
        _shell.Run("Connect-PostHog -Sandbox").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Report_shows_what_the_other_cmdlets_say()
    {
        _shell.Run("Export-PHBatchExportReport $out -AllProjects").Clean();
        string html = File.ReadAllText(_folder["report.html"]);
        string[] names = [.. _shell.Run("Get-PHBatchExport -AllProjects | ForEach-Object Name").Clean().As<string>()];
        Assert.All(names, name => Assert.Contains("<bdi>" + name + "</bdi>", html, StringComparison.Ordinal));
        Assert.Equal(names.Length, Regex.Count(html, "<details class=\"export"));
        Assert.Contains("Auto-paused", html, StringComparison.Ordinal);
        Assert.Contains("Billing blocked", html, StringComparison.Ordinal);
        Assert.Contains("password authentication failed for user &quot;posthog&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Rows_are_compared_where_they_are_asked_for()
    {
        _shell.Run("Export-PHBatchExportReport $out events-to-minio, persons-to-snowflake -Days 3 -Rows").Clean();
        string html = File.ReadAllText(_folder["report.html"]);
        BatchExportRowSummary summary = _shell.Run("Compare-PHBatchExportRow events-to-minio -After -3d -Summary").Clean().As<BatchExportRowSummary>().Single();

        Match totals = Regex.Match(html, "<b>Rows expected and exported</b> [\\d, ]+ expected, [\\d, ]+ exported, (?<lacking>[\\d,]+) not exported");
        Assert.True(totals.Success, html);
        Assert.Equal(summary.Short + summary.Missing, long.Parse(totals.Groups["lacking"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        Assert.Contains("<td>Short</td>", html, StringComparison.Ordinal);
        Assert.Contains("Rows are not compared. PostHog does not tell when a person has changed.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Rows expected", ReportOf("events-to-minio"), StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Gaps_rows_and_anomalies_are_found_in_one_reading_of_the_runs()
    {
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport { Name = "a" });
        scene.Shell.Set("out", _folder["once.html"]);
        scene.Run("$export = Get-PHBatchExport a").Clean();
        int before = scene.Requests.Count;

        scene.Run("$export | Export-PHBatchExportReport $out -Rows").Clean();

        // Five weeks of hours by the hundred, each page once, and one count.
        var sent = scene.Requests.Skip(before).ToList();
        Assert.InRange(sent.Count(r => r.PathAndQuery.Contains("/runs/", StringComparison.Ordinal)), 9, 10);
        Assert.Equal(sent.Count, sent.Select(r => r.PathAndQuery).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(sent, r => r.Method == "POST");
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void What_is_too_recent_to_compare_is_no_hole_in_the_strip()
    {
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport { Name = "a" });
        scene.Shell.Set("out", _folder["recent.html"]);

        scene.Run("Export-PHBatchExportReport $out a -Days 1 -Rows").Clean();

        BatchExportRowComparison[] rows = [.. scene.Run("Compare-PHBatchExportRow a -After -1d").Clean().As<BatchExportRowComparison>()];
        Assert.Contains(rows, row => row.State == "TooRecent");
        Match strip = Regex.Match(File.ReadAllText(_folder["recent.html"]),
            "Rows expected and exported.*?class=\"held\" d=\"(?<held>[^\"]*)\".*?class=\"vol\" d=\"(?<vol>[^\"]*)\"", RegexOptions.Singleline);
        Assert.InRange(Regex.Count(strip.Groups["held"].Value, "M"), rows.Length, rows.Length + 1);
        Assert.Equal(Regex.Count(strip.Groups["held"].Value, "M"), Regex.Count(strip.Groups["vol"].Value, "M"));
    }

    [Fact]
    public void A_window_before_the_export_is_not_called_complete_and_has_no_rows_to_compare()
    {
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport { Name = "a" });
        scene.Shell.Set("out", _folder["before.html"]);

        scene.Run("Export-PHBatchExportReport $out a -Rows -After 2025-10-13 -Before 2025-10-14").Clean();

        string html = File.ReadAllText(_folder["before.html"]);
        Assert.Contains("The export is healthy. No interval was due in this window.", html, StringComparison.Ordinal);
        Assert.Contains("Rows are not compared. Nothing was due: the export was created on ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("complete.", html, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_report_without_rows_says_in_one_line_what_it_lacks_and_how_to_get_it()
    {
        string html = ReportOf("events-to-s3");
        Assert.Single(Regex.Matches(html, "Rows were not compared with what PostHog holds"));
        Assert.Contains("<code>Export-PHBatchExportReport -Rows</code>", html, StringComparison.Ordinal);
        _shell.Run("Export-PHBatchExportReport $out events-to-minio -Days 1 -Rows").Clean();
        Assert.DoesNotContain("Rows were not compared with", File.ReadAllText(_folder["report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_rows_shows_what_its_runs_show_and_sends_no_further_request()
    {
        DateTimeOffset empty = Scene.Noon.AddMinutes(-20).AddHours(-20), partly = empty.AddHours(4);
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport
        {
            Name = "a",
            Quiet = (start, _) => start == empty,
            Past = (start, _) => start == partly ? PostHogPS.Sandbox.Options.SandboxResult.CompletedWithout(0.1)
                : PostHogPS.Sandbox.Options.SandboxResult.Completed,
        });
        scene.Shell.Set("out", _folder["runs.html"]);
        BatchExportRun[] runs = [.. scene.Run("$export = Get-PHBatchExport a; $export | Get-PHBatchExportRun -After -7d").Clean().As<BatchExportRun>()];
        long failed = runs.Single(run => run.DataIntervalStart == partly).RecordsFailed!.Value;
        Assert.True(failed > 0);
        int before = scene.Requests.Count;

        scene.Run("$export | Export-PHBatchExportReport $out").Clean();

        // A week of hours by the hundred.
        Assert.Equal(["GET", "GET"], scene.Requests.Skip(before).Select(r => r.Method));
        Assert.All(scene.Requests.Skip(before), r => Assert.Contains("/runs/", r.PathAndQuery, StringComparison.Ordinal));
        string html = File.ReadAllText(_folder["runs.html"]);
        Match strip = Regex.Match(html, "<b>Rows exported</b> (?<all>[\\d,]+) in total, at most [^<]*, (?<failed>[\\d,]+) failed, 2 anomalies marked<.*?class=\"limit\" d=\"(?<marks>[^\"]*)\"",
            RegexOptions.Singleline);
        Assert.True(strip.Success, html);
        Assert.Equal(failed, long.Parse(strip.Groups["failed"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        Assert.InRange(long.Parse(strip.Groups["all"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
            runs.Sum(run => run.RecordsCompleted ?? 0), runs.Sum(run => run.RecordsCompleted ?? 0) * 1.02);
        Assert.Equal(2, Regex.Count(strip.Groups["marks"].Value, "M"));
        Assert.Contains("<td>Empty</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>FailedRows</td>", html, StringComparison.Ordinal);
        Assert.Contains("No interval is missing. ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("healthy and complete", html, StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Rows_that_were_not_exported_are_in_the_first_sentence_of_the_page()
    {
        DateTimeOffset hour = Scene.Noon.AddMinutes(-20).AddHours(-40);
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport { Name = "a", Lost = (start, _) => start == hour ? 500 : 0 });
        scene.Shell.Set("out", _folder["short.html"]);

        scene.Run("Export-PHBatchExportReport $out a -Days 3 -Rows").Clean();

        Assert.Matches("All exports run. No interval is missing. \\d+ rows were not exported.", File.ReadAllText(_folder["short.html"]));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Backfills_are_read_once_where_an_interval_is_missing()
    {
        DateTimeOffset hour = Scene.Noon.AddMinutes(-20).AddHours(-40);
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport { Name = "a",
            Past = (start, _) => start == hour ? null : PostHogPS.Sandbox.Options.SandboxResult.Completed });
        scene.Shell.Set("out", _folder["missing.html"]);

        scene.Run("Export-PHBatchExportReport $out a -Days 3 -Rows").Clean();

        Assert.Single(scene.Requests, r => r.PathAndQuery.Contains("/backfills/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_without_the_scope_of_queries_says_so_and_shows_the_rest()
    {
        using Scene scene = Scene.Of(new PostHogPS.Sandbox.Options.SandboxExport { Name = "a" });
        scene.Server.Faults.Add(new PostHogPS.Testing.Faults.Fault
        {
            Kind = PostHogPS.Testing.Faults.FaultKind.Status, Status = 403, Path = "*/query/*", Times = 0,
            Body = "{\"type\":\"authentication_error\",\"code\":\"permission_denied\",\"detail\":\"API key missing required scope 'query:read'\",\"attr\":null}",
        });
        scene.Shell.Set("out", _folder["scoped.html"]);

        scene.Run("Export-PHBatchExportReport $out a -Rows").Clean();

        string html = File.ReadAllText(_folder["scoped.html"]);
        Assert.Contains("Rows are not compared. The key lacks the scope query:read.", html, StringComparison.Ordinal);
        Assert.Matches("Intervals: \\d+ completed", html);
    }

    [Fact]
    public void Strip_of_an_export_counts_what_the_gap_finder_counts()
    {
        string html = ReportOf("events-to-s3");
        BatchExportCoverage coverage = _shell.Run("Find-PHBatchExportGap events-to-s3 -After -7d -Summary").Clean().As<BatchExportCoverage>().Single();
        Match words = Regex.Match(html, "aria-label=\"Intervals: (?<good>\\d+) completed, (?<bad>\\d+) failed");
        Assert.True(words.Success, html);
        Assert.Equal(coverage.Expected - coverage.Covered, long.Parse(words.Groups["bad"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(coverage.Covered, long.Parse(words.Groups["good"].Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Pause_is_no_gap()
    {
        string html = ReportOf("persons-to-azure");
        Assert.Matches("Intervals: \\d+ completed, \\d+ paused\\.", html);
        Assert.Contains("No gap can be closed by a backfill.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Weekly_export_has_a_strip_in_a_week() =>
        Assert.Contains("No interval lies completely in the window. The window begins within one: completed.", ReportOf("weekly-sessions-to-s3"),
            StringComparison.Ordinal);

    /// <summary>Whatever the window begins with: a partial interval, or a day of the export's own timezone.</summary>
    [Theory]
    [InlineData("-7d")]
    [InlineData("-5d")]
    [InlineData("2026-10-11")]
    public void Its_counts_and_its_verdict_are_those_of_health_and_gaps(string after)
    {
        Func<DateTimeOffset, DateTimeOffset, SandboxResult?> past = (start, _) => start.UtcDateTime.DayOfYear % 3 == 0 ? SandboxResult.Failed("no route")
            : start.UtcDateTime.DayOfYear % 5 == 0 ? null : SandboxResult.Completed;
        using Scene scene = Scene.Of(
            new SandboxExport { Name = "hourly", Past = (start, end) => start.Hour == 3 ? null : SandboxResult.Completed },
            new SandboxExport { Name = "daily", Interval = "day", OffsetHour = 5, Timezone = "America/New_York", Past = past },
            new SandboxExport { Name = "daily-utc", Interval = "day", Past = past },
            new SandboxExport { Name = "weekly", Interval = "week", Age = TimeSpan.FromDays(100) }, new SandboxExport { Name = "whole" });
        scene.Shell.Set("out", _folder["report.html"]);
        scene.Run("Export-PHBatchExportReport $out -After " + after).Clean();
        string html = File.ReadAllText(_folder["report.html"]);

        IReadOnlyList<BatchExportHealth> health = scene.Run("Get-PHBatchExportHealth -After " + after).Clean().As<BatchExportHealth>();
        IReadOnlyList<BatchExportCoverage> coverage = scene.Run("Find-PHBatchExportGap -Summary -After " + after).Clean().As<BatchExportCoverage>();
        Assert.Contains($"<dt>Need attention</dt><dd>{health.Count(h => !h.IsHealthy)}</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"<dt>Healthy</dt><dd>{health.Count(h => h.IsHealthy)}</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"<dt>Missing intervals</dt><dd>{health.Sum(h => h.MissingIntervals)}</dd>", html, StringComparison.Ordinal);
        Assert.Contains($"\"{coverage.Sum(c => c.Covered)} of {coverage.Sum(c => c.Expected)} intervals\"", html, StringComparison.Ordinal);
        Assert.All(coverage, c =>
        {
            string part = Regex.Match(html, "id=\"e-" + c.BatchExportId + "\".*?</summary>", RegexOptions.Singleline).Value;
            Assert.Contains(health.Single(h => h.BatchExportId == c.BatchExportId).State, part, StringComparison.Ordinal);
            string percent = c.Coverage is { } share ? (Math.Floor(share * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture) : "–";
            Assert.Contains("Coverage </span>" + percent, part, StringComparison.Ordinal);
        });
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Each_connection_has_a_repair_line_of_its_own_and_only_the_default_is_not_named()
    {
        _shell.Run("Connect-PostHog -Sandbox -SandboxSeed 2 -Name 'my eu'; Get-PHConnection 'default', 'my eu' | Export-PHBatchExportReport $out").Clean();

        string[] lines = System.Net.WebUtility.HtmlDecode(Regex.Match(File.ReadAllText(_folder["report.html"]),
            "<pre class=\"paste\"[^>]*>(?<text>[^<]*)</pre>").Groups["text"].Value).Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.Single(lines, line => line.Contains(" -Connection default -After ", StringComparison.Ordinal));
        Assert.Single(lines, line => !line.Contains("-Connection", StringComparison.Ordinal));
        foreach (string line in lines)
            Assert.NotEmpty(_shell.Run(line.Replace(" -Wait", " -PlanOnly", StringComparison.Ordinal)).Clean().Objects);
        _shell.Run("Connect-PostHog -Sandbox -Name other; $h = Get-PHConnection 'my eu' | Get-PHBatchExportHealth events-to-minio -After -7d").Clean();
        Assert.EndsWith(" -Connection 'my eu' -After", _shell.Run("$h.Suggestion").Clean().As<string>().Single().Split(" 20")[0], StringComparison.Ordinal);
        _shell.Run("Invoke-Expression \"$($h.Suggestion) -WhatIf\"").Clean();
    }

    [Fact]
    public void Command_of_the_report_closes_the_gaps()
    {
        string html = ReportOf("events-to-s3");
        string command = Regex.Match(html, "<pre class=\"paste\"[^>]*>(?<text>[^<]*)</pre>").Groups["text"].Value;
        BatchExportRepairStep[] plan = [.. _shell.Run(command.Replace("-Wait", "-PlanOnly", StringComparison.Ordinal)).Clean().As<BatchExportRepairStep>()];
        Assert.NotEmpty(plan);
        BatchExportGap[] gaps = [.. _shell.Run("Find-PHBatchExportGap events-to-s3 -After -7d").Clean().As<BatchExportGap>()];
        Assert.Equal(gaps.Sum(gap => gap.Intervals), plan.Sum(step => step.Intervals));
    }

    [Fact]
    public void File_is_UTF8_without_a_mark_and_alone_in_its_folder()
    {
        _shell.Run("New-PHBatchExport -Name 'ünïcode <script>alert(1)</script> 数据' -Destination @{ type = 'NoOp'; config = @{} } -Interval hour").Clean();
        _shell.Run("Export-PHBatchExportReport $out").Clean();
        byte[] bytes = File.ReadAllBytes(_folder["report.html"]);
        Assert.Equal((byte)'<', bytes[0]);
        string html = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal([_folder["report.html"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void WhatIf_asks_for_no_history_and_writes_nothing()
    {
        ShellResult result = _shell.Run("Export-PHBatchExportReport $out -WhatIf -Verbose").Clean();
        Assert.DoesNotContain(result.Verbose, line => line.Contains("/runs/", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void NoClobber_keeps_the_file_and_the_default_replaces_it()
    {
        File.WriteAllText(_folder["report.html"], "old");
        Assert.StartsWith("PostHog.FileExists", _shell.Run("Export-PHBatchExportReport $out events-to-s3 -NoClobber").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["report.html"]));
        FileInfo file = _shell.Run("Export-PHBatchExportReport $out events-to-s3 -PassThru").Clean().As<FileInfo>().Single();
        Assert.True(file.Length > 1000);
    }

    [Fact]
    public void Read_only_file_needs_Force()
    {
        File.WriteAllText(_folder["report.html"], "old");
        File.SetAttributes(_folder["report.html"], FileAttributes.ReadOnly);
        Assert.StartsWith("PostHog.FileAccess", _shell.Run("Export-PHBatchExportReport $out events-to-s3").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["report.html"]));
        _shell.Run("Export-PHBatchExportReport $out events-to-s3 -Force").Clean();
        Assert.NotEqual("old", File.ReadAllText(_folder["report.html"]));
    }

    [Fact]
    public void Folder_that_is_not_there_is_known_before_anything_is_asked()
    {
        ShellResult result = _shell.Run("Export-PHBatchExportReport -Path ($out + '/no/such/report.html') -Verbose");
        Assert.StartsWith("PostHog.FileAccess", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Verbose, line => line.Contains("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public void Exports_come_from_the_pipeline_and_count_once()
    {
        _shell.Run("'events-to-s3', 'events-to-s3', 'nightly*' | Export-PHBatchExportReport $out -Days 2 -Title 'Morning'").Clean();
        string html = File.ReadAllText(_folder["report.html"]);
        Assert.Equal(3, Regex.Count(html, "<details class=\"export"));
        Assert.Contains("<h1>Morning</h1>", html, StringComparison.Ordinal);
    }

    private string ReportOf(string name)
    {
        _shell.Run("Export-PHBatchExportReport $out $args[0] -After -7d", name).Clean();
        return File.ReadAllText(_folder["report.html"]);
    }
}
