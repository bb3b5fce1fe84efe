using System;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Alerts are removed softly, and nothing but alerts.</summary>
public sealed class RemovePHBatchExportAlertTests : IAsyncLifetime
{
    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void One_is_removed_softly_and_how_it_comes_back_is_said()
    {
        ShellResult result = _bench.Run("$alert = Get-PHBatchExportAlert; $alert | Remove-PHBatchExportAlert -Confirm:$false -Verbose");
        Assert.Equal("""{"deleted":true}""", _bench.Writes().Single().Body);
        Assert.Empty(_bench.Run("Get-PHBatchExportAlert").Clean().Objects);
        string line = result.Verbose.Single(text => text.Contains("comes back by ", StringComparison.Ordinal)).Split("comes back by ")[1].TrimEnd('.');
        _bench.Run("$null = " + line).Clean();
        Assert.Single(_bench.Run("Get-PHBatchExportAlert").Clean().Objects);
    }

    [Fact]
    public void A_function_for_something_else_is_refused()
    {
        _bench.Run("$other = (Invoke-PHRestMethod 'api/projects/101/hog_functions/?search=Activity').results[0].id").Clean();
        ShellResult result = _bench.Run("Remove-PHBatchExportAlert $other -Confirm:$false");
        Assert.StartsWith("PostHog.InvalidBatchExportAlert", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Theory]
    [InlineData("Get-PHBatchExport events-to-s3 | Remove-PHBatchExportAlert -Confirm:$false")]
    [InlineData("Remove-PHBatchExportAlert 5 -Confirm:$false")]
    [InlineData("Remove-PHBatchExportAlert nobody -Confirm:$false")]
    public void What_names_no_alert_removes_nothing(string line)
    {
        Assert.NotNull(_bench.Run(line).Error);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void It_asks_and_WhatIf_removes_nothing()
    {
        Assert.Contains("Post to Slack", _bench.Run("Get-PHBatchExportAlert | Remove-PHBatchExportAlert -WhatIf").Clean().Text, StringComparison.Ordinal);
        _bench.Shell.UI.Answers.Enqueue("No");
        _bench.Run("Get-PHBatchExportAlert | Remove-PHBatchExportAlert").Clean();
        Assert.Single(_bench.Shell.UI.Prompts);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void A_removal_whose_answer_was_lost_is_sent_again()
    {
        _bench.Faults.Add(FaultKind.Drop, "PATCH", "*/hog_functions/*", nth: 1, times: 1, afterProcessing: true);
        _bench.Run("Get-PHBatchExportAlert | Remove-PHBatchExportAlert -Confirm:$false").Clean();
        Assert.Equal(2, _bench.Writes().Count);
    }
}
