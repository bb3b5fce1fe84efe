using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>
/// Every cmdlet with many combinations of parameters, over a socket: each request and each answer is one that the API
/// description knows, against servers of all generations, and each line does what it says.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RequestShapeTests
{
    /// <summary>Lines in the order of a working day; each may use what those before it left in variables.</summary>
    private static readonly string[] Day =
    [
        // Disconnect makes no other connection the default, so the first one is given back.
        "$first = Get-PHConnection default; Connect-PostHog -ApiKey $key -HostUri $server -Name checked; Disconnect-PostHog checked 3>$null; $PSDefaultParameterValues['*-PH*:Connection'] = $first",
        "Get-PHCurrentUser", "Get-PHOrganization", "Get-PHProject", "Get-PHProject -Id 101", "Get-PHProject 'Northwind*'", "Get-PHRateLimit",
            "Get-PHConnection",
        "Get-PHIntegration", "Get-PHIntegration -Kind snowflake",
        "$export = Get-PHBatchExport events-to-s3; $export", "Get-PHBatchExport 'events*'", "Get-PHBatchExport -First 2 -Skip 1",
            "Get-PHBatchExport -AllProjects -First 15",
        "Get-PHBatchExport -Id $export.Id", "Get-PHBatchExport -Active", "Get-PHBatchExport -Paused", "Get-PHBatchExport -Destination Snowflake, BigQuery",
            "Get-PHBatchExport -Model persons",
        "Get-PHProject | Get-PHBatchExport -First 3", "Get-PHBatchExport 'events [prod]'",
        "$runs = $export | Get-PHBatchExportRun -After -2d; $runs", "$export | Get-PHBatchExportRun -State Failed, Cancelled",
            "$export | Get-PHBatchExportRun -Status Failed -After -3d -Before -1h",
        "$export | Get-PHBatchExportRun -RunId $runs[0].Id", "$runs[0] | Get-PHBatchExportRun", "Get-PHBatchExport 'events*' | Get-PHBatchExportRun -First 5",
            "$export | Get-PHBatchExportRun -Before 2020-01-01",
        "$export | Get-PHBatchExportBackfill", "Get-PHBatchExport events-to-bigquery | Get-PHBatchExportBackfill -State Running, Completed",
        "$failed = @($export | Get-PHBatchExportRun -State Failed); $failed[0] | Invoke-PHBatchExportRetry",
            "Invoke-PHBatchExportRetry $failed[1].Id -BatchExport events-to-s3 -Wait -Timeout 10:00:00",
        "$failed[2] | Invoke-PHBatchExportRetry -Force -Confirm:$false", "$failed | Invoke-PHBatchExportRetry -WhatIf",
        "$b = Start-PHBatchExportBackfill events-to-s3 -Start -30h -End -24h; $b", "$b | Wait-PHBatchExportBackfill -Timeout 10:00:00",
            "$b | Get-PHBatchExportBackfill",
        "Start-PHBatchExportBackfill persons-to-snowflake -Start 2026-08-01 -End 2026-08-03 -Wait",
            "Start-PHBatchExportBackfill persons-to-snowflake -Start 2026-08-05 -End 2026-08-08 | Stop-PHBatchExportBackfill -PassThru",
        "$export | Suspend-PHBatchExport -PassThru", "$export | Resume-PHBatchExport -PassThru",
            "Get-PHBatchExport persons-to-azure | Resume-PHBatchExport -Backfill -PassThru",
        "Suspend-PHBatchExport events-to-s3, events-to-minio -StatePath $state; Resume-PHBatchExport -StatePath $state -Backfill",
        "Set-PHBatchExport $export -Paused -PassThru", "Set-PHBatchExport $export -Paused:$false -Interval day -OffsetHour 4 -Timezone Europe/Berlin -PassThru",
        "Set-PHBatchExport $export -Interval week -OffsetDay Monday -OffsetHour 6 -PassThru",
            "Set-PHBatchExport $export -Interval hour -StartAt 2026-01-01 -EndAt 2030-01-01 -PassThru",
        "Set-PHBatchExport $export -StartAt $null -EndAt $null -PassThru",
            "Set-PHBatchExport $export -Destination @{ prefix = 'other/'; compression = 'gzip' } -PassThru",
        "Set-PHBatchExport $export -Filter @{ type = 'event'; key = 'plan'; value = 'pro'; operator = 'exact' } -PassThru",
            "Set-PHBatchExport $export -Filter @() -PassThru",
        "Set-PHBatchExport $export -Name 'another name' -PassThru; Set-PHBatchExport $export -Name events-to-s3",
        "$noop = New-PHBatchExport nothing @{ type = 'NoOp'; config = @{} } -Interval day -OffsetHour 3 -Timezone America/New_York -Paused; $noop",
        "New-PHBatchExport persons @{ type = 'NoOp'; config = @{} } -Model persons -StartAt 2026-01-01 -EndAt 2027-01-01",
        "$http = New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $secret -IncludeEvent a, b -ExcludeEvent c; New-PHBatchExport http $http -Filter @{ type = 'person'; key = 'x'; value = 'y' }",
        "Remove-PHBatchExport $noop -Confirm:$false; Remove-PHBatchExport persons, http -Confirm:$false",
        "Find-PHBatchExportGap events-to-minio -After -3d", "Find-PHBatchExportGap -After -2d -Before -1d -Summary", "Get-PHBatchExportHealth",
            "Get-PHBatchExportHealth -AllProjects -Unhealthy", "Test-PHBatchExportHealth -MaxLag 1.00:00:00",
        "Get-PHBatchExportError -After -3d", "Repair-PHBatchExport events-to-minio -After -4d -Before -1d -PlanOnly",
            "Repair-PHBatchExport events-to-minio -After -4d -Before -1d -Wait -Timeout 20:00:00 -Confirm:$false",
        "Watch-PHBatchExport -Count 2 -PassThru -Interval 5",
        "$board = Get-PHDashboard | Select-Object -First 1; $board", "Get-PHDashboard -Pinned", "Get-PHDashboard -Search ops", "Get-PHDashboard -Tag weekly",
            "Get-PHDashboard -Id $board.Id", "Get-PHDashboard 'Ops*' -IncludeTiles", "Get-PHDashboard -AllProjects",
        "$board | Get-PHDashboardTile", "$board | Get-PHDashboardSharing", "$board | Set-PHDashboardSharing -Enabled -PassThru",
        "$new = New-PHDashboard 'made here' -Description text -Pinned -Tag one, two; $new",
            "$new | Set-PHDashboard -Name 'made there' -Description '' -Pinned:$false -AddTag three -RemoveTag one -PassThru",
            "$new | Set-PHDashboard -Tag @() -Filters @{ date_from = '-7d' } -PassThru",
        "New-PHDashboard copy -CopyFrom $new", "$new | Remove-PHDashboard -Confirm:$false", "$new | Restore-PHDashboard -PassThru",
        "Invoke-PHRestMethod api/users/@me/", "Invoke-PHRestMethod 'api/projects/{project_id}/dashboards/' -Query @{ limit = 2 } -All",
    ];

    /// <summary>What old servers do not have, or do not let keys do.</summary>
    private static readonly string[] NewOnly =
    [
        "Start-PHBatchExportBackfill weekly-sessions-to-s3 -Start 2026-08-03 -End 2026-08-10 | Stop-PHBatchExportBackfill -PassThru",
        "Get-PHBatchExportLog events-to-s3 -Level Error, Warning -After -1d -Search AccessDenied", "Get-PHBatchExportLog events-to-s3 -Tail 20",
            "Get-PHBatchExportLog events-to-s3 -After -2d -Before -1d | Select-Object -First 60",
        "Get-PHBatchExportLog events-to-s3 -Run $failed[0]",
        "Get-PHIntegration | Where-Object Kind -eq 'aws-s3' | Select-Object -First 1 -OutVariable integration",
        "$s3 = New-PHBatchExportDestination -AwsS3 -BucketName b -Region us-east-1 -Prefix p/ -FileFormat Parquet -Compression zstd -MaxFileSizeMB 100 -Encryption AES256 -IntegrationId $integration[0].Id; New-PHBatchExport s3 $s3",
        "Test-PHBatchExportDestination events-to-s3", "$s3 | Test-PHBatchExportDestination -ContinueOnFailure",
        "New-PHBatchExport hogql @{ type = 'NoOp'; config = @{} } -Model hogql -HogQLQuery 'SELECT uuid, event FROM events' -PrimaryKey uuid -VersionKey uuid -IncrementalMode MERGE -Interval week -OffsetDay Monday",
        "$download = Start-PHFileDownload -Start -6h -End -2h -FileFormat JSONLines -Compression gzip -IncludeEvent a -MaxFileSizeMB 10; $download",
            "Get-PHFileDownload", "$download | Get-PHFileDownload",
        "$download | Save-PHFileDownload -Path $folder", "Start-PHFileDownload -Start -3h -Model persons | Stop-PHFileDownload -PassThru",
        "Start-PHFileDownload -Start -6h -Model HOGQL -HogQLQuery 'SELECT event FROM events' -HogQLModifiers @{ convertToProjectTimezone = $false } -SingleFile | Stop-PHFileDownload",
        "Measure-PHFileDownload 'SELECT event FROM events' -HogQLModifiers @{ convertToProjectTimezone = $false }",
        "Get-PHBatchExport events-to-bigquery | Get-PHBatchExportRun -State Running | Stop-PHBatchExportRun -PassThru",
        "Wait-PHBatchExportRun (Get-PHBatchExport events-to-bigquery | Get-PHBatchExportRun -First 1) -Timeout 05:00:00",
    ];

    [Theory]
    [InlineData("C", "Auto")]
    [InlineData("C", "Projects")]
    [InlineData("A", "Auto")]
    [InlineData("Legacy", "Auto")]
    public async Task Everything_sent_and_answered_is_as_described(string generation, string family)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions
        {
            Connect = "-ProjectId 101 -RateLimit None -RouteFamily " + family,
            Server = new() { Sandbox = new() { Generation = generation } },
        });
        var judge = new ApiJudge(bench.Server, generation);
        bench.Shell.Set("state", Path.Combine((string)bench.Shell.Get("folder")!, "state.json"));
        Directory.CreateDirectory((string)bench.Shell.Get("folder")!);
        bench.Run("$ConfirmPreference = 'None'");
        var wrong = new List<string>();

        foreach (string line in generation == "C" ? Day.Concat(NewOnly) : generation == "A" ? Day : Day.Where(line => !NeedsList(line)))
        {
            bench.Requests.Clear();
            ShellResult result = bench.Run(line);
            wrong.AddRange(result.Errors.Select(e => line + ": " + e.FullyQualifiedErrorId + ": " + e));
            wrong.AddRange(judge.Problems().Select(p => line + ": " + p));
            wrong.AddRange(bench.Requests.All.Where(r => r.Status >= 500).Select(r => line + ": " + r));
            wrong.AddRange(bench.Requests.All.Where(r => r.Method == "POST" && r.Body.Length == 0 && !TakesNoBody(r))
                .Select(r => line + ": a POST without a body: " + r));
            wrong.AddRange(bench.Requests.All.Where(r => r.Body.Length > 0 && (r.Method is "GET" or "DELETE" || TakesNoBody(r)))
                .Select(r => line + ": a body where none is taken: " + r));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // A server that was never updated can neither show nor cancel a backfill.
    private static bool NeedsList(string line) =>
        line.Contains("Get-PHBatchExportBackfill", System.StringComparison.Ordinal)
            || line.Contains("Stop-PHBatchExportBackfill", System.StringComparison.Ordinal);

    // What may be sent twice and has nothing to say carries nothing.
    private static bool TakesNoBody(ReceivedRequest request) => request.PathAndQuery.Split('?')[0].TrimEnd('/').Split('/')[^1] is "pause" or "cancel";
}
