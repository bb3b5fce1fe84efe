using System;
using System.Linq;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

public sealed class TestPHBatchExportDestinationTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Fact]
    public void Runs_every_step_of_a_stored_export_in_order()
    {
        var steps = _c.Good("Test-PHBatchExportDestination events-to-s3").As<DestinationTestStep>();
        Assert.Equal([0, 1, 2], steps.Select(s => s.Step));
        Assert.All(steps, s => Assert.Equal(("Passed", "AwsS3"), (s.Status, s.DestinationType)));
        Assert.All(steps, s => Assert.NotNull(s.BatchExportId));
        Assert.Equal(3, _c.Writes.Count);
    }

    [Fact]
    public void Tests_a_destination_that_no_export_uses_yet()
    {
        var steps = _c.Good("New-PHBatchExportDestination -Snowflake -Database d -Warehouse w -Schema s -IntegrationId 1003 | Test-PHBatchExportDestination")
            .As<DestinationTestStep>();
        Assert.Equal(4, steps.Count);
        Assert.All(steps, s => Assert.Null(s.BatchExportId));
    }

    [Fact]
    public void WhatIf_runs_no_step()
    {
        Assert.Empty(_c.Run("Test-PHBatchExportDestination events-to-s3 -WhatIf").Clean().Objects);
        Assert.Empty(_c.Writes);
    }

    [Theory]
    [InlineData("PostHog.InvalidDestinationType", "Test-PHBatchExportDestination events-to-postgres")]
    [InlineData("PostHog.Validation", "Test-PHBatchExportDestination @{ type = 'BigQuery'; config = @{ dataset_id = 'd' } }")]
    [InlineData("PostHog.NotFound", "Test-PHBatchExportDestination no-such")]
    [InlineData("PostHog.InvalidBatchExport", "Test-PHBatchExportDestination ([pscustomobject]@{ A = 1 })")]
    public void Bad_input_has_an_id_of_its_own(string errorId, string script) => _c.Bad(errorId, script);

    [Fact]
    public void Stops_at_the_first_failure_unless_told_otherwise()
    {
        const string Broken = "@{ type = 'AwsS3'; config = @{ bucket_name = 'missing-bucket'; region = 'r'; prefix = 'p' }; integration = 1001 }";
        var steps = _c.Run($"Test-PHBatchExportDestination {Broken}").Clean().As<DestinationTestStep>();
        int failed = steps.TakeWhile(s => s.Status != "Failed").Count();
        Assert.All(steps.Skip(failed + 1), s => Assert.Equal("Skipped", s.Status));
        Assert.Equal(failed + 1, _c.Writes.Count);
        _c.Run($"Test-PHBatchExportDestination {Broken} -ContinueOnFailure").Clean();
        Assert.Equal(steps.Count, _c.Writes.Count);
    }

    [Theory]
    [InlineData("revenue-by-day", "BigQuery")]
    [InlineData("events-to-s3", "AwsS3")]
    [InlineData("events-to-minio", "S3Compatible")]
    [InlineData("events-to-bigquery", "BigQuery")]
    [InlineData("persons-to-snowflake", "Snowflake")]
    [InlineData("events-to-databricks", "Databricks")]
    [InlineData("persons-to-azure", "AzureBlob")]
    [InlineData("weekly-sessions-to-s3", "AwsS3")]
    public void Every_stored_export_is_tested_whatever_its_model_and_interval(string export, string type)
    {
        var steps = _c.Good($"Get-PHBatchExport '{export}' | Test-PHBatchExportDestination").As<DestinationTestStep>();
        Assert.True(steps.Count >= 2);
        Assert.All(steps, s => Assert.Equal(("Passed", type), (s.Status, s.DestinationType)));
        // The server has the config; sent back it would be judged as a new one's.
        Assert.All(_c.Writes, w => Assert.Contains("\"config\":{}", w.Body!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Several_exports_are_tested_one_after_the_other()
    {
        var steps = _c.Good("Test-PHBatchExportDestination events-to-s3, revenue-by-day; 'events-to-minio', 'persons-to-azure' | Test-PHBatchExportDestination")
            .As<DestinationTestStep>();
        Assert.Equal(4, steps.Select(s => s.BatchExportId).Distinct().Count());
        Assert.All(steps, s => Assert.Equal("Passed", s.Status));
    }
}
