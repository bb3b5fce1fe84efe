using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using PostHogPS.Binding;
using PostHogPS.Commands;
using Xunit;
using PostHogPS.Destinations;

namespace PostHogPS.Module.Tests.Promises.Input;

/// <summary>Words that people write in any case reach the server in its own spelling.</summary>
public sealed class SpellingTests : IDisposable
{
    private readonly SandboxShell _c = new();

    public void Dispose() => _c.Dispose();

    [Theory]
    [InlineData("New-PHBatchExport a @{ type = 'NOOP'; config = @{} } -Model PERSONS -Interval DAY -Timezone europe/berlin", "\"type\":\"NoOp\"",
        "\"model\":\"persons\"", "\"interval\":\"day\"", "\"timezone\":\"Europe/Berlin\"")]
    [InlineData("New-PHBatchExport a @{ type = 'noop'; config = @{} } -Model HogQL -HogQLQuery 'SELECT uuid FROM events' -IncrementalMode merge -PrimaryKey uuid", "\"model\":\"hogql\"", "\"incremental_mode\":\"MERGE\"")]
    [InlineData("New-PHBatchExport a @{ Type = 'awss3'; Config = @{ Bucket_Name = 'B'; REGION = 'r'; prefix = 'P'; file_format = 'PARQUET'; compression = 'ZSTD'; encryption = 'aes256' }; integration = 1001 }", "\"type\":\"AwsS3\"", "\"bucket_name\":\"B\"", "\"region\":\"r\"", "\"prefix\":\"P\"", "\"file_format\":\"Parquet\"", "\"compression\":\"zstd\"", "\"encryption\":\"AES256\"")]
    [InlineData("New-PHBatchExport a @{ type = 'noop'; config = @{} } -Filter @{ type = 'EVENT'; key = 'Plan'; value = 'Pro' }", "\"type\":\"event\"",
        "\"key\":\"Plan\"")]
    [InlineData("New-PHBatchExport a (New-PHBatchExportDestination -AwsS3 -BucketName b -Region r -Prefix p -FileFormat jsonlines -Compression GZIP -IntegrationId 1001)", "\"file_format\":\"JSONLines\"", "\"compression\":\"gzip\"")]
    [InlineData("Set-PHBatchExport events-to-s3 -Timezone AMERICA/NEW_YORK -Interval WEEK", "\"timezone\":\"America/New_York\"", "\"interval\":\"week\"")]
    [InlineData("Set-PHBatchExport events-to-s3 -Destination @{ File_Format = 'PARQUET'; compression = 'BROTLI' }", "\"file_format\":\"Parquet\"",
        "\"compression\":\"brotli\"")]
    [InlineData("Start-PHFileDownload -Start -3h -Model EVENTS -FileFormat PARQUET -Compression SNAPPY", "\"model\":\"events\"", "\"format\":\"Parquet\"",
        "\"compression\":\"snappy\"")]
    [InlineData("Start-PHFileDownload -Model HOGQL -HogQLQuery 'SELECT uuid FROM events'", "\"model\":\"hogql\"",
        "\"hogql_query\":\"SELECT uuid FROM events\"")]
    [InlineData("Test-PHBatchExportDestination @{ type = 'azureblob'; config = @{ Container_Name = 'C' }; integration = 1008 }", "\"type\":\"AzureBlob\"",
        "\"container_name\":\"C\"")]
    public void Bodies_hold_the_servers_spelling(string line, params string[] parts)
    {
        _c.Good(line);
        string body = _c.Writes[0].Body!.Replace(" ", "", StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part.Replace(" ", "", StringComparison.Ordinal), body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-PHBatchExportRun events-to-s3 -Status FAILEDRETRYABLE, completed", "status=FailedRetryable", "status=Completed")]
    [InlineData("Get-PHBatchExportRun events-to-s3 -State FAILED", "status=FailedBilling")]
    [InlineData("Get-PHBatchExportLog events-to-s3 -Level error -Tail 1", "level=ERROR")]
    public void Queries_hold_the_servers_spelling(string line, params string[] parts)
    {
        _c.Good(line);
        Assert.All(parts, part => Assert.Contains(_c.Sent, r => r.Query?.Contains(part, StringComparison.Ordinal) == true));
    }

    [Theory]
    [InlineData(ServerWord.Timezone, "utc", "UTC")]
    [InlineData(ServerWord.Timezone, "africa/dar_es_salaam", "Africa/Dar_es_Salaam")]
    [InlineData(ServerWord.Timezone, "nowhere/port-au-prince", "Nowhere/Port-au-Prince")]
    [InlineData(ServerWord.Timezone, "Mixed/caseNobodyKnows", "Mixed/caseNobodyKnows")]
    [InlineData(ServerWord.Model, " Events ", "events")]
    [InlineData(ServerWord.Model, "GroupsOfTheFuture", "GroupsOfTheFuture")]
    [InlineData(ServerWord.RunStatus, "timedout", "TimedOut")]
    [InlineData(ServerWord.DestinationType, "http", "HTTP")]
    internal void Known_words_are_spelled_and_unknown_ones_are_left_alone(ServerWord kind, string typed, string sent) =>
        Assert.Equal(sent, ServerWords.Spell(kind, typed));

    [Fact]
    public void Every_setting_that_a_parameter_fills_is_a_known_setting()
    {
        IEnumerable<string> keys = typeof(NewPHBatchExportDestinationCommand).GetProperties()
            .Select(p => p.GetCustomAttribute<ConfigKeyAttribute>()?.Key).OfType<string>().SelectMany(k => k.Split('.'));
        Assert.Empty(keys.Except(DestinationSchema.Names));
    }
}
