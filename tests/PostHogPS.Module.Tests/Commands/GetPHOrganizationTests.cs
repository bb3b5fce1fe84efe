using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class GetPHOrganizationTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void Organizations_are_found_by_name_pattern_and_id()
    {
        var all = _c.Good("Get-PHOrganization").As<Organization>();
        Assert.Equal(2, all.Count);
        Assert.Equal("Northwind Traders", _c.Good("Get-PHOrganization north*").As<Organization>().Single().Name);
        Assert.Equal("Northwind Traders", _c.Good("Get-PHOrganization -Id '@current'").As<Organization>().Single().Name);
        Assert.Equal(all[0].Id, _c.Good($"Get-PHConnection | Get-PHOrganization -Id {all[0].Id}").As<Organization>().Single().Id);
    }

    [Fact]
    public void Integrations_are_found_by_kind_and_name()
    {
        Assert.Equal(1001, _c.Good("Get-PHIntegration -Kind aws-s3").As<Integration>().Single().Id);
        Assert.Equal(2, _c.Good("Get-PHIntegration -Kind *s3*").Objects.Count);
        Assert.Equal("minio (access key, https://minio.northwind.example)",
            _c.Good("Get-PHProject 'Northwind Web' | Get-PHIntegration -Id 1002").As<Integration>().Single().DisplayName);
        Assert.Contains("1003", _c.Shell.Complete("New-PHBatchExportDestination -Snowflake -IntegrationId ").Select(c => c.CompletionText));
    }

    [Fact]
    public void An_id_is_taken_where_a_name_is_expected()
    {
        Assert.Equal(1002, _c.Good("Get-PHIntegration 1002").As<Integration>().Single().Id);
        Guid organization = _c.Good("Get-PHOrganization").As<Organization>()[1].Id;
        Assert.Equal(organization, _c.Good($"Get-PHOrganization {organization}").As<Organization>().Single().Id);
        Assert.Equal(102, _c.Good("Get-PHProject 102").As<Project>().Single().Id);
        Assert.Equal(4103, _c.Good("Get-PHDashboard 4103").As<Dashboard>().Single().Id);
        Assert.Equal(4103, _c.Good("Get-PHDashboard 4103 -AllProjects").As<Dashboard>().Single().Id);
        Assert.Equal(4103, _c.Good("Get-PHDashboard -Id 4103 -AllProjects").As<Dashboard>().Single().Id);
        Assert.Equal(["Revenue", "Ops [prod]"], _c.Good("Get-PHDashboard 'Ops [prod]', 4103").As<Dashboard>().Select(d => d.Name).OrderDescending());
        Assert.Single(_c.Good("Get-PHDashboard 4103, Revenue").Objects);
        Assert.Single(_c.Good("Get-PHProject 102, (Get-PHProject 102).Name").Objects);
        Assert.Equal("4103", _c.Good("New-PHDashboard 4103; Get-PHDashboard 4103").As<Dashboard>()[1].Name);
    }

    [Theory]
    [InlineData("PostHog.NotFound", "Get-PHProject 999")]
    [InlineData("PostHog.NotFound", "Get-PHDashboard 999")]
    [InlineData("PostHog.NotFound", "Get-PHDashboard 999 -AllProjects")]
    [InlineData("PostHog.NotFound", "Get-PHDashboard -Id 999 -AllProjects")]
    [InlineData("PostHog.InvalidIntegration", "$null | Get-PHIntegration")]
    [InlineData("PostHog.InvalidOrganization", "$null | Get-PHOrganization")]
    [InlineData("PostHog.NotFound", "Get-PHIntegration 999")]
    [InlineData("PostHog.NotFound", "Get-PHOrganization nowhere")]
    [InlineData("PostHog.InvalidId", "Get-PHOrganization -Id nowhere")]
    [InlineData("PostHog.NotFound", "Get-PHOrganization -Id 00000000-0000-0000-0000-000000000001")]
    [InlineData("PostHog.InvalidConnection", "5 | Get-PHOrganization")]
    [InlineData("PostHog.NotFound", "Get-PHIntegration -Id 5")]
    [InlineData("PostHog.NotFound", "Get-PHIntegration nothing")]
    [InlineData("PostHog.InvalidProject", "'x' | Get-PHIntegration")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);
}
