using System;
using System.Threading.Tasks;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A filter that means nothing is said; one that a newer server gives a meaning works.</summary>
[Trait("Speed", "Slow")]
public sealed class GetPHBatchExportFilterTests
{
    [Theory]
    [InlineData("-Destination workflows", 0)]
    [InlineData("-Destination Fax*", 0)]
    [InlineData("-Destination snowflake, bigquery", -1)]
    [InlineData("-Destination Workflows -Model HOGQL", 0)]
    [InlineData("-Destination Snowflak -First 0", 0)]
    public void A_known_word_or_a_pattern_that_finds_nothing_is_silent(string filter, int expected)
    {
        using var shell = new SandboxShell();
        int found = shell.Good("Get-PHBatchExport " + filter).Objects.Count;
        Assert.True(expected < 0 ? found > 0 : found == expected, filter + ": " + found);
    }

    [Fact]
    public void An_unknown_word_is_one_error_and_the_known_ones_are_found_all_the_same()
    {
        using var shell = new SandboxShell();
        var result = shell.Run("Get-PHBatchExport -Destination Snowflake, Snowflak");
        Assert.Equal("Snowflak", result.Error.TargetObject);
        Assert.Contains("Snowflake", result.Error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(result.Objects);
    }

    [Theory]
    [InlineData("Faild", "Did you mean Failed?")]
    [InlineData("Complete", "Did you mean Completed?")]
    [InlineData("Nonsense", "no run here has it.")]
    public void An_unknown_status_is_one_error_for_all_exports(string status, string words)
    {
        using var shell = new SandboxShell();
        var result = shell.Run($"Get-PHBatchExportRun events-to-s3, events-to-postgres -After -1d -Status {status}, completed");
        Assert.Equal("PostHog.InvalidStatus,PostHogPS.Commands.GetPHBatchExportRunCommand", result.Error.FullyQualifiedErrorId);
        Assert.Contains(words, result.Error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(result.Objects);
    }

    [Fact]
    public async Task A_status_of_a_newer_server_can_be_filtered_by()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(new Fault
        {
            Kind = FaultKind.Rewrite,
            Times = 0,
            Rewrite = body => System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(body)
                .Replace("\"Completed\"", "\"Archived\"", StringComparison.Ordinal)),
        });
        var runs = bench.Run("Get-PHBatchExportRun events-to-s3 -Status Archived -After -2d").Clean().As<BatchExportRun>();
        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.Equal("Archived", run.Status));
    }

    [Fact]
    public async Task A_type_of_a_newer_server_can_be_filtered_by()
    {
        await using Bench bench = await Bench.StartAsync();
        bench.Faults.Add(new Fault
        {
            Kind = FaultKind.Rewrite,
            Times = 0,
            Rewrite = body => System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(body)
                .Replace("\"Snowflake\"", "\"Glacier\"", StringComparison.Ordinal)),
        });
        Assert.All(bench.Run("Get-PHBatchExport -Destination glacier").Clean().As<BatchExport>(), e => Assert.Equal("Glacier", e.Destination.Type));
        Assert.NotEmpty(bench.Run("Get-PHBatchExport -Destination Glacier").Objects);
    }
}
