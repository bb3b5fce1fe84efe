using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>
/// What comes back from a file, a job or Select-Object goes to the server it was read from, or nowhere: never to whatever connection is the
/// default by then.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class CopiedObjectTests
{
    private static readonly string[] Forms =
    [
        "$given | ConvertTo-Csv | ConvertFrom-Csv",
        "$given | ConvertTo-Json -Depth 6 | ConvertFrom-Json",
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($given, 4))",
        "$given | Select-Object *",
    ];

    private static readonly Dictionary<string, (string Given, string[] Commands)> Kinds = new(StringComparer.Ordinal)
    {
        ["export"] = ("Get-PHBatchExport events-to-s3",
        [
            "Get-PHBatchExport", "Get-PHBatchExportRun -First 1", "Get-PHBatchExportBackfill", "Get-PHBatchExportHealth", "Get-PHBatchExportLog -Tail 1",
            "Get-PHBatchExportError -After -1d", "Find-PHBatchExportGap -After -1d", "Find-PHBatchExportAnomaly -After -2d", "Compare-PHBatchExportRow -After -1d -Summary",
            "Test-PHBatchExportHealth -Quiet", "Watch-PHBatchExport -Count 1", "Repair-PHBatchExport -After -1d -PlanOnly", "Test-PHBatchExportDestination",
            "Export-PHBatchExport $folder/exports", "Export-PHBatchExportReport $folder/report.html", "Copy-PHBatchExport -ToProject 102 -Force",
            "Start-PHBatchExportBackfill -Start -6h -End -3h", "Set-PHBatchExport -Name renamed", "Suspend-PHBatchExport", "Resume-PHBatchExport",
            "Get-PHBatchExportAlert", "New-PHBatchExportAlert -Slack -Channel C0TEST1 -Force", "Update-PHBatchExportCredential -Integration 1001 -WhatIf",
            "Remove-PHBatchExport -Confirm:$false",
        ]),
        ["settings"] = ("Get-PHBatchExport events-to-s3", ["New-PHBatchExport another -Force -IntegrationId 1001"]),
        ["gap"] = ("@(Find-PHBatchExportGap -After -20d)[0]", ["Repair-PHBatchExport -PlanOnly", "Start-PHBatchExportBackfill", "Get-PHBatchExportRun -First 1"]),
        ["step"] = ("@(Find-PHBatchExportGap -After -20d)[0] | Repair-PHBatchExport -PlanOnly | Select-Object -First 1", ["Repair-PHBatchExport -PlanOnly"]),
        ["run"] = ("Get-PHBatchExportRun events-to-s3 -State Failed | Select-Object -First 1",
            ["Get-PHBatchExportRun", "Wait-PHBatchExportRun", "Invoke-PHBatchExportRetry -Force", "Stop-PHBatchExportRun"]),
        ["backfill"] = ("Start-PHBatchExportBackfill events-to-s3 -Start -30h -End -2h", ["Wait-PHBatchExportBackfill", "Stop-PHBatchExportBackfill"]),
        ["project"] = ("Get-PHProject 101", ["Get-PHProject", "Get-PHIntegration", "Get-PHDashboardTemplate", "Get-PHBatchExport", "Get-PHDashboard"]),
        ["dashboard"] = ("Get-PHDashboard Onboarding",
        [
            "Get-PHDashboard", "Get-PHDashboardTile", "Get-PHDashboardSharing", "Get-PHInsight", "Export-PHDashboard $folder/dashboards", "Set-PHDashboard -AddTag x",
            "Set-PHDashboardSharing -Enabled -PasswordRequired", "New-PHDashboardSharingPassword", "New-PHDashboardTile -Text hello", "New-PHDashboard second",
            "Test-PHDashboardPortability -ToProject 102", "Copy-PHDashboard -ToProject 102 -Skip", "Remove-PHDashboard -Confirm:$false", "Restore-PHDashboard",
        ]),
        ["tile"] = ("@(Get-PHDashboard Onboarding | Get-PHDashboardTile)[0]", ["Set-PHDashboardTile -Color blue", "Remove-PHDashboardTile -Confirm:$false"]),
        ["password"] = ("Get-PHDashboard Onboarding | Set-PHDashboardSharing -PasswordRequired; $given = Get-PHDashboard Onboarding | New-PHDashboardSharingPassword; $given",
            ["Remove-PHDashboardSharingPassword -Confirm:$false"]),
        ["download"] = ("Start-PHFileDownload -Start -6h -End -2h", ["Get-PHFileDownload", "Save-PHFileDownload -Path $folder", "Stop-PHFileDownload"]),
        ["alert"] = ("New-PHBatchExportAlert events-to-s3 -Slack -Channel C0TEST1",
            ["Set-PHBatchExportAlert -Enabled:$false", "Test-PHBatchExportAlert", "Remove-PHBatchExportAlert -Confirm:$false"]),
        ["integration"] = ("New-PHIntegration -AwsS3 one -RoleArn arn:aws:iam::123456789012:role/unused", ["Remove-PHIntegration -Confirm:$false"]),
    };

    // What they take names no place of its own: connections, texts, and definitions that nothing is sent for.
    private static readonly string[] Others =
    [
        "Disconnect-PostHog", "Get-PHConnection", "Get-PHOrganization", "Invoke-PHQuery", "Invoke-PHRestMethod", "Measure-PHFileDownload", "New-PHBatchExportDestination",
    ];

    public static TheoryData<string> Cases => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_copy_goes_to_the_server_it_was_read_from_or_nowhere(string kind)
    {
        (string given, string[] commands) = Kinds[kind];
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await SandboxServer.StartAsync(new SandboxServerOptions());
        bench.Prepare("$null = [IO.Directory]::CreateDirectory($folder)");
        bench.Shell.Set("elsewhere", other.Address.AbsoluteUri);
        bench.Run("$given = . { " + given + " } | Select-Object -Last 1").Clean();
        bench.Prepare("if (-not $given) { throw 'nothing' }; $copies = @(" + string.Join("; ", Forms) + "); "
            + "Connect-PostHog -ApiKey $key -HostUri $elsewhere -Name elsewhere -ProjectId 101 -RouteFamily Projects -RateLimit None -SkipValidation");
        Assert.Equal(Forms.Length, bench.Run("$copies").Clean().Objects.Count);

        foreach (string command in commands)
        {
            for (int form = 0; form < Forms.Length; form++)
            {
                if (IsLost(kind, form))
                    continue;
                bench.Requests.Clear();
                ShellResult result = bench.Run($"$copies[{form}] | {command}");
                Assert.True(other.Requests.All.Count == 0, command + " went elsewhere: " + Forms[form]);
                Assert.True(bench.Requests.All.Count > 0, command + " sent nothing: " + Forms[form] + " " + string.Join(" ", result.Errors));
            }
        }

        bench.Prepare("Disconnect-PostHog default");
        Refused("PostHog.ConnectionNotFound");
        bench.Prepare("Connect-PostHog -ApiKey $key -HostUri $elsewhere -Name default -ProjectId 101 -RouteFamily Projects -RateLimit None -SkipValidation");
        Refused("PostHog.ConnectionMismatch");

        void Refused(string id)
        {
            foreach (string command in commands)
            {
                for (int form = 0; form < Forms.Length; form++)
                {
                    if (IsLost(kind, form))
                        continue;
                    ShellResult result = bench.Run($"$copies[{form}] | {command}");
                    Assert.True(result.Errors.Count > 0 && result.Errors.All(error => error.FullyQualifiedErrorId.Split(',')[0] == id),
                        $"{command}, {Forms[form]}: {string.Join(" ", result.Errors.Select(error => error.FullyQualifiedErrorId + " " + error))}");
                    Assert.Empty(other.Requests.All);
                    Assert.Empty(bench.Requests.All);
                }
            }
        }
    }

    // A CSV has the text of a destination only.
    private static bool IsLost(string kind, int form) => kind == "settings" && form == 0;

    [Fact]
    public void Every_cmdlet_that_takes_objects_is_here()
    {
        using Shell shell = Shell.Open();
        IEnumerable<string> piping = shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>()
            .Where(c => c.ParameterSets.Any(s => s.Parameters.Any(p => p.ValueFromPipeline))).Select(c => c.Name);
        Assert.Equal(piping.Order(StringComparer.Ordinal),
            Kinds.Values.SelectMany(kind => kind.Commands).Select(command => command.Split(' ')[0]).Concat(Others).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_connection_may_be_named_anew_as_long_as_it_leads_to_the_same_server()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare("$copy = Get-PHBatchExport events-to-s3 | ConvertTo-Csv | ConvertFrom-Csv; $bare = $copy | Select-Object Id, ConnectionName; "
            + "Disconnect-PostHog default; Connect-PostHog -ApiKey $key -HostUri $server -Name renamed -ProjectId 101 -RouteFamily Projects -RateLimit None -SkipValidation");
        Assert.StartsWith("PostHog.ConnectionNotFound", bench.Run("$copy | Suspend-PHBatchExport").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        bench.Run("$copy | Suspend-PHBatchExport -Connection renamed").Clean();
        Assert.Single(bench.Writes());
        // Without its host nobody knows where that was.
        bench.Requests.Clear();
        ErrorRecord error = bench.Run("$bare | Suspend-PHBatchExport -Connection renamed").Error;
        Assert.StartsWith("PostHog.ConnectionNotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'default'", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
        bench.Run("$bare | Select-Object * -ExcludeProperty ConnectionName | Resume-PHBatchExport").Clean();
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("us.posthog.com")]
    [InlineData("https://key:secret@127.0.0.1/")]
    public async Task A_host_that_is_another_or_none_is_refused_and_not_repeated_with_a_password(string host)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("where", host);
        bench.Prepare("$copy = Get-PHBatchExport events-to-s3 | Select-Object Id, HostUri; $copy.HostUri = $where");
        ErrorRecord error = bench.Run("$copy | Suspend-PHBatchExport").Error;
        Assert.StartsWith("PostHog.ConnectionMismatch", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error + error.ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    /// <summary>A number that was damaged on its way must not turn into the project of the connection.</summary>
    [Theory]
    [InlineData("Get-PHBatchExport events-to-s3", "Suspend-PHBatchExport")]
    [InlineData("Get-PHBatchExportRun events-to-s3 -First 1", "Stop-PHBatchExportRun")]
    [InlineData("Get-PHBatchExportAlert", "Remove-PHBatchExportAlert -Confirm:$false")]
    [InlineData("Get-PHDashboard Onboarding", "Remove-PHDashboard -Confirm:$false")]
    [InlineData("Get-PHIntegration -Kind slack", "Remove-PHIntegration -Confirm:$false")]
    public async Task A_project_that_is_no_number_is_refused(string given, string command)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Prepare($"$copy = {given} | Select-Object * | ConvertTo-Csv | ConvertFrom-Csv; $copy.ProjectId = '1O1'");
        Assert.StartsWith("PostHog.InvalidProject", bench.Run("$copy | " + command).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    [Fact]
    public async Task A_project_given_by_parameter_is_of_its_own_server_too()
    {
        await using Bench bench = await Bench.StartAsync();
        await using SandboxServer other = await SandboxServer.StartAsync(new SandboxServerOptions());
        bench.Shell.Set("elsewhere", other.Address.AbsoluteUri);
        bench.Prepare("$copy = Get-PHProject 102 | ConvertTo-Json | ConvertFrom-Json; "
            + "Connect-PostHog -ApiKey $key -HostUri $elsewhere -Name elsewhere -ProjectId 101 -RouteFamily Projects -RateLimit None -SkipValidation");
        Assert.All(bench.Run("Get-PHBatchExport -ProjectId $copy").Clean().As<BatchExport>(), export => Assert.Equal(("default", 102L), (export.ConnectionName, export.ProjectId)));
        Assert.Empty(other.Requests.All);
        bench.Prepare("Disconnect-PostHog default");
        Assert.StartsWith("PostHog.ConnectionNotFound", bench.Run("Get-PHBatchExport -ProjectId $copy").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.ConnectionNotFound",
            bench.Run("Get-PHDashboard -First 1 -Connection elsewhere | Copy-PHDashboard -ToProject $copy").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Requests.All, static request => request.Method != "GET");
        other.Requests.Clear();
        Assert.Empty(other.Requests.All);
    }
}
