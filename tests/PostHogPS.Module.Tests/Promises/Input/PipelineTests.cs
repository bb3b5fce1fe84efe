using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Three items are piped and the one in the middle fails: it fails alone, its error points at it, the other two come out.</summary>
[Trait("Speed", "Slow")]
public sealed class PipelineTests
{
    private const string Exports = "'events-to-s3', 'nobody', 'events-to-minio'";
    private const string Failed = "$failed = @(Get-PHBatchExportRun events-to-s3 -State Failed | Select-Object -First 2)";
    private const string Runs = "$failed[0], $none, $failed[1]";
    private const string Alerts = "$alert = @('C0TEST1', 'C0TEST2' | ForEach-Object { New-PHBatchExportAlert events-to-s3 -Slack -Channel $_ })";
    private const string Boards = "$board = @(Get-PHDashboard | Select-Object -First 2)";
    private const string Dashboards = "$board[0], 'nobody', $board[1]";
    private const string Tiles = Boards + "; $tile = @($board | ForEach-Object { $_ | Get-PHDashboardTile | Select-Object -First 1 })";
    private const string Passwords = Boards + "; $board | Set-PHDashboardSharing -PasswordRequired";
    private const string Backfills = "$backfill = @('events-to-s3', 'events-to-minio' | Start-PHBatchExportBackfill -Start -30h -End -2h)";
    private const string Downloads = "$download = @(1..2 | ForEach-Object { Start-PHFileDownload -Start -6h -End -2h })";
    private const string Running = Backfills + "; $run = @{}; 1..60 | ForEach-Object { if ($run.Count -lt 2) { $clock.Advance('00:00:05'); foreach ($n in 'events-to-s3', 'events-to-minio') { if (-not $run[$n]) { $r = Get-PHBatchExportRun $n -State Running | Select-Object -First 1; if ($r) { $run[$n] = $r } } } } }";

    private static readonly string[] Keys = ["BatchExportId", "DashboardId", "FileDownloadId", "Id", "id", "Name"];

