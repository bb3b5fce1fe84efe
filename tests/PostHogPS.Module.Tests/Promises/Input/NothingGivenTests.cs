using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>A variable, a list or a setting that holds nothing never means everything, and never changes anything.</summary>
public sealed class NothingGivenTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public NothingGivenTests() => _shell.Run("Connect-PostHog -Sandbox").Clean();

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
    public void A_date_that_was_never_set_does_not_mean_all_there_is() => Assert.StartsWith(
        "PostHog.InvalidDate,",
        _shell.Run("Start-PHBatchExportBackfill events-to-s3 -Start ([datetime]::MinValue) -End -1h").Error.FullyQualifiedErrorId,
        StringComparison.Ordinal);

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

    [Fact]
    public void An_export_without_anything_is_no_error_whatever_it_is_named_by()
    {
        ShellResult result = _shell.Run("$export = Get-PHBatchExport events-to-s3; foreach ($it in 'events-to-s3', $export, $export.Id) { Get-PHBatchExportRun $it -After 2000-01-01 -Before 2000-01-02; Get-PHBatchExportLog $it -Search 'no such words' }");
        Assert.Empty(result.Clean().Objects);
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
}
