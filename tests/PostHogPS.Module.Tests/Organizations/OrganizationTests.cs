using System;
using System.Linq;
using PostHogPS.Module.Tests.Support;
using Xunit;

namespace PostHogPS.Module.Tests.Organizations;

public sealed class OrganizationTests : IDisposable
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
        Assert.Equal("minio.northwind.example", _c.Good("Get-PHProject 'Northwind Web' | Get-PHIntegration -Id 1002").As<Integration>().Single().DisplayName);
        Assert.Contains("1003", _c.Shell.Complete("New-PHBatchExportDestination -Snowflake -IntegrationId ").Select(c => c.CompletionText));
    }

    [Theory]
    [InlineData("PostHog.NotFound", "Get-PHOrganization nowhere")]
    [InlineData("PostHog.InvalidId", "Get-PHOrganization -Id nowhere")]
    [InlineData("PostHog.NotFound", "Get-PHOrganization -Id 00000000-0000-0000-0000-000000000001")]
    [InlineData("PostHog.InvalidConnection", "5 | Get-PHOrganization")]
    [InlineData("PostHog.NotFound", "Get-PHIntegration -Id 5")]
    [InlineData("PostHog.NotFound", "Get-PHIntegration nothing")]
    [InlineData("PostHog.InvalidProject", "'x' | Get-PHIntegration")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);
}
