using System;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>One secret goes to one destination: names of secrets in files.</summary>
[Collection(nameof(ProcessState))]
[Trait("Speed", "Slow")]
public sealed class FileSecretsTests : IDisposable
{
    private readonly TwoRegions _two = new();

    public void Dispose() => _two.Dispose();

    private string[] Names() =>
        [.. _two.Files().Values.SelectMany(text => Regex.Matches(text, "\"secret\": \"([^\"]+)\"").Select(found => found.Groups[1].Value))];

    private void Make(params string[] names)
    {
        foreach (string name in names)
            _two.Run($"$null = New-PHBatchExport '{name}' -Paused -Destination (New-PHBatchExportDestination -Http -Url https://eu.i.posthog.com/batch/ -Token $secret)");
    }

    [Theory]
    [InlineData("EU mirror", "EU-mirror")]
    [InlineData("a b", "a  b", "a-b")]
    [InlineData("A.B", "a-b", "a_b")]
    [InlineData("数据", "日本")]
    public void Each_export_has_secrets_of_its_own_in_files_and_in_the_environment(params string[] names)
    {
        Make(names);
        _two.Run("Export-PHBatchExport -Path $folder");
        string[] made = Names();
        Assert.Equal(names.Length, made.Length);
        Assert.Equal(names.Length, made.Select(name => Regex.Replace(name.ToUpperInvariant(), "[^A-Z0-9]", "_")).Distinct().Count());
        _two.Run("Export-PHBatchExport -Path $folder");
        Assert.Equal(made, Names());
    }

    [Fact]
    public void A_later_export_does_not_get_the_name_that_a_file_has()
    {
        Make("EU mirror");
        _two.Run("Export-PHBatchExport -Path $folder");
        Assert.Equal(["EU-mirror.token"], Names());
        Make("EU.mirror");
        _two.Run("Export-PHBatchExport -Path $folder");
        string[] names = Names();
        Assert.Contains("EU-mirror.token", names);
        Assert.Matches("^EU[.]mirror-[0-9a-f]{8}[.]token$", names.Single(name => name != "EU-mirror.token"));
        _two.Forget();
        _two.Run($"Sync-PHBatchExport $folder -RotateSecret EU-mirror.token -Secret {_two.AllSecrets()} -WarningAction Ignore");
        Assert.Single(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void Names_that_share_a_variable_are_refused_where_the_environment_is_asked()
    {
        Make("one", "two");
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Edit("one.json", "one.token", "a-b.token");
        _two.Edit("two.json", "two.token", "a_b.token");
        Environment.SetEnvironmentVariable("POSTHOG_SECRET_A_B_TOKEN", Bench.PlantedSecret);
        try
        {
            _two.Forget();
            ShellResult result = _two.Fail("PostHog.AmbiguousName", "Sync-PHBatchExport $folder -RotateSecret a-b.token");
            Assert.Contains("'a-b.token', which 'one.json' needs, and 'a_b.token' are both POSTHOG_SECRET_A_B_TOKEN", result.Error.Exception.Message,
                StringComparison.Ordinal);
            Assert.Empty(TwoRegions.Writes(_two.Us));
            _two.Run("Sync-PHBatchExport $folder -RotateSecret a-b.token -Secret @{ 'a-b.token' = $secret }");
            Assert.Single(TwoRegions.Writes(_two.Us));
        }
        finally
        {
            Environment.SetEnvironmentVariable("POSTHOG_SECRET_A_B_TOKEN", null);
        }
    }

    [Fact]
    public void A_blank_secret_that_is_given_is_not_replaced_by_the_environment()
    {
        Make("one");
        _two.Run("Export-PHBatchExport -Path $folder");
        Environment.SetEnvironmentVariable("POSTHOG_SECRET_ONE_TOKEN", Bench.PlantedSecret);
        try
        {
            _two.Forget();
            ShellResult result = _two.Fail("PostHog.SecretMissing",
                "Sync-PHBatchExport $folder -RotateSecret one.token -Secret @{ 'one.token' = [securestring]::new() }");
            Assert.Contains("is blank in -Secret", result.Error.Exception.Message, StringComparison.Ordinal);
            Assert.Empty(TwoRegions.Writes(_two.Us));
        }
        finally
        {
            Environment.SetEnvironmentVariable("POSTHOG_SECRET_ONE_TOKEN", null);
        }
    }

    [Fact]
    public void A_secret_that_is_given_and_not_sent_is_named()
    {
        Make("one");
        _two.Run("Export-PHBatchExport -Path $folder");
        _two.Forget();
        string[] warnings = [.. _two.Run("Sync-PHBatchExport $folder -Secret ([ordered]@{ 'one.token' = $secret; 'on.token' = $secret })").Warnings];
        Assert.Equal(2, warnings.Length);
        Assert.Contains("'one.token' of -Secret is not sent: PostHog has one already. -RotateSecret replaces it.", warnings[0], StringComparison.Ordinal);
        Assert.Contains("'on.token' of -Secret is not used", warnings[1], StringComparison.Ordinal);
        Assert.Contains("but to 'one.token'", warnings[1], StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
    }

    [Fact]
    public void A_reference_that_the_type_does_not_take_is_unknown_and_never_said_to_be_sent()
    {
        _two.Run("$null = New-PHBatchExport s3 -Destination (New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p -IntegrationId 1011) -Paused; Export-PHBatchExport -Path $folder");
        _two.Edit("s3.json", "\"bucket_name\"", "\"aws_secret_access_key\": { \"secret\": \"s3.key\" }, \"bucket_name\"");
        BatchExportDifference difference = Assert.Single(_two.Run("Compare-PHBatchExport $folder").As<BatchExportDifference>());
        Assert.Equal(("Unknown", "destination.config.aws_secret_access_key"), (difference.Kind, difference.Property));
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.NotFound", "Sync-PHBatchExport $folder -RotateSecret s3.key -Secret @{ 's3.key' = $secret }");
        Assert.Contains("destination.config.aws_secret_access_key", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(TwoRegions.Writes(_two.Us));
        BatchExportSyncStep made = Assert.Single(_two.Run("Sync-PHBatchExport $folder -Connection eu -WarningAction Ignore").As<BatchExportSyncStep>());
        Assert.Equal("Create", made.Action);
        Assert.Empty(made.Secrets);
        Assert.DoesNotContain(made.Changes, line => line.Contains("is sent", StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_does_not_get_the_secret_of_another_one()
    {
        Make("EU mirror", "EU-mirror");
        _two.Forget();
        ShellResult result = _two.Fail("PostHog.Validation",
            "Get-PHBatchExport EU* | Copy-PHBatchExport -ToConnection eu -ToProject 20202 -Secret @{ 'EU-mirror.token' = $secret }");
        Assert.Single(result.Errors);
        Assert.Contains("one would go to both", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Single(TwoRegions.Writes(_two.Eu));
    }
}
