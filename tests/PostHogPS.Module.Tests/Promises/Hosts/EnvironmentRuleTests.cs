using System;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Hosts;

/// <summary>The connection that environment variables make.</summary>
[Collection(nameof(ProcessState))]
public sealed class EnvironmentRuleTests
{
    [Fact]
    public async Task The_first_cmdlet_connects_and_spends_no_request_on_checking()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Scope("  " + Bench.PlantedKey + "\n", bench.Server.Address.AbsoluteUri, "101");
        ShellResult result = bench.Run("$VerbosePreference = 'Continue'; Get-PHBatchExport -First 1").Clean();
        Assert.Single(bench.Requests.All);
        Assert.Contains(result.Verbose, v => v.Contains("POSTHOG_PERSONAL_API_KEY", StringComparison.Ordinal));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task A_project_token_is_told_apart()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Scope("phc_" + Bench.PlantedSecret, bench.Server.Address.AbsoluteUri, null);
        foreach (string line in new[] { "Get-PHBatchExport", "Connect-PostHog -HostUri $server" })
        {
            ErrorRecord error = bench.Run(line).Error;
            Assert.StartsWith("PostHog.ProjectTokenAsKey", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
            Assert.Contains("POSTHOG_PERSONAL_API_KEY", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Bench.PlantedSecret, error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(bench.Requests.All);
    }

    [Theory]
    [InlineData("https://us.i.posthog.com", "us.posthog.com")]
    [InlineData("eu.i.posthog.com", "eu.posthog.com")]
    public async Task An_ingestion_host_is_mapped_with_a_warning(string given, string used)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Scope(Bench.PlantedKey, given, null);
        // Sends nothing, but opens the connection.
        ShellResult result = bench.Run("Get-PHRateLimit | Out-Null").Clean();
        Assert.Contains(used, Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(bench.Run("Get-PHRateLimit | Out-Null").Clean().Warnings);
    }

    [Theory]
    [InlineData("http://posthog.example.com", null, "InvalidHost")]
    [InlineData("not an address", null, "InvalidHost")]
    [InlineData("https://us.posthog.com@other.example", null, "InvalidHost")]
    [InlineData(null, "five", "InvalidProject")]
    public async Task What_cannot_work_is_an_error(string? host, string? project, string id)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Scope(Bench.PlantedKey, host ?? bench.Server.Address.AbsoluteUri, project);
        ErrorRecord error = bench.Run("Get-PHBatchExport").Error;
        Assert.StartsWith("PostHog." + id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails?.RecommendedAction));
        Assert.Empty(bench.Requests.All);
    }

    [Fact]
    public async Task Nothing_at_all_is_an_error_that_shows_how_to_connect()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Scope(null, null, null);
        ErrorRecord error = bench.Run("Get-PHBatchExport").Error;
        Assert.StartsWith("PostHog.NoConnection", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Connect-PostHog", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.NoKey", bench.Run("Connect-PostHog -HostUri $server").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(bench.Requests.All);
    }

    [Fact]
    public async Task A_changed_variable_is_noticed()
    {
        await using Bench one = await Bench.StartAsync(new BenchOptions { Connect = null });
        await using Bench two = await Bench.StartAsync(new BenchOptions { Connect = null });
        using (Scope(Bench.PlantedKey, one.Server.Address.AbsoluteUri, "101"))
            one.Run("Get-PHBatchExport -First 1").Clean();
        using (Scope(Bench.PlantedKey, two.Server.Address.AbsoluteUri, "101"))
            one.Run("Get-PHBatchExport -First 1").Clean();
        Assert.Equal((1, 1), (one.Requests.Count, two.Requests.Count));
    }

    [Fact]
    public async Task A_closed_one_is_made_again()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = null });
        using EnvironmentScope environment = Scope(Bench.PlantedKey, bench.Server.Address.AbsoluteUri, "101");
        bench.Run("$null = Get-PHBatchExport -First 1; Get-PHConnection | Disconnect-PostHog; Get-PHBatchExport -First 1").Clean();
        Assert.Equal(2, bench.Requests.Count);
    }

    private static EnvironmentScope Scope(string? key, string? host, string? project) =>
        new(("POSTHOG_PERSONAL_API_KEY", key), ("POSTHOG_API_KEY", null), ("POSTHOG_HOST", host), ("POSTHOG_PROJECT_ID", project));
}
