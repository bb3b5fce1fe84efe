using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>What uses an integration, on demand and for one request per project; and destinations made of one.</summary>
public sealed class GetPHIntegrationTests : IAsyncLifetime
{
    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Exports_are_read_on_demand_only_and_once()
    {
        _bench.Requests.Clear();
        Assert.All(_bench.Run("Get-PHIntegration").Clean().As<Integration>(), static i => Assert.Null(i.UsedBy));
        Assert.DoesNotContain(_bench.Requests.All, static r => r.PathAndQuery.Contains("batch_exports", StringComparison.Ordinal));
        _bench.Requests.Clear();
        Integration[] all = [.. _bench.Run("Get-PHIntegration -IncludeUsedBy").Clean().As<Integration>()];
        Assert.Single(_bench.Requests.All, static r => r.PathAndQuery.Contains("batch_exports", StringComparison.Ordinal));
        Assert.Equal(["events-to-s3", "nightly-dump", "weekly-sessions-to-s3"],
            all.Single(static i => i.Id == 1001).UsedBy!.Select(static e => e.Name).Order(StringComparer.Ordinal));
        Assert.Empty(all.Single(static i => i.Id == 1009).UsedBy!);
    }

    [Fact]
    public void Unused_gives_what_no_export_uses_and_leaves_other_kinds_out()
    {
        Assert.Empty(_bench.Run("Get-PHIntegration -Unused -Kind aws-s3, slack").Clean().Objects);
        _bench.Run("$made = New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r").Clean();
        Assert.Equal("made (AWS role 'arn:aws:iam::123456789012:role/r')",
            _bench.Run("Get-PHIntegration -Unused -Kind aws-s3").Clean().As<Integration>().Single().DisplayName);
    }

    [Fact]
    public void Its_users_can_be_given_another_one_by_pipeline()
    {
        _bench.Run("""
            $made = New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r
            (Get-PHIntegration 1001 -IncludeUsedBy).UsedBy | Set-PHBatchExport -IntegrationId $made.Id
            Remove-PHIntegration 1001 -Confirm:$false
            """).Clean();
        Assert.Equal(3, _bench.Run("(Get-PHIntegration made* -IncludeUsedBy).UsedBy").Clean().Objects.Count);
    }

    /// <summary>By the name that a person gave it, else as PostHog shows it; what has neither to itself by its id.</summary>
    [Theory]
    [InlineData("Get-PHIntegration mini", "minio")]
    [InlineData("Get-PHIntegration -Name mini", "minio")]
    [InlineData("Get-PHIntegration -Name 'minio (a'", "'minio (access key, https://minio.northwind.example)'")]
    [InlineData("Get-PHIntegration -Name 'ID: north'", "'ID: northwindexports'")]
    [InlineData("Get-PHIntegration -Name 1002", "1002")]
    [InlineData("Get-PHIntegration -Id 1002", "1002")]
    [InlineData("Remove-PHIntegration mini", "minio")]
    [InlineData("Remove-PHIntegration -Integration 1002", "1002")]
    [InlineData("Update-PHBatchExportCredential -FromIntegration mini", "minio")]
    [InlineData("Update-PHBatchExportCredential -FromIntegration 1002 -Integration MINI", "minio")]
    [InlineData("Update-PHBatchExportCredential -FromIntegration 1002 -Integration dbc-", "dbc-0a1b2c3d.cloud.databricks.com")]
    public void Tab_finds_one_by_its_own_name_its_shown_name_and_its_id(string line, string expected)
    {
        Assert.Equal(expected, Assert.Single(_bench.Shell.Complete(line)).CompletionText);
        Assert.Single(_bench.Run("Get-PHIntegration " + expected).Clean().Objects);
    }

