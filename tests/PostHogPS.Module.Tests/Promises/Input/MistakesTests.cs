using System;
using System.Globalization;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;
using PostHogPS.Schedule;
using PostHogPS.Health;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Slips that a person on call makes: none of them may do more than was meant, or look better than it is.</summary>
public sealed class MistakesTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public MistakesTests() => _shell.Run("Connect-PostHog -Sandbox").Clean();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-PHBatchExport $nothing", "PostHog.InvalidBatchExport")]
    [InlineData("$nothing | Get-PHBatchExport", "PostHog.InvalidBatchExport")]
    [InlineData("Get-PHBatchExport -Id $nothing", "PostHog.InvalidBatchExport")]
    [InlineData("Get-PHBatchExport $nothing | Suspend-PHBatchExport -PassThru", "PostHog.InvalidBatchExport")]
    [InlineData("Get-PHDashboard $nothing", "PostHog.InvalidDashboard")]
    [InlineData("Get-PHProject $nothing", "PostHog.InvalidProject")]
    [InlineData("Get-PHBatchExportRun events-to-s3 -RunId $nothing", "PostHog.InvalidId")]
    [InlineData("Get-PHBatchExportBackfill events-to-s3 -BackfillId $nothing", "PostHog.InvalidId")]
    public void A_variable_that_holds_nothing_does_not_mean_everything(string line, string id)
    {
        ShellResult result = _shell.Run("$nothing = $null; " + line);
        Assert.StartsWith(id + ",", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Objects);
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_not_in_order()
    {
        ShellResult result = _shell.Run("Test-PHBatchExportHealth 'evnts-*'");
        Assert.Equal(false, result.Single.BaseObject);
        Assert.Contains("evnts-*", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHBatchExport 'evnts-*' | Test-PHBatchExportHealth", "the command before it in the pipeline gave nothing")]
    [InlineData("Test-PHBatchExportHealth @()", "the list of batch exports is empty")]
    public void Nothing_to_look_at_is_not_in_order(string line, string said)
    {
        ShellResult result = _shell.Run(line);
        Assert.Equal(false, result.Single.BaseObject);
        Assert.Contains(said, Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-PHProject @()")]
    [InlineData("Get-PHProject -Id @()")]
    [InlineData("Get-PHIntegration @()")]
    [InlineData("Get-PHDashboard @()")]
    [InlineData("Get-PHBatchExport @()")]
    public void An_empty_list_is_none(string line) => Assert.Empty(_shell.Run(line).Clean().Objects);

    [Theory]
    [InlineData("Get-PHConnection $nothing")]
    [InlineData("Disconnect-PostHog $nothing")]
    [InlineData("Disconnect-PostHog -Connection $nothing")]
    public void A_variable_that_holds_nothing_is_no_connection(string line)
    {
        Assert.StartsWith("PostHog.InvalidConnection,", _shell.Run("$nothing = $null; " + line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_shell.Run("Get-PHConnection").Objects);
    }

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
    [InlineData("$run = Get-PHBatchExportRun events-to-s3 -State Failed -First 1; $run | Get-PHBatchExportRun -State Completed")]
    [InlineData("$run = Get-PHBatchExportRun events-to-s3 -State Failed -First 1; Get-PHBatchExportRun events-to-s3 -RunId $run.Id -Status Completed")]
    [InlineData("$run = Get-PHBatchExportRun events-to-s3 -First 1; $run | Get-PHBatchExportRun -Before -30d")]
    [InlineData("$backfill = Get-PHBatchExportBackfill events-to-bigquery -State Completed -First 1; if (-not $backfill) { throw 'none' }; $backfill | Get-PHBatchExportBackfill -State Running")]
    public void A_filter_holds_for_one_as_well(string line) => Assert.Empty(_shell.Run(line).Clean().Objects);

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
    public void Less_than_an_interval_is_said_to_be_nothing()
    {
        Assert.Contains("shorter than one interval",
            Assert.Single(_shell.Run("Start-PHBatchExportBackfill events-to-s3 -Start 2026-11-20T01:10Z -End 2026-11-20T01:20Z -WhatIf").Clean().Warnings)
            .ToString(), StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Start-PHBatchExportBackfill events-to-s3 -Start 2026-11-20T01:00Z -End 2026-11-20T02:00Z -WhatIf").Clean().Warnings);
    }

    [Fact]
    public void Tags_are_found_whatever_their_case()
    {
        int lower = _shell.Run("Get-PHDashboard -Tag product").Clean().Objects.Count;
        Assert.NotEqual(0, lower);
        Assert.Equal(lower, _shell.Run("Get-PHDashboard -Tag PRODUCT").Clean().Objects.Count);
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

    [Theory]
    [InlineData("de-DE", "24.11.2026 15:00:00 +00:00", "2026-11-24T15:00:00Z")]
    [InlineData("en-US", "11/03/2026 3:00:00 PM +00:00", "2026-11-03T15:00:00Z")]
    [InlineData("en-GB", "24/11/2026 15:00:00 +00:00", "2026-11-24T15:00:00Z")]
    [InlineData("en-GB", "03/03/2026", "2026-03-03")]
    public void Dates_that_Export_Csv_writes_are_read_as_they_were_meant(string culture, string text, string meant)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(meant, DateInput.CreateFrom(text).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_date_that_could_be_another_one_is_refused_where_both_are_usual()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        try
        {
            Assert.True(DateInput.CreateFrom("03/11/2026").IsBad);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_name_as_WildcardPattern_escapes_it_is_found() =>
        Assert.Equal("events [prod]", _shell.Run("Get-PHBatchExport 'events `[prod`]'").Clean().As<BatchExport>().Single().Name);

    [Fact]
    public void A_backfill_that_has_ended_does_not_hide_how_the_schedule_does()
    {
        using var fast = VirtualShell.Open();
        fast.Run("Connect-PostHog -Sandbox -SandboxSpeed 5000").Clean();
        fast.Run("$null = Start-PHBatchExportBackfill events-to-databricks -Start ([datetime]::UtcNow.AddDays(-25).ToString('yyyy-MM-dd')) -End ([datetime]::UtcNow.AddDays(-11).ToString('yyyy-MM-dd')) -Wait").Clean();
        BatchExportHealth after = fast.Run("Get-PHBatchExportHealth events-to-databricks").Clean().As<BatchExportHealth>().Single();
        Assert.NotEqual(HealthState.Backfilling, after.State);
    }

    [Theory]
    [InlineData("Get-PHBatchExportRun $id")]
    [InlineData("Get-PHBatchExportRun $id -State Failed -First 5")]
    [InlineData("Get-PHBatchExportBackfill $id")]
    [InlineData("Get-PHBatchExportError $id")]
    [InlineData("Get-PHBatchExportLog $id")]
    [InlineData("Get-PHBatchExportLog $id -Tail 5")]
    [InlineData("Get-PHBatchExportLog $id -Follow")]
    [InlineData("Get-PHBatchExportRun ([guid]$id)")]
    public void An_id_that_no_export_has_is_not_an_export_without_anything(string line)
    {
        ShellResult result = _shell.Run("$id = '0199aaaa-0000-7000-8000-00000000dead'; " + line);
        Assert.StartsWith("PostHog.NotFound,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("0199aaaa-0000-7000-8000-00000000dead", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_without_anything_is_no_error_whatever_it_is_named_by()
    {
        ShellResult result = _shell.Run("$export = Get-PHBatchExport events-to-s3; foreach ($it in 'events-to-s3', $export, $export.Id) { Get-PHBatchExportRun $it -After 2000-01-01 -Before 2000-01-02; Get-PHBatchExportLog $it -Search 'no such words' }");
        Assert.Empty(result.Clean().Objects);
    }

    [Fact]
    public void An_export_given_twice_is_backfilled_once()
    {
        ShellResult result = _shell.Run("$export = Get-PHBatchExport events-to-s3; $export, 'events-to-s3' | Start-PHBatchExportBackfill -Start -3h -End -1h -Confirm:$false");
        Assert.Single(result.As<BatchExportBackfill>());
        Assert.Contains("is duplicated", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_that_was_never_set_does_not_mean_all_there_is() => Assert.StartsWith(
        "PostHog.InvalidDate,",
        _shell.Run("Start-PHBatchExportBackfill events-to-s3 -Start ([datetime]::MinValue) -End -1h").Error.FullyQualifiedErrorId,
        StringComparison.Ordinal);

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

    [Theory]
    [InlineData("5 min", "every 5 minutes")]
    [InlineData("every 15 min", "every 15 minutes")]
    [InlineData("Hour", "hour")]
    public void Intervals_are_taken_as_tables_show_them(string given, string meant) =>
        Assert.Equal(meant, _shell.Run($"Get-PHBatchExport events-to-s3 | New-PHBatchExport copy -Interval '{given}' -Paused").Clean().As<BatchExport>()
            .Single().Interval);

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

    [Theory]
    [InlineData("Get-PHBatchExport -Destination $nothing", "PostHog.InvalidDestinationType")]
    [InlineData("Get-PHBatchExport -Model $nothing", "PostHog.InvalidModel")]
    [InlineData("Get-PHBatchExportRun events-to-s3 -Status $nothing", "PostHog.InvalidStatus")]
    [InlineData("Get-PHBatchExportLog events-to-s3 -Run $nothing", "PostHog.InvalidRun")]
    [InlineData("Get-PHDashboard -Search $nothing", "PostHog.InvalidSearch")]
    [InlineData("Set-PHDashboardSharing Revenue -Enabled:$nothing", "ParameterArgumentTransformationError")]
    [InlineData("Set-PHDashboard Revenue -Pinned:$nothing", "ParameterArgumentTransformationError")]
    [InlineData("Set-PHDashboard Revenue -Name $nothing", "ParameterArgumentValidationError")]
    [InlineData("Set-PHBatchExport events-to-s3 -Paused:$nothing", "ParameterArgumentTransformationError")]
    [InlineData("Set-PHBatchExport events-to-s3 -Name $nothing", "ParameterArgumentValidationError")]
    public void A_filter_or_a_setting_that_holds_nothing_is_refused(string line, string id)
    {
        ShellResult result = _shell.Run("$nothing = $null; " + line);
        Assert.StartsWith(id + ",", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Objects);
    }

    [Theory]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 2d", "2.00:00:00")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 30s", "00:00:30")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 90", "00:01:30")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag 2.5", "00:00:02.5000000")]
    [InlineData("Get-PHBatchExportHealth events-to-s3 -MaxLag '2d'", "2.00:00:00")]
    public void Spans_mean_what_was_typed(string line, string lag) =>
        Assert.Equal(lag, _shell.Run(line).Clean().As<BatchExportHealth>().Single().AllowedLag.ToString());

    [Theory]
    [InlineData("Get-PHBatchExportRun events-to-s3 -After -1M", "PostHog.InvalidDate,")]
    [InlineData("Get-PHBatchExportHealth -MaxLag 1M", "ParameterArgumentTransformationError,")]
    public void A_capital_M_is_neither_minute_nor_month(string line, string id) =>
        Assert.StartsWith(id, _shell.Run(line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_length_of_time_back_may_stand_without_quotes_and_minus() => Assert.Equal(
        _shell.Run("Get-PHBatchExportRun events-to-s3 -After '-2d'").Clean().Objects.Count,
        _shell.Run("Get-PHBatchExportRun events-to-s3 -After 2d").Clean().Objects.Count);

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
    public void A_copy_of_a_step_that_does_not_say_its_export_is_refused_as_such() => Assert.StartsWith(
        "PostHog.InvalidBatchExport,",
        _shell.Run("Repair-PHBatchExport events-to-minio -After -7d -PlanOnly | Select-Object BatchExportName, Action, Start, End -First 1 | Repair-PHBatchExport -After -7d -WhatIf").Error.FullyQualifiedErrorId,
        StringComparison.Ordinal);

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
    [InlineData("Export-PHBatchExportReport $file 'evnets-*'", "no batch export matches 'evnets-*'")]
    [InlineData("@() | Export-PHBatchExportReport $file", "the command before it in the pipeline gave nothing")]
    public void A_report_of_nothing_does_not_replace_one(string line, string why)
    {
        using var folder = new TempFolder();
        string file = folder["report.html"];
        System.IO.File.WriteAllText(file, "yesterday");
        _shell.Set("file", file);
        ShellResult result = _shell.Run(line);
        Assert.StartsWith("PostHog.Validation,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(why, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("yesterday", System.IO.File.ReadAllText(file));
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

    [Theory]
    [InlineData("Remove-PHBatchExport events-to-s3 -Connection $nothing -Confirm:$false")]
    [InlineData("Get-PHBatchExport -Connection $nothing")]
    public void A_connection_that_is_nothing_is_not_the_default_one(string line)
    {
        ShellResult result = _shell.Run("$nothing = $null; " + line);
        Assert.StartsWith("ParameterArgumentTransformationError,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("the input is nothing", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Objects);
        Assert.Single(_shell.Run("Get-PHBatchExport events-to-s3").Clean().Objects);
    }

    [Fact]
    public void What_an_old_server_does_not_take_over_is_said()
    {
        using var old = VirtualShell.Open();
        old.Run("Connect-PostHog -Sandbox -SandboxGeneration A").Clean();
        ShellResult result = old.Run("New-PHBatchExport z1 @{ type = 'NoOp'; config = @{} } -Interval week -OffsetDay Monday -OffsetHour 3 -Timezone America/New_York");
        Assert.Contains("timezone, offset_day, offset_hour", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
        Assert.Single(result.Objects);
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

    [Theory]
    [InlineData("Set-PHDashboard Revenue -Tag ''", "PostHog.InvalidTag,")]
    [InlineData("Set-PHDashboard Revenue -Tag $null", "PostHog.InvalidTag,")]
    [InlineData("Set-PHDashboard Revenue -AddTag ' '", "PostHog.InvalidTag,")]
    [InlineData("Set-PHDashboard Revenue -AddTag a, b -RemoveTag B", "PostHog.Validation,")]
    [InlineData("New-PHDashboard x -Tag ''", "PostHog.InvalidTag,")]
    public void Tags_that_are_none_change_nothing(string line, string id)
    {
        string[] before = [.. _shell.Run("Get-PHDashboard Revenue").Clean().As<Dashboard>().Single().Tags];
        Assert.StartsWith(id, _shell.Run(line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, _shell.Run("Get-PHDashboard Revenue").Clean().As<Dashboard>().Single().Tags);
    }

    [Fact]
    public void An_integration_of_another_sandbox_is_another_one()
    {
        _shell.Run("Connect-PostHog -Sandbox -Name two -SandboxSeed 9; $null = Connect-PostHog -Sandbox -Name one").Clean();
        Assert.StartsWith("PostHog.Validation,",
            _shell.Run("Get-PHBatchExport events-snowflake -Connection one | New-PHBatchExport cc -Connection two").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Before_does_not_go_with_gaps() => Assert.StartsWith(
        "PostHog.Validation,",
        _shell.Run("Find-PHBatchExportGap events-to-s3 -After -7d | Repair-PHBatchExport -Before -6d -PlanOnly").Errors[0].FullyQualifiedErrorId,
        StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_was_due_there_is_no_share_of_it()
    {
        Assert.Null(_shell.Run("Find-PHBatchExportGap events-to-minio -After 2020-01-01 -Before 2020-01-20 -Summary").Clean().As<BatchExportCoverage>()
            .Single().Coverage);
        Assert.Contains("the export was created on",
            _shell.Run("Repair-PHBatchExport events-to-minio -After 2020-01-01 -Before 2020-01-20").Clean().As<BatchExportRepairResult>().Single().Reason,
            StringComparison.Ordinal);
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
