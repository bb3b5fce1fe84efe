using System;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Wrong paths and misspelt properties in files of batch exports: said, and nothing is lost by them.</summary>
[Trait("Speed", "Slow")]
public sealed class FileMistakesTests : IDisposable
{
    private readonly TwoRegions _two = new("C", null,
        new SandboxExport { Name = "s3", Type = "AwsS3", Config = """{"bucket_name":"b","region":"r","prefix":"p","compression":"gzip"}""" },
        new SandboxExport { Name = "other", Type = "NoOp", Config = """{"arg":"b"}""" });

    public void Dispose() => _two.Dispose();

    [Theory]
    [InlineData("compresion")]
    [InlineData("Compression")]
    public void A_misspelt_property_is_refused_where_the_real_one_would_be_reset(string slip)
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("s3.json", "\"compression\"", $"\"{slip}\"");
        _two.Edit("other.json", "\"b\"", "\"c\"");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder");
        Assert.Contains($"destination.config.{slip}: This property is not known. Did you mean 'compression'? Without that one, compression would change: "
            + "gzip -> (none). Nothing was sent.", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        Assert.Equal(["Refuse", "Change"], _two.Run("Sync-PHBatchExport $folder -PlanOnly -WarningAction Ignore").As<BatchExportSyncStep>()
            .OrderBy(step => step.BatchExport == "other").Select(step => step.Action));
        // Beside the real one it is only a property that nobody knows.
        _two.Edit("s3.json", $"\"{slip}\": \"gzip\"", $"\"{slip}\": \"gzip\", \"compression\": \"brotli\"");
        Assert.Single(_two.Run("Sync-PHBatchExport $folder").Warnings);
    }

