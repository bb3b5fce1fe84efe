using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Copies of objects, and exports that are made from others: what was left out is never guessed.</summary>
public sealed class CopyMistakesTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public CopyMistakesTests() => _shell.Run("Connect-PostHog -Sandbox").Clean();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-PHBatchExportBackfill", "Id, BatchExportId, ProjectId, Start")]
    [InlineData("Get-PHBatchExportRun", "Id, BatchExportId, ProjectId")]
    [InlineData("Get-PHBatchExportBackfill", "*")]
    public void A_slim_copy_of_one_is_that_one(string command, string kept)
    {
        _shell.Run($"$one = {command} events-to-bigquery -First 1; $copy = $one | Select-Object {kept} | ConvertTo-Json -Depth 4 | ConvertFrom-Json").Clean();
        Assert.Equal(_shell.Run("$one.Id").Single.BaseObject, _shell.Run($"($copy | {command}).Id").Clean().Single.BaseObject);
    }

    [Theory]
    [InlineData("$plan | Select-Object -First 1 | Select-Object *")]
    [InlineData("$plan | Select-Object -First 1 | ForEach-Object { [pscustomobject]@{ BatchExportId = $_.BatchExportId; Action = $_.Action; IsCanary = $_.IsCanary; Start = '' + $_.Start; End = '' + $_.End } }")]
    public void A_copy_of_one_step_is_that_step(string copied)
    {
        BatchExportRepairStep[] plan =
            [.. _shell.Run("$plan = @(Repair-PHBatchExport events-to-s3 -After -7d -PlanOnly); $plan").Clean().As<BatchExportRepairStep>()];
        Assert.True(plan.Length > 1);
        BatchExportRepairStep[] again = [.. _shell.Run(copied + " | Repair-PHBatchExport -PlanOnly").Clean().As<BatchExportRepairStep>()];
        Assert.Equal((plan[0].Start, plan[0].End), (again[0].Start, again[^1].End));
    }

    [Fact]
    public void A_copy_of_a_step_without_bounds_is_refused() => Assert.StartsWith(
        "PostHog.Validation,",
        _shell.Run("Repair-PHBatchExport events-to-s3 -After -7d -PlanOnly | Select-Object -First 1 | Select-Object BatchExportId, Action, IsCanary | Repair-PHBatchExport").Error.FullyQualifiedErrorId,
        StringComparison.Ordinal);

    [Fact]
    public void A_copy_of_a_step_that_does_not_say_its_export_is_refused_as_such() => Assert.StartsWith(
        "PostHog.InvalidBatchExport,",
        _shell.Run("Repair-PHBatchExport events-to-minio -After -7d -PlanOnly | Select-Object BatchExportName, Action, Start, End -First 1 | Repair-PHBatchExport -After -7d -WhatIf").Error.FullyQualifiedErrorId,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-PHProject 102 | Select-Object Name, Timezone | Get-PHBatchExport")]
    [InlineData("Get-PHProject 102 | Select-Object Name, Timezone | Repair-PHBatchExport -After -1d -WhatIf")]
    [InlineData("Get-PHProject 102 | Select-Object Name, Timezone | Get-PHDashboard")]
    [InlineData("Get-PHProject 102 | Select-Object Name, Timezone | Test-PHBatchExportHealth -Quiet")]
    public void A_copy_of_a_project_without_its_id_is_not_the_default_project(string line)
    {
        ShellResult result = _shell.Run(line);
        Assert.StartsWith("PostHog.InvalidProject,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Objects, o => o.BaseObject is not false);
    }

    [Fact]
    public void A_copy_goes_where_its_original_is()
    {
        BatchExport copy = _shell.Run("$export = Get-PHBatchExport -ProjectId 102 | Where-Object { -not $_.Destination.IntegrationId -and $_.Destination.Type -eq 'NoOp' } | Select-Object -First 1; if (-not $export) { $export = New-PHBatchExport one @{ type = 'NoOp'; config = @{} } -ProjectId 102 }; $export | New-PHBatchExport copy").Clean().As<BatchExport>().Single();
        Assert.Equal(102, copy.ProjectId);
        ShellResult elsewhere = _shell.Run("Get-PHBatchExport events-to-s3 | New-PHBatchExport copy -ProjectId 102 -WhatIf");
        Assert.StartsWith("PostHog.Validation,", elsewhere.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-IntegrationId", elsewhere.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$export")]
    [InlineData("$export | Select-Object *")]
    public void An_export_is_copied_completely(string source)
    {
        BatchExport copy = _shell.Run("$export = Get-PHBatchExport weekly-sessions-to-s3; " + source + " | New-PHBatchExport copy").Clean()
            .As<BatchExport>().Single();
        var original = (BatchExport)_shell.Run("$export").Single.BaseObject;
        Assert.Equal(
            (original.Model, original.Interval, original.Timezone, original.OffsetDay, original.OffsetHour, original.Destination.Type,
                original.Destination.IntegrationId),
            (copy.Model, copy.Interval, copy.Timezone, copy.OffsetDay, copy.OffsetHour, copy.Destination.Type, copy.Destination.IntegrationId));
    }

    [Fact]
    public void What_is_given_goes_before_what_is_copied()
    {
        BatchExport copy = _shell.Run("Get-PHBatchExport weekly-sessions-to-s3 | New-PHBatchExport copy -Interval day -Paused").Clean()
            .As<BatchExport>().Single();
        Assert.Equal(("day", true, "sessions", null), (copy.Interval, copy.Paused, copy.Model, copy.OffsetDay));
    }

    [Fact]
    public void A_query_is_copied_with_all_that_belongs_to_it()
    {
        BatchExport copy = _shell.Run("Get-PHBatchExport revenue-by-day | New-PHBatchExport copy").Clean().As<BatchExport>().Single();
        var original = (BatchExport)_shell.Run("Get-PHBatchExport revenue-by-day").Single.BaseObject;
        Assert.Equal((original.Model, original.HogQLQuery, original.IncrementalMode), (copy.Model, copy.HogQLQuery, copy.IncrementalMode));
        Assert.Equal(original.PrimaryKey, copy.PrimaryKey);
    }

    [Fact]
    public void A_copy_with_another_interval_keeps_what_still_says_something()
    {
        BatchExport from = _shell.Run("Get-PHBatchExport persons-to-snowflake").Clean().As<BatchExport>().Single();
        Assert.NotNull(from.OffsetHour);
        BatchExport copy = _shell.Run("Get-PHBatchExport persons-to-snowflake | New-PHBatchExport weekly -Interval week -Paused").Clean()
            .As<BatchExport>().Single();
        Assert.Equal((from.OffsetHour, from.Timezone), (copy.OffsetHour, copy.Timezone));
        Assert.Null(_shell.Run("Get-PHBatchExport persons-to-snowflake | New-PHBatchExport hourly -Interval hour -Paused").Clean().As<BatchExport>()
            .Single().OffsetHour);
    }

    [Fact]
    public void An_integration_of_another_sandbox_is_another_one()
    {
        _shell.Run("Connect-PostHog -Sandbox -Name two -SandboxSeed 9; $null = Connect-PostHog -Sandbox -Name one").Clean();
        Assert.StartsWith("PostHog.Validation,",
            _shell.Run("Get-PHBatchExport events-snowflake -Connection one | New-PHBatchExport cc -Connection two").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void What_an_old_server_does_not_take_over_is_said()
    {
        using var old = VirtualShell.Open();
        old.Run("Connect-PostHog -Sandbox -SandboxGeneration A").Clean();
        ShellResult result = old.Run("New-PHBatchExport z1 @{ type = 'NoOp'; config = @{} } -Interval week -OffsetDay Monday -OffsetHour 3 -Timezone America/New_York");
        Assert.Contains("timezone, offset_day, offset_hour", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
        Assert.Single(result.Objects);
    }
}
