using System;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Views;

/// <summary>Tables and lists in ConstrainedLanguage mode, and what objects look like to ConvertTo-Json and Export-Csv.</summary>
[Trait("Speed", "Slow")]
public sealed class RestrictedShellTests
{
    public static TheoryData<string> Lines =>
    [
        "Get-PHBatchExport", "Get-PHBatchExportRun events-to-s3 -First 3", "Get-PHBatchExportBackfill events-to-bigquery",
            "Get-PHBatchExportLog events-to-s3 -Tail 3", "Get-PHBatchExportHealth",
        "Find-PHBatchExportGap -After -3d", "Find-PHBatchExportGap -After -3d -Summary", "Get-PHBatchExportError -After -7d", "Get-PHProject",
            "Get-PHOrganization", "Get-PHCurrentUser", "Get-PHDashboard",
        "Get-PHDashboardTile Revenue", "Get-PHDashboardSharing Revenue", "Get-PHIntegration", "Get-PHConnection", "Get-PHRateLimit",
            "Test-PHBatchExportDestination events-to-s3",
        "New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p -IntegrationId 1",
        "Repair-PHBatchExport events-to-s3 -After -7d -PlanOnly", "Start-PHBatchExportBackfill events-to-s3 -Start -2d -End -1d -Confirm:$false",
        "Get-PHBatchExportHealth -After -7d", "Get-PHBatchExportHealth -AllProjects", "Get-PHBatchExport -AllProjects",
            "Get-PHBatchExportError -AllProjects -After -7d",
        "Get-PHDashboard Revenue", "Get-PHDashboardTemplate", "Start-PHFileDownload -Start -1d",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Views_are_the_same_in_constrained_language(string line)
    {
        using var shell = VirtualShell.Open(new ShellOptions { Width = 200 });
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 0.001").Clean();
        shell.Run("$items = @(" + line + ")").Clean();
        string full = shell.Show("$items | Format-Table").Text + shell.Show("$items | Format-List").Text;

        shell.Run("$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'").Clean();

        Assert.Equal(full, shell.Show("$items | Format-Table").Text + shell.Show("$items | Format-List").Text);
        Assert.True(full.Split('\n').Length > 5, full);
    }

    [Theory]
    [InlineData("Get-PHBatchExport events-to-s3")]
    [InlineData("Get-PHBatchExportRun -First 1")]
    [InlineData("Get-PHDashboard -First 1")]
    [InlineData("Get-PHCurrentUser")]
    [InlineData("Get-PHBatchExportHealth events-to-s3")]
    [InlineData("Get-PHProject -First 1")]
    public void Unknown_fields_are_reachable_and_do_not_clutter(string line)
    {
        using var c = new SandboxShell();
        Assert.DoesNotContain("AdditionalProperties",
            c.Run("$item = " + line + " | Select-Object -First 1; $item | ConvertTo-Json -Depth 5").Clean().Single.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AdditionalProperties", string.Join('\n', c.Run("$item | ConvertTo-Csv").Clean().Objects), StringComparison.Ordinal);
        Assert.DoesNotContain(c.Run("$item | Get-Member").Clean().Objects, static m => m.Properties["Name"].Value is "AdditionalProperties" or "PHView");
        Assert.Equal(0, c.Run("$item.AdditionalProperties.Count").Clean().Single.BaseObject is int n && n >= 0 ? 0 : 1);
        Assert.NotNull(c.Run("$item.AdditionalProperties['no such field'] -eq $null").Clean().Single.BaseObject);
    }

    [Fact]
    public void A_field_of_a_newer_server_can_be_read_and_survives_a_file()
    {
        using var c = new SandboxShell();
        var export = (BatchExport)c.Run("$export = Get-PHBatchExport events-to-s3; $export").Clean().Single.BaseObject;
        export.AdditionalProperties["new_field"] = "new";
        Assert.Equal("new", c.Run("$export.AdditionalProperties.new_field").Clean().Single.BaseObject);
        Assert.Equal("new", c.Run("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($export)).AdditionalProperties.new_field").Clean().Single.BaseObject);
        Assert.Contains("new_field: new", c.Shell.Show("$DebugPreference = 'SilentlyContinue'; $export | Format-List").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_looks_as_the_object_did()
    {
        using var shell = VirtualShell.Open(new ShellOptions { Width = 200 });
        shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 0.001; $items = @(Get-PHBatchExport events-to-s3; Get-PHBatchExportRun -First 2)").Clean();
        shell.Run("$copies = @($items | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) })").Clean();
        foreach (int which in new[] { 0, 1 })
            Assert.Equal(shell.Show($"$items[{which}] | Format-Table").Text, shell.Show($"$copies[{which}] | Format-Table").Text);
        Assert.DoesNotContain("PHView", shell.Run("[System.Management.Automation.PSSerializer]::Serialize($items[0])").Single.ToString(),
            StringComparison.Ordinal);
    }
}
