using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>
/// What people get wrong: each a clear error with a stable id, the right category, what the user gave as its target and a
/// next step, and the server has received no more than it takes to find out.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class BadInputTests
{
    private const string Unknown = "11111111-1111-1111-1111-111111111111";

    /// <summary>Line; id; category; target; what the server receives altogether and of that writes.</summary>
    public static TheoryData<string, string, ErrorCategory, string, int, int> Lines => new()
    {
        // Keys, hosts, projects.
        { "Connect-PostHog -ApiKey $invalid -HostUri $server", "Unauthorized", ErrorCategory.AuthenticationError, "{server}", 1, 0 },
        { "Connect-PostHog -ApiKey $phc -HostUri $server", "ProjectTokenAsKey", ErrorCategory.AuthenticationError, "{server}", 0, 0 },
        { "Connect-PostHog -ApiKey $broken -HostUri $server", "Unauthorized", ErrorCategory.AuthenticationError, "{server}", 0, 0 },
        { "Connect-PostHog -ApiKey $key -HostUri https://us.i.posthog.com", "InvalidHost", ErrorCategory.InvalidArgument, "https://us.i.posthog.com", 0, 0 },
        { "Connect-PostHog -ApiKey $key -HostUri http://posthog.example.com", "InvalidHost", ErrorCategory.InvalidArgument,
            "http://posthog.example.com", 0, 0 },
        { "Connect-PostHog -ApiKey $key -HostUri ftp://posthog.example.com", "InvalidHost", ErrorCategory.InvalidArgument, "ftp://posthog.example.com", 0, 0 },
        { "Connect-PostHog -ApiKey $key -HostUri 'http://'", "InvalidHost", ErrorCategory.InvalidArgument, "http://", 0, 0 },
        { "Connect-PostHog -ApiKey $key -HostUri $server -Region EU", "InvalidHost", ErrorCategory.InvalidArgument, "{server}", 0, 0 },
        { "Connect-PostHog -ApiKey $key -HostUri $server -ProjectId five", "InvalidProject", ErrorCategory.InvalidArgument, "{server}", 0, 0 },
        { "Get-PHBatchExport -ProjectId 999", "NotFound", ErrorCategory.ObjectNotFound, "999", 1, 0 },
        { "Get-PHBatchExport -ProjectId five", "InvalidProject", ErrorCategory.InvalidArgument, "five", 0, 0 },
        { "Get-PHDashboard -ProjectId 999", "NotFound", ErrorCategory.ObjectNotFound, "999", 1, 0 },

        // Ids and names.
        { $"Get-PHBatchExport -Id {Unknown}", "NotFound", ErrorCategory.ObjectNotFound, Unknown, 1, 0 },
        { "Get-PHBatchExport -Id nonsense", "InvalidId", ErrorCategory.InvalidArgument, "nonsense", 0, 0 },
        { "Get-PHBatchExport 'no such export'", "NotFound", ErrorCategory.ObjectNotFound, "no such export", 1, 0 },
        { "Get-PHBatchExport '[never closed'", "NotFound", ErrorCategory.ObjectNotFound, "[never closed", 1, 0 },
        { "Suspend-PHBatchExport '[never closed'", "NotFound", ErrorCategory.ObjectNotFound, "[never closed", 1, 0 },
        { $"Suspend-PHBatchExport {Unknown}", "NotFound", ErrorCategory.ObjectNotFound, Unknown, 1, 1 },
        { "Suspend-PHBatchExport 1111-nonsense", "NotFound", ErrorCategory.ObjectNotFound, "1111-nonsense", 1, 0 },
        { "Suspend-PHBatchExport ''", "InvalidBatchExport", ErrorCategory.InvalidArgument, "", 0, 0 },
        { "Suspend-PHBatchExport 5", "InvalidBatchExport", ErrorCategory.InvalidArgument, "5", 0, 0 },
        { "$null | Suspend-PHBatchExport", "InvalidBatchExport", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { "Suspend-PHBatchExport nightly-dump", "AmbiguousName", ErrorCategory.InvalidArgument, "nightly-dump", 1, 0 },
        { "Remove-PHBatchExport nightly-dump -Confirm:$false", "AmbiguousName", ErrorCategory.InvalidArgument, "nightly-dump", 1, 0 },
        { "Get-PHBatchExportRun events-to-s3 -RunId nonsense", "InvalidId", ErrorCategory.InvalidArgument, "nonsense", 1, 0 },
        { $"Get-PHBatchExportRun -RunId {Unknown}", "InvalidBatchExport", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { $"Invoke-PHBatchExportRetry {Unknown}", "InvalidBatchExport", ErrorCategory.InvalidArgument, Unknown, 0, 0 },
        { "Invoke-PHBatchExportRetry nonsense -BatchExport events-to-s3", "InvalidRun", ErrorCategory.InvalidArgument, "nonsense", 0, 0 },
        { "Stop-PHBatchExportBackfill nonsense -BatchExport events-to-s3", "InvalidBackfill", ErrorCategory.InvalidArgument, "nonsense", 0, 0 },
        { "Get-PHDashboard -Id 999999", "NotFound", ErrorCategory.ObjectNotFound, "999999", 1, 0 },
        { "Get-PHDashboard -Id nonsense", "InvalidId", ErrorCategory.InvalidArgument, "nonsense", 0, 0 },
        { "Remove-PHDashboard 'no such dashboard' -Confirm:$false", "NotFound", ErrorCategory.ObjectNotFound, "no such dashboard", 1, 0 },
        { "Save-PHFileDownload nonsense", "InvalidFileDownload", ErrorCategory.InvalidArgument, "nonsense", 0, 0 },
        { $"Save-PHFileDownload {Unknown} -Path $folder", "NotFound", ErrorCategory.ObjectNotFound, Unknown, 1, 0 },

        // Dates.
        { "Start-PHBatchExportBackfill events-to-s3 -Start -2h -End -3h", "Validation", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Start-PHBatchExportBackfill persons-to-snowflake -Start 2026-08-08 -End 2026-08-08", "Validation", ErrorCategory.InvalidArgument,
            "2026-08-08", 0, 0 },
        { "Start-PHBatchExportBackfill events-to-s3 -Start -2h -End (Get-Date).AddDays(2)", "Validation", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Start-PHBatchExportBackfill weekly-sessions-to-s3 -Start 2026-08-04 -End 2026-08-11", "Validation", ErrorCategory.InvalidArgument,
            "weekly-sessions-to-s3", 1, 0 },
        { "Start-PHBatchExportBackfill events-to-s3 -Start 31/12/2026 -End today", "InvalidDate", ErrorCategory.InvalidArgument, "31/12/2026", 0, 0 },
        { "Start-PHBatchExportBackfill events-to-s3 -Start -2h", "Validation", ErrorCategory.InvalidArgument, "events-to-s3", 1, 0 },
        { "Get-PHBatchExportRun events-to-s3 -After -999999w", "InvalidDate", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Get-PHBatchExportRun events-to-s3 -After ([timespan]::MaxValue)", "InvalidDate", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Get-PHBatchExportRun events-to-s3 -After 5", "InvalidDate", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Repair-PHBatchExport events-to-s3 -After -1d -Before -2d", "Validation", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Start-PHFileDownload -Start -1d -End -2d", "Validation", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Start-PHFileDownload -Start -1d -End (Get-Date).AddDays(1)", "Validation", ErrorCategory.InvalidArgument, "{any}", 0, 0 },
        { "Start-PHFileDownload -Start -9d -End -1d", "Validation", ErrorCategory.InvalidArgument, "events", 0, 0 },
        { "New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -StartAt 2026-02-01 -EndAt 2026-01-01", "Validation", ErrorCategory.InvalidArgument,
            "x", 0, 0 },

        // Destinations and settings.
        { "New-PHBatchExport x @{}", "Validation", ErrorCategory.InvalidArgument, "x", 0, 0 },
        { "New-PHBatchExport x $null", "InvalidDestination", ErrorCategory.InvalidArgument, "x", 0, 0 },
        { "New-PHBatchExport x 'a text'", "InvalidDestination", ErrorCategory.InvalidArgument, "x", 0, 0 },
        { "New-PHBatchExport ' ' @{ type = 'NoOp'; config = @{} }", "Validation", ErrorCategory.InvalidArgument, " ", 0, 0 },
        { "New-PHBatchExport x @{ type = 'NoOp'; config = @{ colour = 'red' } }", "Validation", ErrorCategory.InvalidArgument, "x", 0, 0 },
        { "New-PHBatchExport x @{ type = 'Fax'; config = @{} }", "Validation", ErrorCategory.InvalidArgument, "x", 2, 1 },
        { "New-PHBatchExport Events-To-S3 @{ type = 'NoOp'; config = @{} }", "NameInUse", ErrorCategory.ResourceExists, "Events-To-S3", 1, 0 },
        { "Set-PHBatchExport events-to-s3 -Destination @{ colour = 'red' }", "Validation", ErrorCategory.InvalidArgument, "events-to-s3", 1, 0 },
        { "Set-PHBatchExport events-to-s3 -Name Events-To-BigQuery", "NameInUse", ErrorCategory.ResourceExists, "events-to-s3", 1, 0 },
        { "Set-PHBatchExport events-to-s3 -OffsetDay Monday", "Validation", ErrorCategory.InvalidArgument, "events-to-s3", 1, 0 },
        { "Set-PHBatchExport events-to-s3 -Force", "Validation", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { "Set-PHBatchExport events-to-s3", "Validation", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { "$nothing = @{}; Set-PHBatchExport events-to-s3 @nothing -PassThru -WhatIf", "Validation", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { "Set-PHDashboard 'Ops wall' -PassThru", "Validation", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { "Set-PHDashboardSharing 'Ops wall'", "Validation", ErrorCategory.InvalidArgument, "{none}", 0, 0 },
        { "Get-PHBatchExport -Destination Snowflak", "InvalidDestinationType", ErrorCategory.InvalidArgument, "Snowflak", 1, 0 },
        { "Get-PHBatchExport -Model evnts", "InvalidModel", ErrorCategory.InvalidArgument, "evnts", 1, 0 },
        { "Invoke-PHRestMethod https://elsewhere.example/api/", "InvalidPath", ErrorCategory.InvalidArgument, "https://elsewhere.example/api/", 0, 0 },
        { "Invoke-PHRestMethod //elsewhere.example/api/", "InvalidPath", ErrorCategory.InvalidArgument, "//elsewhere.example/api/", 0, 0 },
        { "Invoke-PHRestMethod api/../../etc/", "InvalidPath", ErrorCategory.InvalidArgument, "api/../../etc/", 0, 0 },
        { "Invoke-PHRestMethod /api/%2e%2e/%2e%2e/other/", "InvalidPath", ErrorCategory.InvalidArgument, "/api/%2e%2e/%2e%2e/other/", 0, 0 },
        { "Invoke-PHRestMethod /api/%252e%252e/other/", "InvalidPath", ErrorCategory.InvalidArgument, "/api/%252e%252e/other/", 0, 0 },
        { "Invoke-PHRestMethod /api/./x/", "InvalidPath", ErrorCategory.InvalidArgument, "/api/./x/", 0, 0 },
        { "Invoke-PHRestMethod '/api/..;/x/'", "InvalidPath", ErrorCategory.InvalidArgument, "/api/..;/x/", 0, 0 },
        { "Invoke-PHRestMethod /api/x%2f..%2fy/", "InvalidPath", ErrorCategory.InvalidArgument, "/api/x%2f..%2fy/", 0, 0 },
        { "Invoke-PHRestMethod /api/x%5cy/", "InvalidPath", ErrorCategory.InvalidArgument, "/api/x%5cy/", 0, 0 },
        { "Invoke-PHRestMethod /api/x%0d%0ay/", "InvalidPath", ErrorCategory.InvalidArgument, "/api/x%0d%0ay/", 0, 0 },
        { "Invoke-PHRestMethod '/api/x/#y'", "InvalidPath", ErrorCategory.InvalidArgument, "/api/x/#y", 0, 0 },
        { "Invoke-PHRestMethod '\\\\elsewhere.example/api/'", "InvalidPath", ErrorCategory.InvalidArgument, "\\\\elsewhere.example/api/", 0, 0 },
        { "Resume-PHBatchExport -StatePath $folder/none.json", "InvalidFile", ErrorCategory.InvalidData, "{any}", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Bad_input_is_one_clear_error(string line, string id, ErrorCategory category, string target, int received, int writes)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("invalid", Bench.Secret("phx_invalid_Planted7f3a"));
        bench.Shell.Set("phc", Bench.Secret("phc_Planted7f3a"));
        bench.Shell.Set("broken", Bench.Secret("phx_two words"));

        ErrorRecord error = bench.Run(line).Error;

        Assert.Equal("PostHog." + id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        if (target != "{any}")
            Assert.Equal(target switch { "{none}" => null, "{server}" => bench.Server.Address.AbsoluteUri, _ => target }, error.TargetObject?.ToString());
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails?.RecommendedAction), "recommends nothing");
        Assert.DoesNotContain("Planted7f3a", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(received, bench.Requests.Count);
        Assert.Equal(writes, bench.Writes().Count);
        Assert.DoesNotContain(bench.Writes(), r => r.Processed);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_readonly_1" });
        ErrorRecord error = bench.Run("Get-PHBatchExport -First 1 | Suspend-PHBatchExport").Error;

        Assert.StartsWith("PostHog.MissingScope", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.IsType<BatchExport>(error.TargetObject);
        Assert.Contains("batch_export:write", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(bench.Writes());
        Assert.DoesNotContain(bench.Writes(), r => r.Processed);
    }

    [Fact]
    public async Task A_key_of_the_other_region_says_so_and_ends_the_command()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_invalid_1" });
        ShellResult result = bench.Run("'events-to-s3', 'events-to-bigquery' | Get-PHBatchExport");

        Assert.StartsWith("PostHog.Unauthorized", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.AuthenticationError, result.Error.CategoryInfo.Category);
        Assert.Equal("events-to-s3", result.Error.TargetObject);
        Assert.Contains("-Region EU", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(bench.Requests.All);
    }

    [Fact]
    public async Task The_right_host_is_named_for_an_ingestion_host()
    {
        await using Bench bench = await Bench.StartAsync();
        Assert.Contains("https://eu.posthog.com", bench.Run("Connect-PostHog -ApiKey $key -HostUri eu-assets.i.posthog.com").Error.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("https://us.posthog.com", bench.Run("Connect-PostHog -ApiKey $key -HostUri https://us.i.posthog.com/batch/").Error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_text_key_is_refused_and_not_repeated()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        bench.Shell.Set("plain", Bench.PlantedKey);
        ErrorRecord error = bench.Run("Connect-PostHog -ApiKey $plain -HostUri $server").Error;
        Assert.Contains("Read-Host -AsSecureString", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.PlantedKey, error.ToString() + error.Exception + error.TargetObject, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    [Fact]
    public async Task An_ambiguous_name_lists_what_it_could_mean()
    {
        await using Bench bench = await Bench.StartAsync();
        IReadOnlyList<BatchExport> both = bench.Run("Get-PHBatchExport | Where-Object { $_.Name -eq 'nightly-dump' }").Clean().As<BatchExport>();
        string message = bench.Run("Remove-PHBatchExport nightly-dump -Confirm:$false").Error.ToString();
        Assert.Equal(2, both.Count);
        Assert.All(both, e => Assert.Contains(e.Id.ToString(), message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_bad_item_does_not_lose_the_remaining_items()
    {
        await using Bench bench = await Bench.StartAsync();
        ShellResult result = bench.Run("'events-to-s3', 'no such export', 'events-to-bigquery' | Suspend-PHBatchExport -PassThru");
        Assert.Equal(["events-to-s3", "events-to-bigquery"], result.As<BatchExport>().Select(e => e.Name));
        Assert.Equal("no such export", result.Error.TargetObject);
        Assert.Equal(2, bench.Writes().Count);
    }

    [Fact]
    public async Task Unknown_values_of_a_newer_server_survive_as_text()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(Testing.Faults.FaultKind.UnknownEnum, times: 0);
        ShellResult result = bench.Run("Get-PHBatchExport 'events-to-s3' | Get-PHBatchExportRun -First 3").Clean();
        Assert.All(result.As<BatchExportRun>(), r => Assert.Equal(("FromTheFuture", "Unknown"), (r.Status, r.State)));
        Assert.Equal("FromTheFuture", bench.Run("Get-PHBatchExport 'events-to-s3'").Clean().As<BatchExport>()[0].Interval);
    }

    [Fact]
    public async Task Very_long_times_are_as_good_as_for_ever()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = "-Timeout 90.00:00:00 -MaxWait 900.00:00:00 -ProjectId 101" });
        bench.Run("Get-PHBatchExport -First 1 | Out-Null").Clean();
        ShellResult result = bench.Run("Get-PHBatchExport -First 1 | Wait-PHBatchExportRun -Timeout 1e300");
        Assert.Contains("is not a length of time", result.Error.ToString(), StringComparison.Ordinal);
    }
}
