using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A test shows the message; only -Send sends it, after a question.</summary>
public sealed class TestPHBatchExportAlertTests : IAsyncLifetime
{
    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Trait("Speed", "Slow")]
    [Fact]
    public void The_message_is_shown_and_not_sent()
    {
        BatchExportAlertTest test = _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert").Clean().As<BatchExportAlertTest>().Single();
        Assert.Equal(("success", false, "Failed", "Slack", "C0DATAOPS"), (test.Status, test.Sent, test.On, test.Channel, test.Target));
        Assert.Contains(test.Log, line => line.Contains("Batch export events-to-s3 failed: This is a test of the alert", StringComparison.Ordinal));
        JsonNode body = JsonNode.Parse(_bench.Writes().Single().Body)!;
        Assert.True(body["mock_async_functions"]!.GetValue<bool>());
        Assert.Equal("$batch_export_run_failed", body["globals"]!["event"]!["event"]!.ToString());
        Assert.Empty(_bench.Run("(Invoke-PHRestMethod \"api/projects/101/hog_functions/$((Get-PHBatchExportAlert).Id)/logs/?search=test%20of%20the%20alert\").results").Clean().Objects);
    }

    [Fact]
    public void One_that_is_off_is_a_warning()
    {
        _bench.Prepare("Get-PHBatchExportAlert | Set-PHBatchExportAlert -Enabled:$false");
        Assert.Contains("is off", Assert.Single(_bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert").Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$test")]
    [InlineData("($test | ConvertTo-Csv | ConvertFrom-Csv)")]
    [InlineData("($test | Select-Object AlertId, ProjectId)")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($test))")]
    public void The_result_stands_for_its_alert(string piped)
    {
        _bench.Prepare("$test = Get-PHBatchExportAlert | Test-PHBatchExportAlert");
        Assert.Equal("Off", _bench.Run(piped + " | Set-PHBatchExportAlert -Enabled:$false -PassThru").Clean().As<BatchExportAlert>().Single().State);
        _bench.Run(piped + " | Remove-PHBatchExportAlert -Confirm:$false").Clean();
        Assert.Empty(_bench.Run("Get-PHBatchExportAlert").Clean().Objects);
    }

    [Fact]
    public void WhatIf_runs_nothing_at_all()
    {
        Assert.Contains("Test without sending", _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -WhatIf").Clean().Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Every_message_of_the_module_is_complete()
    {
        foreach (string state in new[] { "Failed", "Paused", "BillingBlocked", "Cancelled", "Completed" })
        {
            BatchExportAlertTest test = _bench.Run($"New-PHBatchExportAlert events-to-s3 -Slack -Channel C0TEST1 -On {state} | Test-PHBatchExportAlert").Clean().As<BatchExportAlertTest>().Single();
            string line = test.Log.Single(text => text.StartsWith("fetch(", StringComparison.Ordinal));
            Assert.Equal(state, test.On);
            Assert.Contains("events-to-s3", line, StringComparison.Ordinal);
            Assert.DoesNotContain("{event", line, StringComparison.Ordinal);
        }
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void Send_asks_first_and_says_that_it_was_sent()
    {
        _bench.Shell.UI.Answers.Enqueue("No");
        Assert.Empty(_bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -Send").Clean().Objects);
        Assert.Contains("C0DATAOPS", Assert.Single(_bench.Shell.UI.Prompts), StringComparison.Ordinal);
        Assert.Empty(_bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -Send -WhatIf").Clean().Objects);
        Assert.Empty(_bench.Writes());
        Assert.True(_bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -Send -Confirm:$false").Clean().As<BatchExportAlertTest>().Single().Sent);
        Assert.Single(_bench.Run("(Invoke-PHRestMethod \"api/projects/101/hog_functions/$((Get-PHBatchExportAlert).Id)/logs/?search=test%20of%20the%20alert\").results").Clean().Objects);
    }

    [Fact]
    public void A_message_whose_answer_was_lost_is_not_sent_again()
    {
        _bench.Faults.Add(FaultKind.Drop, "POST", "*/invocations/*", nth: 1, times: 1, afterProcessing: true);
        ShellResult result = _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -Send -Confirm:$false");
        Assert.StartsWith("PostHog.FateUnknown", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_bench.Writes());
        _bench.Requests.Clear();
        _bench.Faults.Add(FaultKind.Drop, "POST", "*/invocations/*", nth: 1, times: 1, afterProcessing: true);
        _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert").Clean();
        Assert.Equal(2, _bench.Writes().Count);
    }

    [Fact]
    public void An_event_that_the_alert_does_not_tell_of_is_a_warning()
    {
        ShellResult result = _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -On Completed");
        Assert.Equal("skipped", result.As<BatchExportAlertTest>().Single().Status);
        Assert.Contains("does not tell of Completed", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_function_comes_in_the_servers_words()
    {
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 400, Method = "POST", Path = "*/invocations/*", Body = """{"inputs__text":["Invalid template: mismatched braces"]}""" });
        ShellResult result = _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert");
        Assert.Contains("mismatched braces", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_function_are_in_the_log()
    {
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "POST", Path = "*/invocations/*", Body = """{"status":"error","errors":["channel_not_found"],"logs":[{"level":"error","message":"Slack said no"}]}""" });
        BatchExportAlertTest test = _bench.Run("Get-PHBatchExportAlert | Test-PHBatchExportAlert -Send -Confirm:$false").Clean().As<BatchExportAlertTest>().Single();
        Assert.Equal(("error", false), (test.Status, test.Sent));
        Assert.Equal(["Slack said no", "channel_not_found"], test.Log);
    }
}