    [Theory]
    [InlineData("\"interval\": \"hour\"", "\"interval\": \"every 7 minutes\"", "PostHog has no interval 'every 7 minutes'. Known: hour")]
    [InlineData("\"name\": \"s3\"", "\"name\": \"s\\n3\"", "This must not have control characters")]
    public void What_PostHog_would_refuse_is_found_before_anything_is_sent(string old, string replacement, string message)
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("s3.json", old, replacement);
        _two.Edit("other.json", "\"b\"", "\"c\"");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder -WhatIf");
        Assert.Contains(message, result.Error.Exception.Message, StringComparison.Ordinal);
        _two.Fail("PostHog.InvalidFile", "Sync-PHBatchExport $folder");
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Theory]
    [InlineData("Sync-PHBatchExport $folder", "a batch export")]
    [InlineData("Sync-PHBatchExport $folder -PlanOnly", "a batch export")]
    [InlineData("Compare-PHBatchExport $folder -Quiet", "a batch export")]
    [InlineData("Compare-PHDashboard $folder -Quiet", "a dashboard")]
    [InlineData("Import-PHDashboard $folder", "a dashboard")]
    public void A_folder_without_a_file_is_a_warning_and_not_True(string line, string what)
    {
        Directory.CreateDirectory(_two.Path("files"));
        ShellResult result = _two.Run(line);
        Assert.Contains($"There is no file of {what} in '{_two.Path("files")}'.", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("True", result.Objects.Select(one => one.ToString()));
    }

    [Fact]
    public void The_root_of_several_projects_names_their_folders()
    {
        _two.Run("Export-PHBatchExport -AllProjects -Path $folder");
        string[] folders = [.. Directory.GetDirectories(_two.Path("files")).Select(folder => Path.GetFileName(folder))];
        Assert.Single(folders);
        Assert.EndsWith($" Folders in it have some: '{folders[0]}'. Name one of them.", Assert.Single(_two.Run("Sync-PHBatchExport $folder").Warnings),
            StringComparison.Ordinal);
        Assert.Equal("False", _two.Run("Compare-PHBatchExport $folder -Quiet -WarningAction Ignore").Single.ToString());
    }

    [Theory]
    [InlineData("Sync-PHBatchExport (Join-Path $folder s3.json)")]
    [InlineData("Compare-PHBatchExport (Join-Path $folder s3.json)")]
    public void A_file_in_the_place_of_its_folder_is_told(string line)
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        Assert.Contains("it is a file; give its folder.", _two.Fail("PostHog.InvalidPath", line).Error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Export-PHBatchExport")]
    [InlineData("Export-PHBatchExport -AllProjects")]
    [InlineData("Export-PHDashboard *")]
    public void A_folder_that_cannot_be_made_is_one_error_before_any_request(string command)
    {
        _two.Put("blocked", "");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.FileAccess", $"{command} -Path (Join-Path $folder blocked inner)");
        Assert.Single(result.Errors);
        Assert.Contains("could not be made", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, TwoRegions.Count(_two.Us));
    }

    [Theory]
    [InlineData("Export-PHBatchExport /proc/self", true)]
    [InlineData("Export-PHDashboard /proc/self *", false)]
    [InlineData("Export-PHBatchExportReport /proc/self/report.html", false)]
    public void A_folder_that_cannot_be_written_to_is_one_error(string command, bool readsExports)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder is one of Linux, where root may not write either.");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.FileAccess", command);
        Assert.Contains("/proc/self", Assert.Single(result.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", result.Error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
        Assert.Equal(readsExports ? 1 : 0, TwoRegions.Count(_two.Us));
    }

    [Fact]
    public void With_WhatIf_nothing_is_tried_in_the_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The folder is one of Linux, where root may not write either.");
        _two.Run("Export-PHBatchExport /proc/self -WhatIf; Export-PHBatchExportReport /proc/self/report.html -WhatIf");
    }

    [Fact]
    public void A_long_value_is_shown_around_what_differs_and_complete_in_the_plan()
    {
        string query = "SELECT toDate(timestamp) AS day, count() AS n, sum(toFloat(properties.revenue)) AS revenue, uniq(person_id) AS persons FROM events "
            + "WHERE timestamp >= {data_interval_start} GROUP BY day";
        _two.Run($"$null = New-PHBatchExport query -Model hogql -HogQLQuery '{query}' -Paused -Destination (New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p -IntegrationId 1011)");
        _two.Run("Export-PHBatchExport query -Path $folder");
        _two.Edit("query.json", "GROUP BY day", "GROUP BY day, nope");
        BatchExportSyncStep step = Assert.Single(_two.Run("Sync-PHBatchExport $folder -PlanOnly").As<BatchExportSyncStep>());
        Assert.Equal($"hogql_query: {query} -> {query}, nope", Assert.Single(step.Changes));
        string text = _two.Shell.Show("Sync-PHBatchExport $folder -WhatIf").Text;
        Assert.Contains("hogql_query: …", text, StringComparison.Ordinal);
        Assert.Contains("GROUP BY day -> …", text, StringComparison.Ordinal);
        Assert.Contains("GROUP BY day, nope", text, StringComparison.Ordinal);
        Assert.Contains("GROUP BY day -> …",
            _two.Shell.Show($"Set-PHBatchExport query -HogQLQuery '{query}, nope' -WhatIf").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_several_exports_means_all_of_them_where_they_are_read()
    {
        _two.Run("$null = Get-PHBatchExport other | New-PHBatchExport other -Force -Paused; Export-PHBatchExport $folder s3, other");
        Assert.Equal(3, _two.Files().Count);
        ShellResult result = _two.Fail("PostHog.AmbiguousName", "Suspend-PHBatchExport s3, other");
        Assert.Contains("'other' names more than one batch export; nothing was done for this name.", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(_two.Run("Get-PHBatchExport s3").As<BatchExport>()).Paused);
    }

    [Fact]
    public void Ends_of_lines_stay_as_they_are_in_the_file()
    {
        _two.Run("Export-PHBatchExport -Path $folder");
        string path = Path.Combine(_two.Path("files"), "s3.json");
        File.WriteAllText(path, File.ReadAllText(path).ReplaceLineEndings("\r\n"));
        _two.Run("Set-PHBatchExport s3 -Destination @{ compression = 'brotli' }; Export-PHBatchExport -Path $folder");
        string text = File.ReadAllText(path);
        Assert.Contains("\"brotli\"", text, StringComparison.Ordinal);
        Assert.Equal(text.ReplaceLineEndings("\r\n"), text);
        Assert.DoesNotContain("\r", _two.Files()["other.json"], StringComparison.Ordinal);
    }
}
