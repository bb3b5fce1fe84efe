using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Completion;

/// <summary>Tab, wherever a person would press it.</summary>
[Trait("Speed", "Slow")]
public sealed class CompletionTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Theory]
    [InlineData("Get-PHBatchExport events-to-m", "events-to-minio")]
    [InlineData("Suspend-PHBatchExport persons-to-s", "persons-to-snowflake")]
    [InlineData("Get-PHBatchExportRun -BatchExport sessions", "sessions-to-redshift")]
    [InlineData("Repair-PHBatchExport EVENTS-TO-MIN", "events-to-minio")]
    [InlineData("Get-PHBatchExport -ProjectId ", "101")]
    [InlineData("Get-PHProject Northwind", "'Northwind Web'")]
    [InlineData("Get-PHDashboard Reve", "Revenue")]
    [InlineData("Get-PHDashboard -Id 410", "4101")]
    [InlineData("New-PHDashboard x -Template web", "'Website traffic'")]
    [InlineData("Get-PHDashboardTemplate Prod", "'Product analytics'")]
    [InlineData("New-PHDashboardTile Revenue -WidgetType err", "error_tracking_list")]
    [InlineData("Set-PHDashboardTile -MoveTo Reve", "Revenue")]
    [InlineData("Get-PHBatchExport -Connection ", "default")]
    [InlineData("Get-PHBatchExportRun -Status FailedB", "FailedBilling")]
    [InlineData("Get-PHBatchExportRun -State Fa", "Failed")]
    [InlineData("Get-PHBatchExport -Destination Snow", "Snowflake")]
    [InlineData("Get-PHBatchExport -Model per", "persons")]
    [InlineData("Set-PHBatchExport events-to-s3 -Interval ev", "'every 5 minutes'")]
    [InlineData("Set-PHBatchExport events-to-s3 -Timezone Europe/Berl", "Europe/Berlin")]
    [InlineData("Get-PHBatchExportLog events-to-s3 -Level Er", "Error")]
    [InlineData("Copy-PHBatchExport events-to-m", "events-to-minio")]
    [InlineData("Copy-PHBatchExport events-to-minio -ToConnection ", "default")]
    [InlineData("Copy-PHBatchExport events-to-minio -ToConnection default -ToProject ", "102")]
    [InlineData("Export-PHBatchExport -Path x -BatchExport persons-to-s", "persons-to-snowflake")]
    public void Offers(string line, string expected) => Assert.Contains(expected, Texts(line));

    [Fact]
    public void Secrets_are_those_of_the_files()
    {
        using TempFolder folder = GoToFiles();
        System.IO.File.WriteAllText(folder["b.json"], "{ \"password\": {\"secret\":\"db.password\"} }");
        Assert.Equal(["db.password", "mirror.token"], Texts("Sync-PHBatchExport . -RotateSecret "));
        Assert.Equal(["mirror.token"], Texts("Sync-PHBatchExport . -RotateSecret m"));
    }

    private TempFolder GoToFiles()
    {
        var folder = new TempFolder();
        System.IO.File.WriteAllText(folder["a.json"], """
            { "$schema": "batch-export.1.json", "name": "mirror", "model": "events", "interval": "hour",
              "destination": { "type": "HTTP", "config": { "url": "https://eu.i.posthog.com/batch/", "token": { "secret": "mirror.token" } } } }
            """);
        _c.Shell.Set("folder", folder.Path);
        _c.Run("Set-Location $folder");
        return folder;
    }

    [Fact]
    public void Names_that_PowerShell_would_read_otherwise_are_quoted() =>
        Assert.Contains("'events [prod]'", Texts("Get-PHBatchExport 'events [p"));

    [Fact]
    public void An_ambiguous_name_is_offered_as_ids_with_the_export_in_the_tip()
    {
        Guid[] ids = [.. _c.Good("Get-PHBatchExport nightly-dump").As<BatchExport>().Select(e => e.Id)];
        CompletionResult[] offered = [.. Results("Suspend-PHBatchExport -Id 0").Where(r => r.ToolTip.StartsWith("nightly-dump", StringComparison.Ordinal))];

        Assert.Equal(ids.Select(id => id.ToString()).Order(), offered.Select(r => r.CompletionText).Order());
        Assert.All(offered, r => Assert.Contains("Active", r.ToolTip, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Remove-PHBatchExport nightly")]
    [InlineData("Suspend-PHBatchExport 'Nightly-du")]
    public void Who_types_an_ambiguous_name_gets_the_ids(string line)
    {
        Guid[] ids = [.. _c.Good("Get-PHBatchExport nightly-dump").As<BatchExport>().Select(e => e.Id)];
        Assert.Equal(2, ids.Length);
        Assert.Equal(ids.Select(id => id.ToString()).Order(), Texts(line).Order());
    }

    [Fact]
    public void Run_ids_are_those_of_the_export_that_was_typed()
    {
        string[] known = [.. _c.Good("(Get-PHBatchExport events-to-s3).LatestRuns").As<BatchExportRun>().Select(r => r.Id.ToString())];
        string[] offered = Texts("Invoke-PHBatchExportRetry -BatchExport events-to-s3 -Run ");

        Assert.NotEmpty(offered);
        Assert.NotEmpty(offered.Intersect(known));
    }

    [Theory]
    [InlineData("Remove-PHDashboardTile -Dashboard Revenue -Tile ")]
    [InlineData("Set-PHDashboardTile -Dashboard 4103 -Tile ")]
    public void Tile_ids_are_those_of_the_dashboard_that_was_typed(string line) =>
        Assert.Equal(_c.Good("Get-PHDashboardTile Revenue").As<DashboardTile>().Select(t => t.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Texts(line));

    [Fact]
    public void A_minute_of_tabs_costs_one_request()
    {
        Texts("Get-PHBatchExport events-to-m");
        long before = Used();
        Texts("Get-PHBatchExport events-to-b");
        Texts("Suspend-PHBatchExport per");

        Assert.Equal(before, Used());
    }

    [Fact]
    public void Without_a_connection_there_is_no_answer_and_no_error()
    {
        using Shell alone = Shell.Open();

        Assert.DoesNotContain(alone.Complete("Get-PHBatchExport -Id "), r => Guid.TryParse(r.CompletionText, out _));
        Assert.Empty(alone.Run("Get-PHConnection").Objects);
    }

    [Fact]
    public void A_retry_is_offered_runs_that_it_takes_and_only_with_their_export()
    {
        Assert.DoesNotContain(_c.Shell.Complete("Invoke-PHBatchExportRetry "), r => Guid.TryParse(r.CompletionText, out _));
        string[] offered = Texts("Invoke-PHBatchExportRetry -BatchExport events-to-s3 -Run ");
        Assert.NotEmpty(offered);
        foreach (string id in offered)
            Assert.Empty(_c.Good($"Invoke-PHBatchExportRetry {id} -BatchExport events-to-s3 -WhatIf").Warnings);
    }

    [Theory]
    [InlineData("Start-PHBatchExportBackfill persons-to-snowflake -Start ")]
    [InlineData("Start-PHBatchExportBackfill -BatchExport weekly-sessions-to-s3 -Start ")]
    [InlineData("Start-PHBatchExportBackfill events-to-databricks -End ")]
    public void A_backfill_of_days_is_offered_days(string line)
    {
        string[] offered = Texts(line);
        Assert.NotEmpty(offered);
        Assert.All(offered, text => Assert.True(text.Trim('\'') is "yesterday" or "today"
            || DateTime.TryParse(text.Trim('\''), System.Globalization.CultureInfo.InvariantCulture, out _), text));
        if (line.EndsWith("-Start ", StringComparison.Ordinal))
        {
            foreach (string day in offered.Where(text => text.Trim('\'') is not ("today" or "yesterday")).Skip(1))
                _c.Good(line.Replace("-Start ", "", StringComparison.Ordinal)
                    + $" -Start {day} -End {offered.First(t => char.IsDigit(t.Trim('\'')[0]))} -WhatIf");
        }
    }

    [Theory]
    [InlineData("New-PHBatchExportDestination -AwsS3 -IntegrationId ", "1001")]
    [InlineData("New-PHBatchExportDestination -Snowflake -Database d -IntegrationId ", "1003")]
    [InlineData("Set-PHBatchExport events-to-bigquery -IntegrationId ", "1006")]
    [InlineData("New-PHBatchExport x @{ type = 'AzureBlob'; config = @{ container_name = 'c' } } -IntegrationId ", "1008")]
    public void An_integration_of_the_destinations_kind_is_offered_with_its_name(string line, string expected)
    {
        IReadOnlyList<CompletionResult> offered = Results(line);
        Assert.Contains(offered, r => r.CompletionText == expected);
        Assert.DoesNotContain(offered, r => r.ToolTip.StartsWith("slack", StringComparison.Ordinal));
        Assert.All(offered, r => Assert.Matches("^[a-z0-9-]+: .+", r.ToolTip));
        if (line.StartsWith("New-PHBatchExportDestination", StringComparison.Ordinal) || line.StartsWith("Set-", StringComparison.Ordinal))
            Assert.Single(offered);
    }

    [Fact]
    public void Destinations_without_a_test_are_not_offered_for_one() =>
        Assert.DoesNotContain("events-to-postgres", Texts("Test-PHBatchExportDestination "));

    /// <summary>Lines that are whole but for the parameter that is completed.</summary>
    private static readonly string[] Lines =
    [
        "Set-PHBatchExport events-to-s3 -Timezone ", "Set-PHBatchExport events-to-s3 -Interval ", "Set-PHBatchExport events-to-s3 -IntegrationId ",
            "Set-PHBatchExport events-to-s3 -EndAt ",
        "Set-PHBatchExport events-to-s3 -StartAt ", "Set-PHBatchExport -Paused -BatchExport ", "Suspend-PHBatchExport -BatchExport ",
            "Resume-PHBatchExport -BatchExport ", "Remove-PHBatchExport -BatchExport ",
        "New-PHBatchExport new @{ type = 'NoOp'; config = @{} } -Interval ",
            "New-PHBatchExport new @{ type = 'NoOp'; config = @{} } -HogQLQuery 'SELECT uuid FROM events' -Model ",
        "New-PHBatchExport new @{ type = 'NoOp'; config = @{} } -Timezone ", "New-PHBatchExport new @{ type = 'NoOp'; config = @{} } -StartAt ",
        "Start-PHBatchExportBackfill events-to-s3 -End now -Start ", "Start-PHBatchExportBackfill events-to-s3 -Start -2d -End ",
            "Start-PHBatchExportBackfill persons-to-snowflake -Start 2026-01-10 -End ", "Start-PHFileDownload -Start ", "Start-PHFileDownload -Start -7d -End ",
        "Start-PHFileDownload -Start -1d -Model ", "Start-PHFileDownload -Start -1d -FileFormat JSONLines -Compression ",
            "Invoke-PHBatchExportRetry -BatchExport events-to-s3 -Run ",
        "Stop-PHBatchExportRun -BatchExport events-to-bigquery -Run ", "Stop-PHBatchExportBackfill -BatchExport events-to-bigquery -Backfill ",
            "Repair-PHBatchExport events-to-minio -Before -1h -After ",
        "Repair-PHBatchExport -After -2d -BatchExport ", "Set-PHDashboard -Name new -Dashboard ", "Set-PHDashboard Revenue -AddTag ",
            "Remove-PHDashboard -Dashboard ", "New-PHDashboard new -Template ", "New-PHDashboardTile Revenue -WidgetType ",
            "New-PHDashboardTile Revenue -Text note -Color ", "Set-PHDashboardTile -Dashboard Revenue -Color red -Tile ",
            "Test-PHBatchExportDestination -BatchExport ",
        "Get-PHBatchExport -Destination ", "Get-PHBatchExport -Model ", "Get-PHBatchExportRun events-to-s3 -Status ",
            "Get-PHBatchExportRun events-to-s3 -After ", "Get-PHBatchExportRun -BatchExport events-to-s3 -RunId ",
        "Get-PHBatchExportLog events-to-s3 -Tail 1 -Level ", "Get-PHBatchExportLog events-to-s3 -Tail 1 -After ",
            "Get-PHBatchExportLog events-to-s3 -Tail 1 -Run ", "Find-PHBatchExportGap events-to-minio -After ",
        "Get-PHBatchExportError events-to-s3 -After ", "Get-PHIntegration -Kind ", "Get-PHIntegration -Id ", "Get-PHIntegration -Name ", "Get-PHProject -Name ", "Get-PHDashboard -Id ",
            "Get-PHDashboard -Tag ", "Get-PHBatchExport -ProjectId ",
        "Get-PHBatchExport -Connection ", "Get-PHBatchExportBackfill -BatchExport events-to-bigquery -BackfillId ",
            "Wait-PHBatchExportBackfill -Timeout 1 -BatchExport events-to-bigquery -Backfill ",
        "Get-PHInsight -Name ", "Copy-PHDashboard -ToProject 102 -Dashboard ", "Copy-PHDashboard Revenue -ToProject ",
            "Copy-PHDashboard Revenue -ToConnection ",
        "Sync-PHBatchExport . -Secret $secrets -RotateSecret ",
        "Set-PHBatchExportAlert -Enabled:$false -Alert ", "New-PHBatchExportAlert -Slack -Channel ", "New-PHBatchExportAlert -Slack -Channel C0TEST1 -IntegrationId ",
        "Get-PHBatchExportHealth events-to-s3 -MaxLag ",
    ];

    public static TheoryData<string> Offering => [.. Lines];

    [Theory]
    [MemberData(nameof(Offering))]
    public void What_is_offered_is_taken(string line)
    {
        using TempFolder? files = line.Contains("-RotateSecret", StringComparison.Ordinal) ? GoToFiles() : null;
        _c.Run("$secret = ConvertTo-SecureString x -AsPlainText -Force; $secrets = @{ 'mirror.token' = $secret; 'db.password' = $secret }");
        // Two of a kind are refused by name, so ids are offered; both are taken.
        string[] offered = [.. Texts(line).Where(text => !text.StartsWith('-'))];
        if (line.StartsWith("Start-PHFileDownload -Start -1d -FileFormat JSONLines", StringComparison.Ordinal))
            offered = ["gzip", "brotli"];
        if (line.EndsWith("-Model ", StringComparison.Ordinal) && line.StartsWith("Start-", StringComparison.Ordinal))
            offered = [.. offered.Except(["hogql"])];
        if (line.Contains("-HogQLQuery", StringComparison.Ordinal))
            offered = [.. offered.Intersect(["hogql"])];
        Assert.NotEmpty(offered);
        bool writes = line.Split('-')[0] is not ("Get" or "Find" or "Wait" or "Test");
        // Hundreds of timezones are taken by one rule: a few of them show it.
        foreach (string value in offered.Length > 60 ? offered.Where((_, i) => i % 40 == 0) : offered)
        {
            ShellResult result = _c.Run(line + value + (writes || line.StartsWith("Test-", StringComparison.Ordinal) ? " -WhatIf" : "")
                + (line.StartsWith("Get-PHBatchExport -ProjectId", StringComparison.Ordinal) ? " -First 1" : ""));
            Assert.True(result.Errors.All(e => e.FullyQualifiedErrorId.StartsWith("PostHog.WaitTimeout", StringComparison.Ordinal)),
                line + value + ": " + string.Join("; ", result.Errors));
        }
    }

    [Fact]
    public void Every_parameter_of_every_cmdlet_can_be_completed_without_an_error()
    {
        foreach (CommandInfo command in _c.Good("Get-Command -Module PostHogPS").As<CommandInfo>())
        {
            foreach (string parameter in command.Parameters.Keys)
            {
                // A completer that throws would end this.
                IReadOnlyList<CompletionResult> offered = _c.Shell.Complete($"{command.Name} -{parameter} ");
                Assert.All(offered, r => Assert.False(string.IsNullOrWhiteSpace(r.CompletionText)));
                Assert.Equal(offered.Select(r => r.CompletionText).Distinct().Count(), offered.Count);
            }
        }
    }

    /// <summary>Each completer that asks or knows something is at work in one of the lines above.</summary>
    [Fact]
    public void Every_completer_of_a_writing_cmdlet_has_a_line()
    {
        string all = string.Join("\n", Lines);
        IEnumerable<string> missing = _c.Good("Get-Command -Module PostHogPS").As<CmdletInfo>()
            .SelectMany(c => c.ImplementingType.GetProperties()
                .SelectMany(p => p.GetCustomAttributes(true).OfType<ArgumentCompleterAttribute>().Select(a => a.Type)))
            .OfType<Type>().Distinct().Select(t => t.Name)
            .Where(name => !Shown.Any(pair => pair.Completer == name && all.Contains(pair.Parameter, StringComparison.Ordinal)));
        Assert.Empty(missing);
    }

    private static readonly (string Completer, string Parameter)[] Shown =
    [
        ("TimeSpanCompleter", "-MaxLag "),
        ("BatchExportCompleter", "-BatchExport "), ("BackfillIdCompleter", "-Backfill "), ("ConnectionNameCompleter", "-Connection "), ("DashboardCompleter", "-Dashboard "), ("DashboardTagCompleter", "-AddTag "),
        ("BatchExportAlertCompleter", "-Alert "), ("AlertChannelCompleter", "-Slack -Channel "), ("InsightCompleter", "Get-PHInsight -Name "),
        ("DateCompleter", "-Start "), ("FileSecretCompleter", "-RotateSecret "), ("DestinationTypeCompleter", "-Destination "), ("FileDownloadCompleter", "-Start "), ("IntegrationCompleter", "-IntegrationId "), ("IntegrationKindCompleter", "-Kind "),
        ("IntervalCompleter", "-Interval "), ("LogLevelCompleter", "-Level "), ("ModelCompleter", "-Model "), ("ProjectCompleter", "-ProjectId "), ("ProjectNameCompleter", "-Name "), ("RunIdCompleter", "-Run "),
        ("RunStatusCompleter", "-Status "), ("DashboardTemplateCompleter", "-Template "), ("WidgetTypeCompleter", "-WidgetType "), ("TileColorCompleter", "-Color "), ("TileIdCompleter", "-Tile "), ("TimezoneCompleter", "-Timezone "),
    ];

    private long Used() => _c.Good("Get-PHRateLimit").As<RateLimitUsage>().Max(u => u.Used);

    private string[] Texts(string line) => [.. Results(line).Select(r => r.CompletionText)];

    // The live try is cut off after 300 ms, and a busy machine may need more than one: the answer still arrives.
    private IReadOnlyList<CompletionResult> Results(string line)
    {
        for (int attempt = 0; attempt < 40; attempt++)
        {
            IReadOnlyList<CompletionResult> offered = [.. _c.Shell.Complete(line).Where(r => r.ResultType == CompletionResultType.ParameterValue)];
            if (offered.Count > 0)
                return offered;
        }

        return [];
    }
}
