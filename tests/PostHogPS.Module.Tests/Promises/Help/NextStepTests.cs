using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Help;

/// <summary>The step that a command names is one that helps in the state the export is in.</summary>
public sealed class NextStepTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void A_retry_of_an_export_that_PostHog_has_paused_names_the_resume()
    {
        string warning = Warning("Get-PHBatchExportRun events-to-postgres -State Failed -First 1 | Invoke-PHBatchExportRetry -Force -Wait");
        Assert.Matches("PostHog has paused the export: fix the cause that Get-PHBatchExportError .* shows, then Resume-PHBatchExport .* -Backfill\\. "
            + "After that Repair-PHBatchExport .* -Wait exports it\\.$", warning);
    }

    [Fact]
    public void A_retry_of_an_export_that_is_blocked_by_billing_names_the_limit()
    {
        string warning = Warning("Get-PHBatchExportRun events-to-databricks -State Failed -First 1 | Invoke-PHBatchExportRetry -Force -Wait");
        Assert.Matches("PostHog does not run it because of billing\\. Raise the organization's billing limit in PostHog \\(Settings, Billing\\); after that "
            + "Get-PHBatchExportRun -BatchExport .* -State Failed \\| Invoke-PHBatchExportRetry -Wait runs what it has blocked\\.$", warning);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void The_errors_before_a_pause_are_found_however_long_ago_it_was()
    {
        // Ten days of the sandbox.
        _c.Run("$clock.Advance([timespan]::FromHours(4))").Clean();
        BatchExportHealth health = _c.Run("Get-PHBatchExportHealth events-to-postgres").Clean().As<BatchExportHealth>().Single();
        Assert.Equal("AutoPaused", health.State);
        Assert.EndsWith($"Resume-PHBatchExport -BatchExport {health.BatchExportId} -ProjectId 101 -Backfill", health.Suggestion, StringComparison.Ordinal);

        BatchExportErrorGroup group = _c.Run(health.Suggestion!).Clean().As<BatchExportErrorGroup>()[0];
        Assert.Equal([health.BatchExportId], group.BatchExportIds);
        Assert.True(group.FirstSeen <= health.Since, "The errors are those before the pause.");
        // A repair names the same step.
        BatchExportRepairResult repair = _c.Run("Repair-PHBatchExport events-to-postgres -After -20d").Clean().As<BatchExportRepairResult>().Single();
        Assert.Equal(("AutoPaused", health.Suggestion), (repair.State, repair.Suggestion));
    }

    [Fact]
    public void A_group_of_errors_stands_for_its_exports()
    {
        ShellResult result = _c.Run("$groups = Get-PHBatchExportError -After -3d; $groups | Get-PHBatchExportHealth").Clean();
        var groups = ((object[])_c.Shell.Get("groups")!).Select(static group => (BatchExportErrorGroup)((System.Management.Automation.PSObject)group).BaseObject);
        Assert.Equal(groups.SelectMany(static group => group.BatchExportIds).Distinct().Order(),
            result.As<BatchExportHealth>().Select(static health => health.BatchExportId).Order());
        // Acting on all of an export is more than a group of errors says.
        ShellResult refused = _c.Run("$groups[0] | Remove-PHBatchExport");
        Assert.NotEmpty(refused.Errors);
        Assert.All(refused.Errors, static error => Assert.Equal("PostHog.InvalidBatchExport", error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Empty(_c.Writes);
    }

    [Fact]
    public void A_rotation_of_a_paused_export_names_the_resume()
    {
        _c.Shell.Set("secret", Bench.Secret("x"));
        BatchExportCredentialUpdate update = _c.Run("Update-PHBatchExportCredential events-to-postgres -Secret $secret -Force").Clean()
            .As<BatchExportCredentialUpdate>().Single();
        Assert.Equal(("Switched", $"Resume-PHBatchExport -BatchExport {update.BatchExportId} -ProjectId 101 -Backfill"), (update.State, update.Suggestion));
    }

    [Fact]
    public void What_a_repair_says_of_a_pause_is_what_a_resume_does()
    {
        string unknown = _c.Run("Repair-PHBatchExport staging-noop -After -7d").Clean().As<BatchExportRepairResult>().Single().Reason;
        Assert.EndsWith("After Resume-PHBatchExport, Repair-PHBatchExport exports them.", unknown, StringComparison.Ordinal);
        Assert.Contains("is not backfilled", Warning("Resume-PHBatchExport staging-noop -Backfill -WhatIf"), StringComparison.Ordinal);
        string known = _c.Run("Repair-PHBatchExport persons-to-azure -After -7d -WhatIf").Clean().As<BatchExportRepairResult>().Single().Reason;
        Assert.EndsWith("Resume-PHBatchExport -Backfill exports them.", known, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_leaves_everything_says_each_fact_once_when_it_comes_back()
    {
        string reason = _c.Run("Repair-PHBatchExport events-to-postgres -After -2d -PlanOnly | Repair-PHBatchExport -WhatIf").Clean()
            .As<BatchExportRepairResult>().Single().Reason;
        Assert.Matches("^[0-9]+ intervals are missing\\. Nothing was sent\\. PostHog paused it after [^.]+\\. "
            + "[0-9]+ intervals were due while PostHog had it paused\\.$", reason);
    }

    private string Warning(string line) => Assert.Single(_c.Run(line).Clean().Warnings);
}
