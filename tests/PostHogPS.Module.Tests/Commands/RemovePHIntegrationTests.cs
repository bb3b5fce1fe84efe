using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Credentials are removed only where nothing uses them, on servers that do not look as well.</summary>
public sealed class RemovePHIntegrationTests : IAsyncLifetime
{
    private const string Made = "$made = New-PHIntegration -AwsS3 made -RoleArn arn:aws:iam::123456789012:role/r; ";
    private const string Copy = "$copy = New-PHBatchExportDestination -Redshift -IntegrationId 1005 -Database d -HostName h.example.com -Mode COPY -CopyBucket b -CopyRegion r ";

    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("$made | Remove-PHIntegration -Confirm:$false")]
    [InlineData("Remove-PHIntegration $made.Id -Confirm:$false")]
    [InlineData("Remove-PHIntegration $made.DisplayName -Confirm:$false")]
    [InlineData("$made | ConvertTo-Csv | ConvertFrom-Csv | Remove-PHIntegration -Confirm:$false")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($made)) | Remove-PHIntegration -Confirm:$false")]
    public void One_that_nothing_uses_is_removed(string line)
    {
        _bench.Run(Made).Clean();
        _bench.Requests.Clear();
        Assert.Empty(_bench.Run(line).Clean().Objects);
        Assert.Equal("DELETE", Assert.Single(_bench.Writes()).Method);
        Assert.StartsWith("PostHog.NotFound", _bench.Run(line).Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public async Task One_in_use_is_refused_with_the_names_by_every_server(string generation)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = generation } } });
        ShellResult result = bench.Run("$used = Get-PHIntegration -IncludeUsedBy | Where-Object { $_.UsedBy } | Select-Object -First 1; $used.UsedBy[0].Name; $used | Remove-PHIntegration -Confirm:$false");
        Assert.StartsWith("PostHog.IntegrationInUse", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"'{result.Objects.Single()}'", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    [Theory]
    [InlineData("-CopyBucketCredential $made -CopyAuthorization arn:aws:iam::123456789012:role/posthog")]
    [InlineData("-CopyBucketCredential 1001 -CopyAuthorization $made.Id")]
    public void One_in_the_COPY_settings_of_an_export_is_refused_where_PostHog_would_delete_it(string access)
    {
        _bench.Run(Made + Copy + access + "; $null = New-PHBatchExport copied $copy -Paused").Clean();
        _bench.Requests.Clear();
        ShellResult result = _bench.Run("$made | Remove-PHIntegration -Confirm:$false");
        Assert.StartsWith("PostHog.IntegrationInUse", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'copied'", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        Assert.Equal("copied", Assert.Single(_bench.Run("Get-PHIntegration $made.Id -IncludeUsedBy").Clean().As<Integration>().Single().UsedBy!).Name);
    }

    [Fact]
    public void What_PostHog_refuses_is_repeated_in_its_words()
    {
        _bench.Run(Made).Clean();
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = "DELETE", Body = """
            {"type":"validation_error","code":"invalid_input","attr":null,"detail":"This integration is used by active workflows: Welcome and enabled data pipelines: To bucket. Update them to use a different integration before disconnecting it."}
            """ });
        ShellResult result = _bench.Run("$made | Remove-PHIntegration -Confirm:$false");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("active workflows: Welcome and enabled data pipelines: To bucket", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$made | Remove-PHIntegration -Confirm:$false")]
    [InlineData("Get-PHIntegration -Unused | Remove-PHIntegration -Confirm:$false")]
    public void An_export_that_could_not_be_read_may_be_the_one_that_uses_it(string line)
    {
        _bench.Run(Made).Clean();
        _bench.Requests.Clear();
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/batch_exports/*", Times = 0,
            Body = """{"count":1,"next":null,"previous":null,"results":[{"id":null,"name":"x"}]}""" });
        ShellResult result = _bench.Run(line);
        Assert.StartsWith("PostHog.ListIncomplete", result.Errors[^1].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Other_kinds_are_refused_since_their_users_cannot_be_read()
    {
        ShellResult result = _bench.Run("Remove-PHIntegration 1009 -Confirm:$false");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        Assert.DoesNotContain("1009", _bench.Shell.Complete("Remove-PHIntegration ").Select(static c => c.CompletionText));
    }

    [Fact]
    public void It_asks_and_WhatIf_deletes_nothing()
    {
        _bench.Run(Made).Clean();
        _bench.Requests.Clear();
        Assert.Contains("made (AWS role", _bench.Run("$made | Remove-PHIntegration -WhatIf").Clean().Text, StringComparison.Ordinal);
        _bench.Shell.UI.Answers.Enqueue("No");
        _bench.Run("$made | Remove-PHIntegration").Clean();
        Assert.Single(_bench.Shell.UI.Prompts);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void A_delete_whose_answer_was_lost_is_done_when_it_is_gone()
    {
        _bench.Run(Made).Clean();
        _bench.Faults.Add(FaultKind.Drop, "DELETE", "*/integrations/*", nth: 1, times: 1, afterProcessing: true);
        _bench.Run("$made | Remove-PHIntegration -Confirm:$false").Clean();
    }
}
