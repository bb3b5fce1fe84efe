using System.Collections.Generic;
using System.Linq;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>What becomes of a call whose answer is lost (docs/retries.md#lost-answers).</summary>
internal enum Sending
{
    /// <summary>Nothing goes over the network.</summary>
    Nothing,

    /// <summary>May be repeated: reads, and writes that change nothing the second time.</summary>
    Repeatable,

    /// <summary>Never sent twice.</summary>
    Once,

    /// <summary>A read that is not repeated once it may have arrived.</summary>
    Costly,
}

/// <summary>What a command makes of the body of its main answer.</summary>
internal enum Reading
{
    /// <summary>It must be what PostHog sends.</summary>
    Needed,

    /// <summary>It does not matter: the status says it all.</summary>
    Ignored,

    /// <summary>An empty one is as good (old servers), but what is there must be right.</summary>
    MayBeEmpty,

    /// <summary>Whatever comes is handed on.</summary>
    HandedOn,
}

/// <summary>The columns of docs/reliability.md.</summary>
internal enum CommandKind
{
    /// <summary>Nothing goes over the network.</summary>
    Local,

    /// <summary>One object.</summary>
    Read,

    /// <summary>A list, page by page, and what is worked out from lists.</summary>
    List,

    /// <summary>A write that changes nothing the second time.</summary>
    Repeatable,

    /// <summary>A write that starts or makes something.</summary>
    Once,

    /// <summary>Looks again and again until something has ended.</summary>
    Wait,

    /// <summary>Fetches files.</summary>
    Download,
}

/// <summary>One cmdlet at its main work: the line a person types, and the request it is about.</summary>
internal sealed record CmdletCase(string Cmdlet, string Script, Sending Sending = Sending.Repeatable, string Method = "GET", string Path = "/api/*")
{
    /// <summary>Lines before it: what a person would have in variables.</summary>
    internal string Before { get; init; } = "";

    internal Reading Reading { get; init; } = Reading.Needed;

    /// <summary>What tells two cases of one cmdlet apart.</summary>
    internal string Variant { get; init; } = "";

    /// <summary>Looks for what it has made in an answer that shows much else: without ids it cannot know.</summary>
    internal bool FindsWhatItMade { get; init; }

    /// <summary>Needs a world in which nobody has done it yet.</summary>
    internal bool Fresh { get; init; }

    /// <summary>How often a query that takes too long is cut in half, before one interval is left that cannot be.</summary>
    internal int Halvings { get; init; }

    /// <summary>One object instead of a list; only for reads.</summary>
    internal bool Single { get; init; }

    /// <summary>The path that a second request has as well, which goes out at the same time; null where they go out one by one.</summary>
    internal string? Twin { get; init; }

    internal CommandKind Kind => Sending switch
    {
        Sending.Nothing => CommandKind.Local,
        Sending.Once => CommandKind.Once,
        _ when Method != "GET" => CommandKind.Repeatable,
        _ when Cmdlet.StartsWith("Wait-", System.StringComparison.Ordinal) || Variant == "-Wait" => CommandKind.Wait,
        _ when Cmdlet.StartsWith("Save-", System.StringComparison.Ordinal) => CommandKind.Download,
        _ => Single ? CommandKind.Read : CommandKind.List,
    };

    /// <summary>The faults are put on the storage, which is not PostHog and never gets the key.</summary>
    internal bool OnStorage => Path.Contains("_storage", System.StringComparison.Ordinal);

    internal string Name => Variant.Length == 0 ? Cmdlet : Cmdlet + " " + Variant;

    public override string ToString() => Name;
}

/// <summary>Every exported cmdlet at work; a test fails while one is missing here.</summary>
internal static class CmdletCases
{
    private const string Export = "$export = Get-PHBatchExport 'events-to-s3'; ";
    private const string Folder = "$null = New-Item -ItemType Directory -Force $folder; ";
    private const string BigQuery = "$bigquery = Get-PHBatchExport 'events-to-bigquery'; ";
    private const string Failed = Export + "$failed = $export | Get-PHBatchExportRun -State Failed | Select-Object -First 1; ";
    private const string Alert = "$alert = Get-PHBatchExportAlert; ";
    private const string Dashboard = "$dashboard = Get-PHDashboard | Select-Object -First 1; ";
    private const string Tile = Dashboard + "$tile = $dashboard | Get-PHDashboardTile | Select-Object -First 1; ";
    private const string Paused = "Get-PHBatchExport 'persons-to-azure' | Where-Object { -not $_.Paused } | Suspend-PHBatchExport; $clock.Advance('01:00:00'); $paused = Get-PHBatchExport 'persons-to-azure'; ";
    private const string Doomed = "$doomed = New-PHBatchExport 'doomed' @{ type = 'NoOp'; config = @{} } -Force; ";
    private const string Running = Export + "$backfill = $export | Start-PHBatchExportBackfill -Start -30h -End -2h; ";
    private const string Download = "$download = Start-PHFileDownload -Start -6h -End -2h; ";

    private const string Files = "$files = Join-Path $folder as-files; if (Test-Path $files) { Remove-Item $files -Recurse }; $null = [IO.Directory]::CreateDirectory($files); ";

    private const string Ready = "$clock.Advance('00:30:00'); ";

    internal static IReadOnlyList<CmdletCase> All { get; } =
    [
        new("Compare-PHBatchExport", "Compare-PHBatchExport $files",
            Path: "*/batch_exports/*") { Before = Files + "Export-PHBatchExport events-to-s3 -Path $files; " },
        new("Compare-PHBatchExportRow", "$export | Compare-PHBatchExportRow -After -1d", Path: "*/runs/*") { Before = Export },
        new("Compare-PHBatchExportRow", "$export | Compare-PHBatchExportRow -After -1d", Sending.Costly, "POST", "*/query/*") { Before = Export,
            Variant = "query", Halvings = 5 },
        new("Compare-PHDashboard", "Compare-PHDashboard $files", Path: "*/dashboards/*") { Before = Files + "Export-PHDashboard 4103 -Path $files; " },
        new("Connect-PostHog", "Connect-PostHog -ApiKey $key -HostUri $server -Name second -ProjectId 101 -RouteFamily Projects -RateLimit None -Timeout $timeout -PassThru", Path: "/api/users/*") { Single = true },
        new("Copy-PHBatchExport", "$noop | Copy-PHBatchExport -ToProject 102 -Force", Sending.Once, "POST",
            "*/batch_exports/*") { Before = "$noop = Get-PHBatchExport 'staging-noop'; " },
        new("Copy-PHDashboard", "Copy-PHDashboard Revenue -ToProject 102 -Force", Sending.Once, "POST", "*/dashboards/*") { Fresh = true },
        new("Copy-PHDashboard", "Copy-PHDashboard Revenue -ToProject 102 -Force", Sending.Once, "POST", "*/insights/*") { Variant = "insight", Fresh = true },
        new("Disconnect-PostHog", "Disconnect-PostHog", Sending.Nothing),
        // Into a folder of its own each time: what a fault has left out of a file is missed by the next one that reads it.
        new("Export-PHBatchExport", "Export-PHBatchExport -Path (Join-Path $files $((++$n)))", Path: "*/batch_exports/*") { Before = Files },
        new("Export-PHBatchExportReport", "$export | Export-PHBatchExportReport -Path (Join-Path $folder report.html) -Force",
            Path: "*/runs/*") { Before = Export + Folder },
        new("Export-PHDashboard", "$null = Remove-Item $files/*.json; $dashboard | Export-PHDashboard -Path $files",
            Path: "*/dashboards/*") { Before = Files + Dashboard, Single = true },
        new("Find-PHBatchExportAnomaly", "$export | Find-PHBatchExportAnomaly -After -1d", Path: "*/runs/*") { Before = Export },
        new("Find-PHBatchExportGap", "$export | Find-PHBatchExportGap -After -1d", Path: "*/runs/*") { Before = Export },
        new("Get-PHBatchExport", "Get-PHBatchExport", Path: "*/batch_exports/*"),
        new("Get-PHBatchExport", "Get-PHBatchExport -Id $export.Id", Path: "*/batch_exports/*") { Before = Export, Variant = "-Id", Single = true },
        new("Get-PHBatchExport", "Get-PHBatchExport -AllProjects", Path: "*/102/batch_exports/*") { Variant = "-AllProjects", Twin = "*/batch_exports/*" },
        new("Get-PHBatchExportAlert", "Get-PHBatchExportAlert", Path: "*/hog_functions/*"),
        new("Get-PHBatchExportBackfill", "$bigquery | Get-PHBatchExportBackfill", Path: "*/backfills/*") { Before = BigQuery },
        new("Get-PHBatchExportError", "$export | Get-PHBatchExportError -After -1d", Path: "*/runs/*") { Before = Export },
        new("Get-PHBatchExportHealth", "Get-PHBatchExportHealth", Path: "*/batch_exports/"),
        new("Get-PHBatchExportLog", "$export | Get-PHBatchExportLog -Tail 5", Path: "*/logs/*") { Before = Export },
        new("Get-PHBatchExportRun", "$export | Get-PHBatchExportRun -First 5", Path: "*/runs/*") { Before = Export },
        new("Get-PHConnection", "Get-PHConnection", Sending.Nothing),
        new("Get-PHCurrentUser", "Get-PHCurrentUser", Path: "/api/users/*") { Single = true },
        new("Get-PHDashboard", "Get-PHDashboard", Path: "*/dashboards/*"),
        new("Get-PHDashboardSharing", "$dashboard | Get-PHDashboardSharing", Path: "*/sharing/*") { Before = Dashboard, Single = true },
        new("Get-PHDashboardTemplate", "Get-PHDashboardTemplate", Path: "*/dashboard_templates/*"),
        new("Get-PHDashboardTile", "$dashboard | Get-PHDashboardTile", Path: "*/dashboards/*") { Before = Dashboard, Single = true },
        new("Get-PHFileDownload", "Get-PHFileDownload", Path: "*/file_download_batch_exports/*") { Before = Download },
        new("Get-PHIntegration", "Get-PHIntegration", Path: "*/integrations/*"),
        new("Get-PHIntegration", "Get-PHIntegration -IncludeUsedBy", Path: "*/batch_exports/*") { Variant = "-IncludeUsedBy" },
        new("Get-PHOrganization", "Get-PHOrganization", Path: "/api/organizations/*"),
        new("Get-PHProject", "Get-PHProject"),
        new("Get-PHRateLimit", "Get-PHRateLimit", Sending.Nothing),
        new("Invoke-PHBatchExportRetry", "$failed | Invoke-PHBatchExportRetry -Force", Sending.Once, "POST", "*/retry/*") { Before = Failed,
            Reading = Reading.MayBeEmpty },
        new("Get-PHInsight", "Get-PHInsight", Path: "*/insights/*"),
        new("Import-PHDashboard", "Import-PHDashboard $files -Force", Sending.Once, "POST",
            "*/insights/*") { Before = Files + "Export-PHDashboard 4103 -Path $files; ", Fresh = true },
        new("Invoke-PHRestMethod", "Invoke-PHRestMethod api/users/@me/", Path: "/api/users/*") { Reading = Reading.HandedOn, Single = true },
        new("Invoke-PHRestMethod", "Invoke-PHRestMethod api/projects/101/dashboards/ -Method POST -Body @{ name = 'made by hand' }", Sending.Once, "POST",
            "*/dashboards/*")
        {
            Reading = Reading.HandedOn, Variant = "POST",
        },
        new("Invoke-PHQuery", "Invoke-PHQuery 'select event, count() as n from events where timestamp > {since} group by event' @{ since = $clock.UtcNow.AddHours(-1) } -Refresh ForceBlocking", Sending.Costly, "POST", "*/query/*"),
        new("Measure-PHFileDownload", "Measure-PHFileDownload 'SELECT event FROM events'", Sending.Repeatable, "POST", "*/count_rows/*"),
        new("New-PHBatchExport", "New-PHBatchExport \"made for a test $((++$n))\" @{ type = 'NoOp'; config = @{} }", Sending.Once, "POST", "*/batch_exports/*"),
        new("New-PHBatchExportAlert", "New-PHBatchExportAlert -Slack -Channel \"C0TEST$((++$n))\"", Sending.Once, "POST", "*/hog_functions/*"),
        new("New-PHBatchExportDestination", "New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $secret", Sending.Nothing),
        new("New-PHDashboard", "New-PHDashboard 'made for a test'", Sending.Once, "POST", "*/dashboards/*"),
        new("New-PHDashboardSharingPassword", "$dashboard | New-PHDashboardSharingPassword", Sending.Once, "POST", "*/passwords/*") { Before = Dashboard + "$dashboard | Set-PHDashboardSharing -PasswordRequired" },
        new("New-PHDashboardTile", "$dashboard | New-PHDashboardTile -Text 'made for a test'", Sending.Once, "POST", "*/create_text_tile/*") { Before = Dashboard },
        new("New-PHDashboardTile", "$dashboard | New-PHDashboardTile -ButtonText test -Url /insights", Sending.Once, "PATCH", "*/dashboards/*") { Before = Dashboard, Variant = "button", FindsWhatItMade = true },
        new("New-PHIntegration", "New-PHIntegration -Databricks -HostName \"made$((++$n)).example.com\" -ClientId client -ClientSecret $secret", Sending.Once, "POST", "*/integrations/*"),
        new("Remove-PHBatchExport", "$doomed | Remove-PHBatchExport -Confirm:$false", Sending.Repeatable, "DELETE", "*/batch_exports/*") { Before = Doomed, Reading = Reading.Ignored },
        new("Remove-PHBatchExportAlert", "$alert | Remove-PHBatchExportAlert -Confirm:$false", Sending.Repeatable, "PATCH", "*/hog_functions/*")
        {
            // By hand, since older servers are refused an alert that would never send a message.
            Before = "$alert = (Invoke-PHRestMethod api/projects/101/hog_functions/ -Method POST -Body @{ type = 'internal_destination'; template_id = 'template-slack'; "
                + "filters = @{ events = @(@{ id = '$batch_export_paused'; type = 'events' }) }; inputs = @{ slack_workspace = @{ value = 1009 }; channel = @{ value = 'C1' } } }).id; "
                + "$alert = Get-PHBatchExportAlert | Where-Object Id -EQ $alert",
            Reading = Reading.Ignored,
        },
        new("Remove-PHDashboard", "$dashboard | Remove-PHDashboard -Confirm:$false", Sending.Repeatable, "PATCH", "*/dashboards/*") { Before = Dashboard, Reading = Reading.Ignored },
        new("Remove-PHDashboardSharingPassword", "$password | Remove-PHDashboardSharingPassword -Confirm:$false", Sending.Repeatable, "DELETE", "*/passwords/*")
        {
            Before = Dashboard + "$dashboard | Set-PHDashboardSharing -PasswordRequired; $password = $dashboard | New-PHDashboardSharingPassword",
                Reading = Reading.Ignored,
        },
        new("Remove-PHDashboardTile", "$tile | Remove-PHDashboardTile -Confirm:$false", Sending.Repeatable, "PATCH", "*/dashboards/*")
        {
            Before = Dashboard + "$tile = $dashboard | New-PHDashboardTile -Text 'to be removed'; ",
        },
        new("Remove-PHIntegration", "$unused | Remove-PHIntegration -Confirm:$false", Sending.Repeatable, "DELETE", "*/integrations/*")
        {
            Before = "$unused = New-PHIntegration -Databricks -HostName \"unused$((++$n)).example.com\" -ClientId client -ClientSecret $secret; ",
                Reading = Reading.Ignored,
        },
        new("Repair-PHBatchExport", "$export | Repair-PHBatchExport -After $failed.DataIntervalStart -Before $failed.DataIntervalEnd -Canary 0 -Confirm:$false",
            Sending.Once, "POST", "*/batch_exports/*")
        {
            Before = Failed, Reading = Reading.MayBeEmpty, Fresh = true,
        },
        new("Restore-PHDashboard", "$dashboard | Restore-PHDashboard", Sending.Repeatable, "PATCH",
            "*/dashboards/*") { Before = Dashboard + "$dashboard | Remove-PHDashboard -Confirm:$false" },
        new("Resume-PHBatchExport", "$paused | Resume-PHBatchExport", Sending.Repeatable, "POST", "*/unpause/*") { Before = Paused, Reading = Reading.Ignored },
        new("Resume-PHBatchExport", "$paused | Resume-PHBatchExport -Backfill", Sending.Once, "POST", "*/unpause/*") { Before = Paused,
            Reading = Reading.Ignored, Variant = "-Backfill" },
        new("Save-PHFileDownload", "$download | Save-PHFileDownload -Path $folder -Force -Timeout 01:00:00",
            Path: "*/file_download_batch_exports/*") { Before = Download + Ready },
        new("Save-PHFileDownload", "$download | Save-PHFileDownload -Path $folder -Force -Timeout 01:00:00", Path: "*/_storage/*")
        {
            Before = Download + Ready, Variant = "file", Reading = Reading.HandedOn,
        },
        new("Set-PHBatchExport", "$export | Set-PHBatchExport -Name \"better name $((++$n))\"", Sending.Repeatable, "PATCH", "*/batch_exports/*") { Before = "$export = Get-PHBatchExport | Select-Object -First 1" },
        new("Set-PHBatchExportAlert", "$alert | Set-PHBatchExportAlert -Name \"better name $((++$n))\"", Sending.Repeatable, "PATCH", "*/hog_functions/*") { Before = Alert },
        new("Set-PHDashboard", "$dashboard | Set-PHDashboard -Name \"better name $((++$n))\"", Sending.Repeatable, "PATCH", "*/dashboards/*") { Before = Dashboard },
        new("Set-PHDashboardSharing", "$dashboard | Set-PHDashboardSharing -Enabled:(($n = $n + 1) % 2 -eq 0)", Sending.Repeatable, "PATCH", "*/sharing/*") { Before = Dashboard },
        new("Set-PHDashboardSharing", "$dashboard | Set-PHDashboardSharing -RefreshLink", Sending.Once, "POST", "*/refresh/*") { Before = Dashboard, Variant = "-RefreshLink" },
        new("Set-PHDashboardTile", "$tile | Set-PHDashboardTile -Color \"c$((++$n))\"", Sending.Repeatable, "PATCH", "*/dashboards/*") { Before = Tile },
        new("Start-PHBatchExportBackfill", "$export | Start-PHBatchExportBackfill -Start -6h -End -3h", Sending.Once, "POST",
            "*/backfills/*") { Before = Export, Reading = Reading.MayBeEmpty },
        new("Start-PHBatchExportBackfill", "$export | Start-PHBatchExportBackfill -Start -6h -End -3h -Wait -Timeout 10:00:00",
            Path: "*/backfills/*") { Before = Export, Variant = "-Wait" },
        new("Start-PHFileDownload", "Start-PHFileDownload -Start -6h -End -2h", Sending.Once, "POST", "*/file_download_batch_exports/*"),
        new("Stop-PHBatchExportBackfill", "$backfill | Stop-PHBatchExportBackfill", Sending.Repeatable, "POST", "*/cancel/*") { Before = Running,
            Reading = Reading.Ignored },
        new("Stop-PHBatchExportRun", "$running | Stop-PHBatchExportRun", Sending.Repeatable, "POST", "*/cancel/*")
        {
            // Looked for every second, since a run takes the server a few: it is still running after any wait a fault asks for.
            Before = Running + "$running = $null; 1..300 | ForEach-Object { if (-not $running) { $clock.Advance('00:00:01'); $running = $export | Get-PHBatchExportRun -State Running | Select-Object -First 1 } }",
            Reading = Reading.Ignored,
        },
        new("Stop-PHFileDownload", "$download | Stop-PHFileDownload", Sending.Repeatable, "POST", "*/cancel/*") { Before = Download,
            Reading = Reading.Ignored },
        new("Suspend-PHBatchExport", "$export | Suspend-PHBatchExport", Sending.Repeatable, "POST", "*/pause/*") { Before = Export, Reading = Reading.Ignored },
        new("Sync-PHBatchExport", "Set-Content $files/new.json ('{\"$schema\":\"batch-export.1.json\",\"name\":\"made ' + (++$n) + '\",\"model\":\"events\",\"interval\":\"hour\",\"destination\":{\"type\":\"NoOp\"}}'); Sync-PHBatchExport $files", Sending.Once, "POST", "*/batch_exports/*") { Before = Files },
        new("Sync-PHBatchExport", "(Get-Content -Raw $files/events-to-s3.json) -replace '\"prefix\": \"[^\"]*\"', ('\"prefix\": \"p' + (++$n) + '\"') | Set-Content $files/events-to-s3.json; Sync-PHBatchExport $files", Sending.Repeatable, "PATCH", "*/batch_exports/*")
        {
            Before = Files + "Export-PHBatchExport 'events-to-s3' -Path $files; ", Variant = "change",
        },
        new("Sync-PHBatchExport", "Sync-PHBatchExport $files -Prune -Confirm:$false", Sending.Repeatable, "DELETE", "*/batch_exports/*")
        {
            Before = Files + "Export-PHBatchExport -Path $files; " + Doomed, Variant = "-Prune", Reading = Reading.Ignored,
        },
        new("Test-PHBatchExportAlert", "$alert | Test-PHBatchExportAlert", Sending.Repeatable, "POST", "*/invocations/*") { Before = Alert },
        new("Test-PHBatchExportAlert", "$alert | Test-PHBatchExportAlert -Send -Confirm:$false", Sending.Once, "POST", "*/invocations/*") { Before = Alert, Variant = "-Send" },
        new("Test-PHBatchExportDestination", "$export | Test-PHBatchExportDestination", Sending.Repeatable, "POST", "*/run_test_step/*") { Before = Export },
        new("Test-PHBatchExportHealth", "Test-PHBatchExportHealth -Quiet", Path: "*/batch_exports/"),
        new("Test-PHDashboardPortability", "Test-PHDashboardPortability 'Churn risk' -ToProject 102", Path: "*/dashboards/*"),
        // Replaced in place: no list tells whether it was.
        new("Update-PHBatchExportCredential", "$export | Update-PHBatchExportCredential -Secret $keys -Force", Sending.Once, "POST", "*/integrations/*")
        {
            Before = "$export = Get-PHBatchExport 'events-to-databricks'; $keys = @{ client_id = $secret; client_secret = $secret }; ",
        },
        new("Update-PHBatchExportCredential", "$export | Update-PHBatchExportCredential -Secret $secret -Force", Sending.Repeatable, "PATCH", "*/batch_exports/*")
        {
            Before = "$export = New-PHBatchExport \"http $((++$n))\" (New-PHBatchExportDestination -Http -Url https://us.i.posthog.com/batch/ -Token $secret); ", Variant = "inline",
        },
        new("Wait-PHBatchExportBackfill", "$done | Wait-PHBatchExportBackfill", Path: "*/backfills/*")
        {
            Before = BigQuery + "$done = $bigquery | Get-PHBatchExportBackfill -State Completed | Select-Object -First 1",
        },
        new("Wait-PHBatchExportRun", "Wait-PHBatchExportRun $failed.Id -BatchExport $export", Path: "*/runs/*") { Before = Failed },
        new("Watch-PHBatchExport", "Watch-PHBatchExport -Count 1 -PassThru", Path: "*/batch_exports/"),
    ];

    internal static CmdletCase Named(string name) => All.Single(c => c.Name == name);
}
