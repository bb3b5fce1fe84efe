using System;
using System.Linq;
using PostHogPS.Health;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Slips that a person on call makes: none of them may do more than was meant, or look better than it is.</summary>
public sealed class MistakesTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public MistakesTests() => _shell.Run("Connect-PostHog -Sandbox").Clean();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("$run = Get-PHBatchExportRun events-to-s3 -State Failed -First 1; $run | Get-PHBatchExportRun -State Completed")]
    [InlineData("$run = Get-PHBatchExportRun events-to-s3 -State Failed -First 1; Get-PHBatchExportRun events-to-s3 -RunId $run.Id -Status Completed")]
    [InlineData("$run = Get-PHBatchExportRun events-to-s3 -First 1; $run | Get-PHBatchExportRun -Before -30d")]
    [InlineData("$backfill = Get-PHBatchExportBackfill events-to-bigquery -State Completed -First 1; if (-not $backfill) { throw 'none' }; $backfill | Get-PHBatchExportBackfill -State Running")]
    public void A_filter_holds_for_one_as_well(string line) => Assert.Empty(_shell.Run(line).Clean().Objects);

    [Theory]
    [InlineData("Get-PHDashboard Revenue | New-PHDashboard")]
    [InlineData("@{ a = 1 } | New-PHDashboard")]
    [InlineData("Get-PHProject | Select-Object Name | New-PHDashboard")]
    public void An_object_is_no_name(string line)
    {
        int before = _shell.Run("Get-PHDashboard").Objects.Count;
        Assert.NotEmpty(_shell.Run(line).Errors);
        Assert.Equal(before, _shell.Run("Get-PHDashboard").Objects.Count);
        Assert.Single(_shell.Run("'made by name' | New-PHDashboard").Clean().Objects);
    }

    [Fact]
    public void A_deleted_dashboard_is_not_found_by_name()
    {
        ShellResult result = _shell.Run("$d = Get-PHDashboard 'Ops [prod]'; $d | Remove-PHDashboard -Confirm:$false; Restore-PHDashboard 'Ops [prod]'");
        Assert.StartsWith("PostHog.InvalidDashboard,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_shell.Run("Restore-PHDashboard $d.Id -PassThru").Clean().Objects);
    }

    [Fact]
    public void Tags_are_found_whatever_their_case()
    {
        int lower = _shell.Run("Get-PHDashboard -Tag product").Clean().Objects.Count;
        Assert.NotEqual(0, lower);
        Assert.Equal(lower, _shell.Run("Get-PHDashboard -Tag PRODUCT").Clean().Objects.Count);
    }

    [Fact]
    public void A_name_as_WildcardPattern_escapes_it_is_found() =>
        Assert.Equal("events [prod]", _shell.Run("Get-PHBatchExport 'events `[prod`]'").Clean().As<BatchExport>().Single().Name);

    [Fact]
    public void A_backfill_that_has_ended_does_not_hide_how_the_schedule_does()
    {
        using var fast = VirtualShell.Open();
        fast.Run("Connect-PostHog -Sandbox -SandboxSpeed 5000").Clean();
        fast.Run("$null = Start-PHBatchExportBackfill events-to-databricks -Start ($clock.UtcNow.AddDays(-25).ToString('yyyy-MM-dd')) -End ($clock.UtcNow.AddDays(-11).ToString('yyyy-MM-dd')) -Wait").Clean();
        BatchExportHealth after = fast.Run("Get-PHBatchExportHealth events-to-databricks").Clean().As<BatchExportHealth>().Single();
        Assert.NotEqual(HealthState.Backfilling, after.State);
    }

    [Fact]
    public void An_export_given_twice_is_backfilled_once()
    {
        ShellResult result = _shell.Run("$export = Get-PHBatchExport events-to-s3; $export, 'events-to-s3' | Start-PHBatchExportBackfill -Start -3h -End -1h -Confirm:$false");
        Assert.Single(result.As<BatchExportBackfill>());
        Assert.Contains("is duplicated", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHBatchExportRun events-to-s3 -State Completed -First 1 | Stop-PHBatchExportRun")]
    [InlineData("Get-PHBatchExportBackfill -State Completed -First 1 | Stop-PHBatchExportBackfill")]
    public void What_has_ended_is_not_said_to_be_cancelled(string line)
    {
        foreach (string how in new[] { "", " -WhatIf" })
        {
            ShellResult result = _shell.Run(line + how);
            Assert.StartsWith("PostHog.Validation,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("has ended as Completed", result.Error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_is_given_to_one_dashboard()
    {
        ShellResult result = _shell.Run("$boards = @(Get-PHDashboard -First 2); $boards | Set-PHDashboard -Name 'the same'; ($boards | Get-PHDashboard).Name");
        Assert.StartsWith("PostHog.Validation,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(1, result.Objects.Count(o => Equals(o.BaseObject, "the same")));
    }

    [Theory]
    [InlineData("Get-PHBatchExport")]
    [InlineData("Get-PHBatchExportRun events-to-s3")]
    [InlineData("Get-PHDashboard")]
    [InlineData("Get-PHProject")]
    public void The_total_is_said_to_be_unknown(string line)
    {
        ShellResult result = _shell.Run(line + " -IncludeTotalCount -First 1 | ForEach-Object { $_.ToString() }");
        Assert.Equal(2, result.Clean().Objects.Count);
        Assert.Equal("Unknown total count", result.Objects[0].BaseObject);
    }

    [Theory]
    [InlineData("Get-PHProject 102 | Repair-PHBatchExport -AllProjects -After -3d -WhatIf")]
    [InlineData("Repair-PHBatchExport events-to-s3 -AllProjects -ProjectId 102 -After -3d -PlanOnly")]
    [InlineData("Test-PHBatchExportHealth -ProjectId 102 -AllProjects -Quiet")]
    [InlineData("Get-PHBatchExport -AllProjects -ProjectId 102")]
    [InlineData("Get-PHProject 102 | Get-PHBatchExport -AllProjects")]
    [InlineData("Get-PHDashboard -AllProjects -ProjectId 102")]
    [InlineData("Watch-PHBatchExport -AllProjects -ProjectId 102 -Count 1")]
    public void All_projects_and_one_project_are_not_both_meant(string line)
    {
        ShellResult result = _shell.Run(line);
        Assert.StartsWith("PostHog.ConnectionMismatch,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Objects, o => o.BaseObject is not false);
    }

    [Fact]
    public void A_name_and_a_pattern_that_matches_it_mean_it_once()
    {
        Assert.Single(_shell.Run("Get-PHBatchExport events-to-minio, 'events-to-m*', EVENTS-TO-MINIO").Clean().Objects);
        Assert.Equal(
            _shell.Run("Get-PHBatchExportRun events-to-minio -After -2d").Clean().Objects.Count,
            _shell.Run("Get-PHBatchExportRun events-to-minio, 'events-to-m*' -After -2d").Clean().Objects.Count);
        Assert.Single(_shell.Run("Start-PHBatchExportBackfill events-to-minio, 'events-to-m*' -Start -3h -End -1h").Clean().Objects);
    }

    [Fact]
    public void One_name_for_a_pattern_changes_nothing()
    {
        ShellResult result = _shell.Run("Set-PHBatchExport 'events-to-*' -Name same; Get-PHBatchExport *same*");
        Assert.StartsWith("PostHog.Validation,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Objects);
    }

    [Fact]
    public void What_a_repair_has_started_can_be_waited_for()
    {
        using var fast = VirtualShell.Open();
        fast.Run("Connect-PostHog -Sandbox -SandboxSpeed 5000").Clean();
        BatchExportBackfill[] ended = [.. fast.Run("Repair-PHBatchExport events-to-minio, weekly-sessions-to-s3 -After -3d | Wait-PHBatchExportBackfill")
            .Clean().As<BatchExportBackfill>()];
        Assert.NotEmpty(ended);
        Assert.All(ended, b => Assert.Equal("Completed", b.State));
    }

    [Theory]
    [InlineData("http://bob:hunter2pw@127.0.0.1:1", "-ProxyCredential")]
    [InlineData("proxy.corp:8080", "http://")]
    [InlineData("proxy", "http://")]
    [InlineData("bob:hunter2pw@proxy.corp:8080", "http://")]
    public void An_address_of_a_proxy_is_looked_at_before_it_is_used(string proxy, string advice)
    {
        _shell.Set("proxy", proxy);
        ShellResult result = _shell.Run("Connect-PostHog -HostUri https://eu.posthog.com -ApiKey (ConvertTo-SecureString phx_planted -AsPlainText -Force) -Proxy $proxy");
        Assert.StartsWith("PostHog.InvalidProxy,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(advice, result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2pw", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Status_and_state_both_hold()
    {
        Assert.StartsWith("PostHog.Validation,", _shell.Run("Get-PHBatchExportRun events-to-s3 -Status Failed -State Completed").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.Equal(
            _shell.Run("Get-PHBatchExportRun events-to-s3 -Status Failed").Clean().Objects.Count,
            _shell.Run("Get-PHBatchExportRun events-to-s3 -Status Failed, Completed -State Failed, Running").Clean().Objects.Count);
    }

    [Fact]
    public void A_list_of_results_can_be_stopped_as_well_as_one()
    {
        _shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 5000").Clean();
        // They have ended by then: each is named, and none is taken for something else.
        ShellResult result = _shell.Run("$r = Repair-PHBatchExport events-to-s3, events-to-minio -After -3d -Wait; Stop-PHBatchExportBackfill -Backfill $r -WhatIf");
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.Contains("has ended as Completed", error.ToString(), StringComparison.Ordinal));
    }
}
