using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Secrets;

/// <summary>Settings that the type does not have are refused before one is shown, and what came as a SecureString is hidden by value.</summary>
public sealed class DestinationSettingTests
{
    public static TheoryData<string> Lines =>
    [
        "Set-PHBatchExport events-to-s3 -Destination @{ pasword = 'planted-typo' } -WhatIf",
        "Set-PHBatchExport events-to-s3 -Destination @{ client_secret = 'planted-typo' } -WhatIf",
        "Set-PHBatchExport events-to-s3 -Destination @{ pasword = 'planted-typo' } -Confirm:$false -Verbose -Debug",
        "New-PHBatchExport x @{ type = 'Postgres'; config = @{ database = 'd'; pasword = 'planted-typo' }; integration = 1003 } -Debug",
        "Test-PHBatchExportDestination @{ type = 'BigQuery'; config = @{ dataset_id = 'd'; privat_key = 'planted-typo' }; integration = 1003 } -Debug",
        "Set-PHBatchExport events-to-s3 -Destination @{ copy_inputs = @{ pasword = 'planted-typo' } } -WhatIf",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_unknown_setting_is_refused_and_not_shown(string line)
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("typed", "planted-typo");
        bench.Requests.Clear();

        ShellResult result = bench.Run(line.Replace("'planted-typo'", "$typed", StringComparison.Ordinal));

        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Known settings: ", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
        AssertNowhere(bench, result, "planted-typo");
    }

    [Fact]
    public async Task A_misspelled_setting_of_copy_inputs_is_refused()
    {
        await using Bench bench = await Bench.StartAsync();
        ShellResult result = bench.Run("New-PHBatchExport x @{ type = 'Redshift'; config = @{ database = 'd'; mode = 'COPY'; copy_inputs = @{ s3_bucket = 'b'; bucket_credential = 5 } }; integration = 1003 }");
        Assert.Contains("'bucket_credential' is not a setting", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("bucket_credentials", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_has_given_itself_may_go_back()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Run("$e = Get-PHBatchExport events-to-s3; $e.Destination.Config['only_newer_servers_know'] = 'x'; New-PHBatchExport copied $e -WhatIf").Clean();
    }

    [Fact]
    public async Task Of_a_type_that_only_a_newer_server_knows_no_value_is_shown()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Shell.Set("typed", "planted-value-of-a-new-type");
        bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = "POST", Times = 0,
            Body = "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"detail\":\"cannot use planted-value-of-a-new-type\"}" });

        ShellResult result = bench.Run("New-PHBatchExport x @{ type = 'Iceberg'; config = @{ catalog = $typed } } -Verbose -Debug");

        Assert.Contains("cannot use [redacted]", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(bench.Writes(), static r => r.Body.Contains("planted-value-of-a-new-type", StringComparison.Ordinal));
        AssertNowhere(bench, result, "planted-value-of-a-new-type");
    }

    [Theory]
    [InlineData("Invoke-PHRestMethod /api/users/ -Method POST -Body @{ connection = $secret; nested = @(@{ dsn = $secret }) } -Debug -Verbose")]
    [InlineData("New-PHBatchExport x @{ type = 'Iceberg'; config = @{ connection = $secret } } -Debug -Verbose")]
    [InlineData("New-PHBatchExport x @{ type = 'HTTP'; config = @{ url = 'https://us.i.posthog.com/batch/'; token = $secret } } -Debug -Verbose")]
    [InlineData("Set-PHBatchExport events-to-s3 -HogQLModifiers @{ who_knows = $secret } -Debug -Verbose")]
    public async Task A_protected_value_is_hidden_under_any_name_also_in_the_servers_words(string line)
    {
        await using Bench bench = await Bench.StartAsync();
        foreach (string method in new[] { "POST", "PATCH" })
            bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = method, Times = 0,
                Body = "{\"type\":\"validation_error\",\"code\":\"invalid_input\",\"detail\":\"bad value " + Bench.PlantedSecret + " given\"}" });

        ShellResult result = bench.Run(line);

        Assert.Contains("bad value [redacted] given", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(bench.Writes(), static r => r.Body.Contains(Bench.PlantedSecret, StringComparison.Ordinal));
        AssertNowhere(bench, result, Bench.PlantedSecret);
    }

    [Fact]
    public async Task A_secret_is_not_sent_in_an_address()
    {
        await using Bench bench = await Bench.StartAsync();
        ShellResult result = bench.Run("Invoke-PHRestMethod /api/users/@me/ -Query @{ x = $secret }");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    private static void AssertNowhere(Bench bench, ShellResult result, string secret) =>
        Assert.Empty(new LeakScan(bench.Shell, secret).FindInTexts(result).Concat(result.Text.Contains(secret, StringComparison.Ordinal) ? ["screen"] : []));
}
