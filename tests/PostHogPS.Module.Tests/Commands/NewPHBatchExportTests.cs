using System;
using System.Linq;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class NewPHBatchExportTests : IDisposable
{
    private const string Planted = "planted-secret-value";
    private readonly SandboxShell _c = new();

    public NewPHBatchExportTests() => _c.Shell.Set("secret", new System.Net.NetworkCredential("", Planted).SecurePassword);

    public void Dispose() => _c.Dispose();

    [Theory]
    [InlineData("AwsS3", "-AwsS3 -BucketName b -Region eu-central-1 -Prefix p/ -FileFormat parquet -Compression ZSTD -MaxFileSizeMB 100 -Encryption aws:kms -KmsKeyId k -IntegrationId 1001")]
    [InlineData("S3Compatible", "-S3Compatible -BucketName b -Region us-east-1 -Prefix p/ -VirtualStyleAddressing -IntegrationId 1002")]
    [InlineData("Snowflake", "-Snowflake -Database d -Warehouse w -Schema s -TableName t -Role r -IntegrationId 1003")]
    [InlineData("Postgres", "-Postgres -Database d -Schema s -TableName t -IntegrationId 1004")]
    [InlineData("Redshift", "-Redshift -Database d -HostName h.example -Port 5439 -PropertiesDataType super -IntegrationId 1005")]
    [InlineData("Redshift", "-Redshift -Database d -HostName h.example -Mode copy -CopyBucket b -CopyRegion r -CopyPrefix / -CopyAuthorization arn:aws:iam::1:role/x -CopyBucketCredential 1001 -IntegrationId 1005")]
    [InlineData("BigQuery", "-BigQuery -DatasetId d -TableId t -JsonType -IntegrationId 1006")]
    [InlineData("Databricks", "-Databricks -HttpPath /sql -Catalog c -Schema s -TableName t -VariantType:$false -IntegrationId 1007")]
    [InlineData("AzureBlob", "-AzureBlob -ContainerName c -Prefix p/ -IntegrationId 1008")]
    [InlineData("HTTP", "-Http -Url https://eu.i.posthog.com/batch/ -Token $secret")]
    public void Every_type_can_be_created(string type, string parameters)
    {
        BatchExport made = _c.Good($"New-PHBatchExportDestination {parameters} -ExcludeEvent '$pageleave' | New-PHBatchExport -Name made -Interval day -OffsetHour 4 -Timezone Europe/Berlin -Paused").As<BatchExport>().Single();
        Assert.Equal((type, "made", "day", 4, "Europe/Berlin", true),
            (made.Destination.Type, made.Name, made.Interval, made.OffsetHour, made.Timezone, made.Paused));
        Assert.Equal(101, made.ProjectId);
        Assert.Single(_c.Writes);
        Assert.Single(_c.Good("Get-PHBatchExport made").Objects);
    }

    [Theory]
    [InlineData("S3", "-S3 -BucketName b -Region r -Prefix p/ -AwsAccessKeyId id -AwsSecretAccessKey $secret")]
    [InlineData("Snowflake", "-Snowflake -Database d -Warehouse w -Schema s -Account a -User u -PrivateKey $secret -PrivateKeyPassphrase $secret")]
    [InlineData("Postgres", "-Postgres -Database d -HostName h.example -Credential ([pscredential]::new('u', $secret))")]
    public void Old_servers_take_the_credentials_inline(string type, string parameters)
    {
        using var a = new SandboxShell("A");
        a.Shell.Set("secret", new System.Net.NetworkCredential("", Planted).SecurePassword);
        ShellResult result = a.Good($"New-PHBatchExportDestination {parameters} | New-PHBatchExport old-style");
        Assert.Equal(type, result.As<BatchExport>().Single().Destination.Type);
        Assert.All(result.Debug, t => Assert.DoesNotContain(Planted, t, StringComparison.Ordinal));
    }

    [Fact]
    public void A_definition_never_shows_its_secrets()
    {
        _c.Run("$d = New-PHBatchExportDestination -Redshift -Database d -Mode COPY -CopyBucket b -CopyRegion r -CopyAuthorization ([pscredential]::new('key', $secret)) -CopyBucketCredential 1001 -Credential ([pscredential]::new('u', $secret))").Clean();
        string json = _c.Run("$d | ConvertTo-Json -Depth 9").Clean().As<string>().Single();
        string list = _c.Shell.Show("$d | Format-List *").Text;
        Assert.Contains("copy_inputs.authorization.aws_secret_access_key", json, StringComparison.Ordinal);
        Assert.All([json, list], t => Assert.DoesNotContain(Planted, t, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hashtable_does_as_well() =>
        Assert.Equal("BigQuery", _c.Good("New-PHBatchExport from-bag @{ type = 'BigQuery'; config = @{ dataset_id = 'd' }; integration = 1006 }")
            .As<BatchExport>().Single().Destination.Type);

    [Fact]
    public void WhatIf_creates_nothing()
    {
        string text = _c.Run("New-PHBatchExport x @{ type = 'BigQuery'; config = @{ dataset_id = 'd' }; integration = 1006 } -WhatIf").Clean().Text;
        Assert.Contains("batch export 'x' (events to BigQuery, hour) in project 101", text, StringComparison.Ordinal);
        Assert.Empty(_c.Writes);
    }

    [Theory]
    [InlineData("New-PHBatchExport ' ' @{ type = 'NoOp'; config = @{} }")]
    [InlineData("New-PHBatchExport x @{}")]
    [InlineData("New-PHBatchExport x @{ type = 'AwsS3'; config = @{ bucket_name = 'b'; region = 'r'; prefix = ' ' }; integration = 1001 }")]
    [InlineData("New-PHBatchExport x @{ type = 'AwsS3'; config = @{ bucket_name = 'b'; region = 'r' }; integration = 1001 }")]
    [InlineData("New-PHBatchExport x @{ type = 'AwsS3'; config = @{ bucket_name = 'b'; region = 'r'; prefix = 'p' } }")]
    [InlineData("New-PHBatchExport x @{ type = 'HTTP'; config = @{ url = 'https://example.com/'; token = 't' } }")]
    [InlineData("New-PHBatchExport x @{ type = 'HTTP'; config = @{ url = 'https://us.i.posthog.com/batch/'; token = 't' } } -Model persons")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -Interval day -OffsetDay 2")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -OffsetHour 2")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -Model hogql")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -Model hogql -HogQLQuery 'select 1' -IncrementalMode merge")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -PrimaryKey id")]
    [InlineData("New-PHBatchExport x @{ type = 'NoOp'; config = @{} } -StartAt 2026-02-01 -EndAt 2026-02-01")]
    [InlineData("New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p -Compression snappy")]
    [InlineData("New-PHBatchExportDestination -Redshift -Database d -Mode COPY")]
    [InlineData("New-PHBatchExportDestination -Redshift -Database d -CopyAuthorization nobody")]
    [InlineData("New-PHBatchExportDestination -Http -Url http://us.i.posthog.com/batch/ -Token $secret")]
    public void What_is_known_to_be_wrong_is_refused_before_the_request(string script) => _c.Bad("PostHog.Validation", script);

    [Theory]
    [InlineData("PostHog.InvalidDestination", "New-PHBatchExport x 7")]
    [InlineData("ParameterArgumentTransformationError", "New-PHBatchExportDestination -Http -Url u -Token planted-plain")]
    [InlineData("ParameterArgumentValidationError", "New-PHBatchExportDestination -AzureBlob -ContainerName c -FileFormat CSV")]
    public void Other_bad_input_has_its_own_id(string errorId, string script) =>
        Assert.DoesNotContain("planted-plain", _c.Bad(errorId, script).Error.Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void A_copy_that_lost_its_secrets_is_refused()
    {
        ShellResult result = _c.Bad("PostHog.InvalidDestination",
            "New-PHBatchExport x ([pscustomobject]@{ Type = 'HTTP'; IntegrationId = $null; Config = @{ url = 'u' }; SecretSettings = @('token') })");
        Assert.Contains("lost its secrets", result.Error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public void The_same_runbook_twice_makes_one_export(string generation)
    {
        using var shell = new SandboxShell(generation);
        const string Runbook = "New-PHBatchExport nightly @{ type = 'NoOp'; config = @{} } -Paused";
        BatchExport made = shell.Good(Runbook).As<BatchExport>().Single();

        ShellResult again = shell.Bad("PostHog.NameInUse", Runbook);

        Assert.Equal("nightly", again.Error.TargetObject);
        Assert.Contains(made.Id.ToString(), again.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Set-PHBatchExport " + made.Id, again.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("-Force", again.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(shell.Sent);
        Assert.Single(shell.Good("Get-PHBatchExport nightly").Objects);
    }

    [Fact]
    public void Force_makes_a_second_one_without_looking()
    {
        Assert.Equal("nightly-dump", _c.Good("New-PHBatchExport nightly-dump @{ type = 'NoOp'; config = @{} } -Force").As<BatchExport>().Single().Name);
        Assert.Equal(["POST"], _c.Sent.Select(r => r.Method));
    }

    [Fact]
    public void Two_piped_definitions_of_one_name_make_one_export()
    {
        ShellResult result = _c.Run("@{ type = 'NoOp'; config = @{} }, @{ type = 'NoOp'; config = @{} } | New-PHBatchExport twice");
        Assert.Single(result.Objects);
        Assert.StartsWith("PostHog.NameInUse", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_c.Writes);
    }

    [Fact]
    public void WhatIf_says_that_the_name_is_taken() => _c.Bad("PostHog.NameInUse", "New-PHBatchExport events-to-s3 @{ type = 'NoOp'; config = @{} } -WhatIf");
}