    private static readonly Piping[] All =
    [
        new("Compare-PHBatchExportRow", Exports, "-After -1d -Summary"),
        new("Copy-PHBatchExport", "'events-to-bigquery', 'nobody', 'persons-to-azure'", "-ToProject 102") { Writes = 2 },
        new("Copy-PHDashboard", Dashboards, "-ToProject 102 -Skip -WarningAction Ignore") { Before = Boards },
        new("Disconnect-PostHog", "$one, $gone, $two") { Before = "$one = Connect-PostHog -ApiKey $key -HostUri $server -Name one -SkipValidation -PassThru; $two = Connect-PostHog -ApiKey $key -HostUri $server -Name two -SkipValidation -PassThru; $gone = 'nobody'", Id = "", Groups = 0 },
        new("Export-PHBatchExport", Exports, "-Path $folder/as-files -PassThru") { Groups = 2 },
        new("Export-PHDashboard", Dashboards, "-Path $folder/dashboards -PassThru") { Before = Boards, Groups = 2 },
        new("Export-PHBatchExportReport", Exports, "-Path $folder/report.html -PassThru") { Before = "$null = [IO.Directory]::CreateDirectory($folder)",
            Groups = 1 },
        new("Find-PHBatchExportAnomaly", "'events-to-s3', 'nobody', 'persons-to-snowflake'", "-After -14d") { Groups = 1 },
        new("Find-PHBatchExportGap", Exports, "-After -2d -Summary"),
        new("Get-PHBatchExport", Exports),
        new("Get-PHBatchExportAlert", Exports) { Before = "New-PHBatchExportAlert events-to-minio -Slack -Channel C0TEST1", Key = "Name" },
        new("Get-PHBatchExportBackfill", Exports) { Before = Backfills },
        new("Get-PHBatchExportError", "'events-to-s3', 'nobody', 'persons-to-azure'", "-After -20d") { Groups = -1 },
        new("Get-PHBatchExportHealth", Exports),
        new("Get-PHBatchExportLog", Exports, "-Tail 2"),
        new("Get-PHBatchExportRun", Exports, "-After -6h"),
        new("Get-PHConnection", "'default', 'nobody', 'second'") { Before = "Connect-PostHog -ApiKey $key -HostUri $server -Name second -SkipValidation",
            Id = "ConnectionNotFound" },
        new("Get-PHDashboard", "$board[0].Name, 'nobody', $board[1].Name") { Before = Boards },
        new("Get-PHDashboardSharing", Dashboards) { Before = Boards },
        new("Get-PHDashboardTemplate", "'Website traffic', 'nobody', 'Product analytics'"),
        new("Get-PHDashboardTile", Dashboards) { Before = Boards },
        new("Get-PHFileDownload", "$download[0], $none, $download[1]") { Before = Downloads },
        new("Get-PHInsight", "$insight[0].Name, 'nobody', $insight[1].Name") { Before =
            "$insight = @('Churn risk', 'Onboarding' | Get-PHDashboard | ForEach-Object { $_ | Get-PHInsight | Select-Object -First 1 })", Groups = -1 },
        new("Get-PHIntegration", "(Get-PHProject -Id 101), 'nobody', (Get-PHProject -Id 102)") { Id = "InvalidProject", Key = "ProjectId" },
        new("Get-PHOrganization", "(Get-PHConnection default), 5, (Get-PHConnection default)") { Id = "*", Groups = -1 },
        new("Get-PHProject", "101, 999, 102"),
        new("Invoke-PHBatchExportRetry", Runs, "-Force") { Before = Failed, Key = "WorkflowId", Id = "InvalidBatchExport" },
        new("Invoke-PHRestMethod", "'api/users/@me/', 'api/nobody/', 'api/organizations/@current/'"),
        new("Invoke-PHQuery", "'select 1 as a', ' ', 'select 2 as a'") { Key = "Query", Id = "Validation" },
        new("Measure-PHFileDownload", "'SELECT event FROM events', ' ', 'SELECT uuid FROM events'") { Key = "HogQLQuery", Id = "Validation" },
        new("New-PHBatchExport", "@{ type = 'NoOp'; config = @{} }, @{}, @{ type = 'NoOp'; config = @{} }", "-Name new -Force") { Id = "Validation", Target = "new" },
        // Those of a project share one alert, which is not made where it would miss one.
        new("New-PHBatchExportAlert", Exports, "-Slack -Channel C0TEST1") { Groups = 0, Writes = 0 },
        new("New-PHBatchExportDestination", "(Get-PHIntegration 1006), 'nobody', $other", "-DatasetId d")
        {
            Before = "$other = New-PHIntegration -BigQuery -ServiceAccountEmail a@b.example -GoogleProjectId p", Key = "IntegrationId",
                Id = "InvalidIntegration",
        },
        new("New-PHDashboard", "'one', ' ', 'two'") { Id = "Validation" },
        new("New-PHDashboardSharingPassword", Dashboards) { Before = Passwords },
        new("New-PHDashboardTile", Dashboards, "-Text hello") { Before = Boards },
        new("Remove-PHBatchExport", Exports, "-Confirm:$false") { Groups = 0, Writes = 2 },
        new("Remove-PHBatchExportAlert", "$alert[0], 'nobody', $alert[1]", "-Confirm:$false") { Before = Alerts, Groups = 0, Writes = 2 },
        new("Remove-PHDashboard", Dashboards, "-Confirm:$false") { Before = Boards, Groups = 0, Writes = 2 },
        new("Remove-PHDashboardSharingPassword", "$password[0], 999999, $password[1]",
            "-Confirm:$false") { Before = Passwords
            + "; $password = @($board | New-PHDashboardSharingPassword)", Id = "InvalidDashboard", Groups = 0, Writes = 2 },
        new("Remove-PHDashboardTile", "$tile[0], 999999, $tile[1]", "-Confirm:$false") { Before = Tiles, Id = "InvalidDashboard", Groups = 0, Writes = 2 },
        new("Remove-PHIntegration", "$unused[0], 999999, $unused[1]", "-Confirm:$false")
        {
            Before = "$unused = 'one', 'two' | ForEach-Object { New-PHIntegration -AwsS3 $_ -RoleArn arn:aws:iam::123456789012:role/unused }",
                Groups = 0, Writes = 2,
        },
        new("Repair-PHBatchExport", Exports, "-After -20d -Before -1d -PlanOnly") { Groups = -1 },
        new("Restore-PHDashboard", "$board[0].Id, 999999, $board[1].Id", "-PassThru") { Before = Boards + "; $board | Remove-PHDashboard -Confirm:$false" },
        new("Resume-PHBatchExport", Exports, "-PassThru"),
        new("Save-PHFileDownload", "$download[0], $none, $download[1]", "-Path $folder") { Before = Downloads, Groups = -1 },
        new("Set-PHBatchExport", Exports, "-Timezone Europe/Berlin -PassThru"),
        new("Set-PHDashboard", Dashboards, "-AddTag piped -PassThru") { Before = Boards },
        new("Set-PHBatchExportAlert", "$alert[0], 'nobody', $alert[1]", "-Enabled:$false -PassThru") { Before = Alerts, Key = "Id" },
        new("Set-PHDashboardSharing", Dashboards, "-Enabled -PassThru") { Before = Boards },
        new("Set-PHDashboardTile", "$tile[0], 999999, $tile[1]", "-Color purple -PassThru") { Before = Tiles, Id = "InvalidDashboard" },
        new("Start-PHBatchExportBackfill", Exports, "-Start -6h -End -3h"),
        new("Stop-PHBatchExportBackfill", "$backfill[0], $none, $backfill[1]", "-PassThru") { Before = Backfills, Id = "InvalidBatchExport" },
        new("Stop-PHBatchExportRun", "$run['events-to-s3'], $none, $run['events-to-minio']", "-PassThru") { Before = Running, Id = "InvalidBatchExport" },
        new("Stop-PHFileDownload", "$download[0], $none, $download[1]", "-PassThru") { Before = Downloads },
        new("Suspend-PHBatchExport", Exports, "-PassThru"),
        new("Test-PHBatchExportAlert", "$alert[0], 'nobody', $alert[1]") { Before = Alerts, Key = "AlertId" },
        new("Test-PHBatchExportDestination", Exports),
        new("Test-PHBatchExportHealth", Exports, "-Quiet") { Groups = 1 },
        new("Test-PHDashboardPortability", "'Churn risk', 'nobody', 'Onboarding'", "-ToProject 102") { Groups = -1 },
        new("Update-PHBatchExportCredential", "'events-to-s3', 'nobody', 'weekly-sessions-to-s3'", "-Integration $next -Force")
        {
            Before = "$next = New-PHIntegration -AwsS3 next -RoleArn arn:aws:iam::123456789012:role/next",
        },
        new("Wait-PHBatchExportBackfill", "$backfill[0], $none, $backfill[1]") { Before = Backfills, Id = "InvalidBatchExport" },
        new("Wait-PHBatchExportRun", Runs) { Before = Failed, Key = "Id", Id = "InvalidBatchExport" },
        new("Watch-PHBatchExport", Exports, "-Count 1 -PassThru"),
    ];