    [Fact]
    public void Tab_offers_each_once_and_ids_where_a_name_means_two()
    {
        Assert.Equal(_bench.Run("Get-PHIntegration").Clean().Objects.Count, _bench.Shell.Complete("Get-PHIntegration -Name ").Count);
        _bench.Run("$made = New-PHIntegration -AwsS3 minio -RoleArn arn:aws:iam::123456789012:role/r").Clean();
        // What Tab has read is kept for a minute, by connection.
        _bench.Run("Disconnect-PostHog").Clean();
        _bench.Connect("-ProjectId 101 -RouteFamily Projects -RateLimit None");
        string[] offered = [.. _bench.Shell.Complete("Get-PHIntegration -Name mini").Select(static one => one.CompletionText)];
        Assert.Equal(["'minio (AWS role ''arn:aws:iam::123456789012:role/r'')'", "'minio (access key, https://minio.northwind.example)'"], offered.Order(StringComparer.Ordinal));
        foreach (string name in offered)
            Assert.Single(_bench.Run("Get-PHIntegration " + name).Clean().Objects);
    }

    [Fact]
    public void The_table_says_how_many_exports_use_it()
    {
        Assert.Matches("1001 +aws-s3 .*used by 3 +posthog-exports", _bench.Shell.Show("Get-PHIntegration 1001 -IncludeUsedBy").Text);
        Assert.Contains("events-to-s3, nightly-dump", _bench.Shell.Show("Get-PHIntegration 1001 -IncludeUsedBy | Format-List").Text, StringComparison.Ordinal);
        Assert.Contains(" Created ", _bench.Shell.Show("New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r").Text.Split('\n')
            .Single(static l => l.Contains("made", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1001", "-BucketName b -Region r -Prefix p", "AwsS3")]
    [InlineData("1002", "-BucketName b -Region r -Prefix p -VirtualStyleAddressing", "S3Compatible")]
    [InlineData("1003", "-Database d -Warehouse w -Schema s", "Snowflake")]
    [InlineData("1004", "-Database d", "Postgres")]
    [InlineData("1005", "-Database d", "Redshift")]
    [InlineData("1006", "-DatasetId d", "BigQuery")]
    [InlineData("1007", "-HttpPath h -Catalog c -Schema s -TableName t", "Databricks")]
    [InlineData("1008", "-ContainerName c", "AzureBlob")]
    public void A_piped_integration_picks_the_type_of_the_destination(string id, string settings, string type)
    {
        foreach (string line in new[] { $"Get-PHIntegration {id} | New-PHBatchExportDestination {settings}",
            $"Get-PHIntegration {id} | New-PHBatchExportDestination -{type} {settings}",
            $"Get-PHIntegration {id} | ConvertTo-Csv | ConvertFrom-Csv | New-PHBatchExportDestination {settings}" })
        {
            BatchExportDestinationDefinition made = _bench.Run(line).Clean().As<BatchExportDestinationDefinition>().Single();
            Assert.Equal((type, id), (made.Type, made.IntegrationId?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        _bench.Run($"Get-PHIntegration {id} | New-PHBatchExportDestination {settings} | New-PHBatchExport made -Paused").Clean();
    }

    [Theory]
    [InlineData("Get-PHIntegration 1006 | New-PHBatchExportDestination", "PostHog.Validation")]
    [InlineData("Get-PHIntegration 1006 | New-PHBatchExportDestination -BucketName b -DatasetId d", "PostHog.Validation")]
    [InlineData("Get-PHIntegration 1006 | New-PHBatchExportDestination -DatasetId d -BigQuery -IntegrationId 1007", "PostHog.Validation")]
    [InlineData("Get-PHIntegration 1006 | New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p", "PostHog.InvalidIntegration")]
    [InlineData("Get-PHIntegration 1009 | New-PHBatchExportDestination", "PostHog.InvalidIntegration")]
    [InlineData("Get-PHProject -Id 101 | New-PHBatchExportDestination -DatasetId d", "PostHog.InvalidIntegration")]
    [InlineData("$null | New-PHBatchExportDestination -BigQuery -DatasetId d", "PostHog.InvalidIntegration")]
    public void An_integration_that_does_not_fit_is_refused(string line, string id) =>
        Assert.StartsWith(id, _bench.Run(line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void IntegrationId_completes_with_fitting_kinds_and_the_name_in_the_tooltip()
    {
        System.Management.Automation.CompletionResult only = Assert.Single(_bench.Shell.Complete("New-PHBatchExportDestination -BigQuery -IntegrationId "));
        Assert.Equal("1006", only.CompletionText);
        Assert.Contains("exports@northwind.iam.gserviceaccount.com", only.ToolTip, StringComparison.Ordinal);
    }
}
