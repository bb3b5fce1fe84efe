using System;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>
/// An object given where a command expects names says itself where it is: on the default connection something else may have its name.
/// </summary>
public sealed class NamedObjectTests : IDisposable
{
    private readonly Shell _shell = VirtualShell.Open();

    public NamedObjectTests() => _shell.Run("Connect-PostHog -Sandbox -SandboxSeed 7 -Name eu; Connect-PostHog -Sandbox -Name us").Clean();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-PHBatchExport", "(Get-PHBatchExport events-to-s3 -Connection eu)")]
    [InlineData("Get-PHDashboard", "(Get-PHDashboard Activation -Connection eu)")]
    [InlineData("Get-PHInsight", "(Get-PHInsight -Connection eu -First 1)")]
    [InlineData("Get-PHIntegration", "(Get-PHIntegration -Connection eu | Select-Object -First 1)")]
    [InlineData("Get-PHProject", "(Get-PHProject 'Northwind Mobile' -Connection eu)")]
    [InlineData("Get-PHOrganization", "(Get-PHOrganization -Connection eu | Select-Object -First 1)")]
    [InlineData("Get-PHDashboardTemplate", "(Get-PHDashboardTemplate 'Product analytics' -Connection eu)")]
    [InlineData("Get-PHBatchExportAlert -Name", "(Get-PHBatchExportAlert -Connection eu | Select-Object -First 1)")]
    public void An_object_in_the_place_of_a_name_means_itself(string command, string item)
    {
        _shell.Run($"$item = {item}").Clean();
        foreach (string given in new[] { "$item", "@($item)", "($item | Select-Object *)", "($item | ConvertTo-Json -Depth 9 | ConvertFrom-Json)" })
        {
            string line = $"$found = @({command} {given}); \"$($found.Count) $($found.ConnectionName) $($found.Id -eq $item.Id)\"";
            Assert.Equal("1 eu True", _shell.Run(line).Clean().Single.ToString());
        }
    }

    [Theory]
    [InlineData("Get-PHBatchExport")]
    [InlineData("Get-PHDashboard")]
    [InlineData("Get-PHInsight")]
    [InlineData("Get-PHIntegration")]
    [InlineData("Get-PHProject")]
    [InlineData("Get-PHOrganization")]
    [InlineData("Get-PHDashboardTemplate")]
    public void A_connection_in_the_place_of_a_name_means_all_of_it(string command)
    {
        _shell.Run($"$eu = Get-PHConnection eu; $found = @({command} $eu); $all = @({command} -Connection eu)").Clean();
        Assert.Equal("True eu", _shell.Run("'{0} {1}' -f ($found.Count -eq $all.Count), @($found.ConnectionName | Select-Object -Unique)[0]").Clean().Single.ToString());
    }

    [Fact]
    public void A_connection_can_be_shown_and_closed_by_its_object()
    {
        Assert.Equal("eu,eu", _shell.Run("$eu = Get-PHConnection eu; (Get-PHConnection $eu).Name, ($eu | Get-PHConnection).Name -join ','").Clean().Single.ToString());
        Assert.Equal("us", _shell.Run("Disconnect-PostHog $eu; (Get-PHConnection).Name").Clean().Single.ToString());
        // Another one of its name is not meant.
        Assert.Equal("us", _shell.Run("$us = Get-PHConnection us; Connect-PostHog -Sandbox -Name us; Disconnect-PostHog $us; (Get-PHConnection).Name")
            .Clean().Single.ToString());
    }

    [Fact]
    public void Objects_and_names_are_taken_together()
    {
        Assert.Equal("eu us", _shell.Run(
            "$item = Get-PHBatchExport events-to-s3 -Connection eu; (Get-PHBatchExport $item, events-to-s3).ConnectionName -join ' '").Clean().Single.ToString());
    }

    [Theory]
    [InlineData("Get-PHBatchExport $item -Connection us")]
    [InlineData("Get-PHDashboard (Get-PHDashboard Activation -Connection eu) -Connection us")]
    [InlineData("Get-PHBatchExport $item -ProjectId 102")]
    public void A_parameter_that_contradicts_the_object_is_refused(string line)
    {
        _shell.Run("$item = Get-PHBatchExport events-to-s3 -Connection eu").Clean();
        Assert.StartsWith("PostHog.ConnectionMismatch", _shell.Run(line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_a_piped_project_an_object_is_its_name()
    {
        Assert.Equal("events-to-s3 us", _shell.Run("$item = Get-PHBatchExport events-to-s3 -Connection eu; "
            + "Get-PHProject 'Northwind Web' | Get-PHBatchExport $item | ForEach-Object { \"$($_.Name) $($_.ConnectionName)\" }").Clean().Single.ToString());
    }
}