    public static TheoryData<string> Cases => [.. All.Select(p => p.Cmdlet)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_item_in_the_middle_fails_alone(string cmdlet)
    {
        Piping piping = All.Single(p => p.Cmdlet == cmdlet);
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("none", Guid.Parse("11111111-1111-1111-1111-111111111111"));
        bench.Prepare(piping.Before);
        bench.Prepare("$items = @(" + piping.Items + ")");

        ShellResult result = bench.Run($"$items | {cmdlet} {piping.Switches}");

        ErrorRecord error = result.Error;
        if (piping.Id != "*")
            Assert.Equal(piping.Id.Length == 0 ? "ParameterArgumentTransformationError" : "PostHog." + piping.Id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(piping.Target ?? bench.Run("\"$($items[1])\"").Single.ToString(), error.TargetObject?.ToString());
        string[] groups = [.. result.Objects.Select(o => Item(o, piping.Key)).Distinct()];
        Assert.True(piping.Groups < 0 ? result.Objects.Count > 0 : groups.Length == piping.Groups, "came out: " + string.Join(" | ", groups));
        if (piping.Writes is { } writes)
            Assert.Equal(writes, bench.Writes().Count(r => r.Processed));
    }

    [Fact]
    public void Every_cmdlet_that_takes_a_pipeline_is_here()
    {
        using Shell shell = Shell.Open();
        IEnumerable<string> piping = shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>()
            .Where(c => c.ParameterSets.Any(s => s.Parameters.Any(p => p.ValueFromPipeline))).Select(c => c.Name);
        Assert.Equal(piping.Order(StringComparer.Ordinal), All.Select(p => p.Cmdlet).Order(StringComparer.Ordinal));
    }

    /// <summary>Which piped item an output belongs to.</summary>
    private static string Item(PSObject output, string? key) =>
        (key is null ? Keys : [key]).Select(name => output.Properties[name]?.Value?.ToString())
            .FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? output.ToString();

    /// <param name="Cmdlet">The cmdlet.</param>
    /// <param name="Items">Three items; the one in the middle is wrong.</param>
    /// <param name="Switches">What else is given.</param>
    private sealed record Piping(string Cmdlet, string Items, string Switches = "")
    {
        internal string Before { get; init; } = "";

        /// <summary>The error id; empty for PowerShell's own where it binds, * for any.</summary>
        internal string Id { get; init; } = "NotFound";

        /// <summary>The error's target where it is not the item itself.</summary>
        internal string? Target { get; init; }

        /// <summary>Of how many items something comes out; -1 for what makes one result out of several items or several out of one.</summary>
        internal int Groups { get; init; } = 2;

        /// <summary>The property that tells what came out of one item from what came out of another, where no usual one does.</summary>
        internal string? Key { get; init; }

        internal int? Writes { get; init; }
    }
}
