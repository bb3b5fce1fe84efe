using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Alerts are found also when PostHog's own page made them, and distinguished from other functions.</summary>
public sealed class GetPHBatchExportAlertTests : IAsyncLifetime
{
    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void The_one_of_the_web_page_is_shown_as_such_and_other_functions_are_not()
    {
        BatchExportAlert found = Assert.Single(_bench.Run("Get-PHBatchExportAlert").Clean().As<BatchExportAlert>());
        Assert.Equal(("Post to Slack on batch export failure", "WebPage", "Slack", "C0DATAOPS"), (found.Name, found.MadeBy, found.Channel, found.Target));
        Assert.Equal(["Failed"], found.On);
        Assert.Equal(["events-to-s3"], found.BatchExportName);
        Assert.Equal(TimeSpan.FromHours(1), found.QuietTime);
        Assert.Equal("robin.vega@northwind.example", found.CreatedBy!.Email);
    }

    [Fact]
    public void Alerts_of_an_export_are_its_own_and_those_about_all()
    {
        _bench.Prepare("New-PHBatchExportAlert events-to-bigquery -Slack -Channel C0TEST1 -Name one; New-PHBatchExportAlert -Slack -Channel C0TEST1 -Name all");
        Assert.Equal(["all", "Post to Slack on batch export failure"], Names("Get-PHBatchExport events-to-s3 | Get-PHBatchExportAlert"));
        Assert.Equal(["all", "one"], Names("Get-PHBatchExportAlert events-to-bigquery"));
        Assert.Equal(["all", "one", "Post to Slack on batch export failure"], Names("Get-PHProject -Id 101 | Get-PHBatchExportAlert"));
        Assert.Equal(["all", "one", "Post to Slack on batch export failure"], Names("Get-PHBatchExport events-to-s3, events-to-bigquery | Get-PHBatchExportAlert").Order());
        Assert.Equal(["all", "one"], Names("Get-PHBatchExportAlert -Name all, on*").Order());
        Assert.Empty(Names("Get-PHBatchExportAlert -Channel Discord"));
    }

    [Fact]
    public void All_projects_are_read_side_by_side()
    {
        _bench.Prepare("New-PHBatchExportAlert -ProjectId 102 -Slack -Channel C0TEST1");
        Assert.Equal([101, 102], _bench.Run("Get-PHBatchExportAlert -AllProjects").Clean().As<BatchExportAlert>().Select(a => a.ProjectId).Order());
        Assert.StartsWith("PostHog.ConnectionMismatch", _bench.Run("Get-PHBatchExportAlert -AllProjects -ProjectId 102").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.Validation", _bench.Run("Get-PHBatchExportAlert events-to-s3 -AllProjects").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", 1)]
    [InlineData("nob*", 0)]
    public void A_name_that_nobody_bears_is_an_error_and_a_pattern_is_not(string name, int errors) =>
        Assert.Equal(errors, _bench.Run($"Get-PHBatchExportAlert -Name '{name}'").Errors.Count);

    [Fact]
    public async Task Lists_of_older_servers_have_no_inputs_and_each_is_read_by_its_id()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = "A" } } });
        bench.Prepare("""
            Invoke-PHRestMethod api/projects/101/hog_functions/ -Method POST -Body @{ type = 'internal_destination'; template_id = 'template-slack'; name = 'by hand'
                filters = @{ events = @(@{ id = '$batch_export_run_failed'; type = 'events' }) }; inputs = @{ slack_workspace = @{ value = 1009 }; channel = @{ value = 'C9' } } }
            """);
        ShellResult result = bench.Run("Get-PHBatchExportAlert -Name 'by hand'");
        BatchExportAlert found = Assert.Single(result.As<BatchExportAlert>());
        Assert.Equal(("by hand", "C9", "Other", "Off"), (found.Name, found.Target, found.MadeBy, found.State));
        Assert.Contains("never send a message", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "DisabledByServer")]
    [InlineData("12", "DisabledByServer")]
    [InlineData("2", "Degraded")]
    [InlineData("0", "Unknown")]
    [InlineData("99", "Unknown")]
    public void The_health_that_the_server_sees_is_the_state(string state, string shown)
    {
        Answer($$$"""{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"x","enabled":true,"inputs":{},"filters":{"events":[{"id":"$batch_export_paused"}]},"status":{"state":{{{state}}},"tokens":0}}""");
        Assert.Equal(shown, _bench.Run("Get-PHBatchExportAlert").Clean().As<BatchExportAlert>().Single().State);
    }

    [Theory]
    // The filter inside the event, a list of values, another comparison, another property, none.
    [InlineData("""{"events":[{"id":"$batch_export_paused","properties":[{"key":"batch_export_id","value":"ID","operator":"exact","type":"event"}]}]}""", false, 1)]
    [InlineData("""{"events":[{"id":"$batch_export_paused"}],"properties":[{"key":"batch_export_id","value":["ID"],"operator":"exact","type":"event"}]}""", false, 1)]
    [InlineData("""{"events":[{"id":"$batch_export_paused"}],"properties":[{"key":"batch_export_id","value":"ID","operator":"is_not","type":"event"}]}""", false, 0)]
    [InlineData("""{"events":[{"id":"$batch_export_paused"}],"properties":[{"key":"destination_type","value":"S3","operator":"exact","type":"event"}]}""", false, 0)]
    [InlineData("""{"events":[{"id":"$batch_export_paused"}],"properties":[]}""", true, 0)]
    public void Filters_of_any_form_are_read(string filters, bool all, int exports)
    {
        string id = _bench.Run("(Get-PHBatchExport events-to-s3).Id").Clean().Objects.Single().ToString()!;
        Answer($$"""{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"x","enabled":true,"inputs":{},"filters":{{filters.Replace("ID", id, StringComparison.Ordinal)}}}""");
        BatchExportAlert found = _bench.Run("Get-PHBatchExportAlert").Clean().As<BatchExportAlert>().Single();
        Assert.Equal((all, exports), (found.AllBatchExports, found.BatchExportId.Length));
    }

    [Fact]
    public void An_alert_whose_filter_is_not_known_is_shown_as_such()
    {
        Answer("""{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"x","enabled":true,"inputs":{},"filters":{"events":[{"id":"$batch_export_paused"}],"properties":[{"key":"a","type":"hogql"}]}}""");
        Assert.Contains("(other filter)", _bench.Run("Get-PHBatchExportAlert | Out-String").Clean().Objects.Single().ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alert_whose_exports_are_gone_is_not_healthy_and_says_so()
    {
        _bench.Prepare("$alert = New-PHBatchExportAlert events-to-bigquery -Slack -Channel C0TEST1; Remove-PHBatchExport events-to-bigquery -Confirm:$false");
        BatchExportAlert found = _bench.Run("Get-PHBatchExportAlert -Name $alert.Name").Clean().As<BatchExportAlert>().Single();
        Assert.Equal("ExportsRemoved", found.State);
        Assert.Equal([found.BatchExportId[0] + " (removed)"], found.BatchExportName);
        Assert.Contains("… (removed)", _bench.Run("Get-PHBatchExportAlert | Out-String -Width 120").Clean().Objects.Single().ToString(), StringComparison.Ordinal);
        Assert.Contains("do not exist any more", Assert.Single(_bench.Run("$alert | Test-PHBatchExportAlert").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alert_about_another_export_is_named_as_that()
    {
        _bench.Prepare("$null = New-PHBatchExportAlert events-to-bigquery -Slack -Channel C0TEST1 -Name ty");
        ShellResult result = _bench.Run("Get-PHBatchExportAlert events-to-s3 -Name ty");
        Assert.StartsWith("PostHog.NotFound", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("not about the batch exports that were given", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_results_stay_on_a_screen_of_80()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Width = 80 });
        string text = string.Concat(bench.Run("Get-PHBatchExportAlert | Out-String; Get-PHBatchExportAlert | Test-PHBatchExportAlert | Out-String").Clean().Objects);
        Assert.Equal(2, text.Split("Post to Slack on batch export").Length - 1);
        Assert.All(text.Split('\n'), static line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains("success", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_fits_a_screen_of_120()
    {
        _bench.Prepare("$uri = ConvertTo-SecureString https://hooks.northwind.example/x -AsPlainText -Force; New-PHBatchExportAlert -Webhook -Uri $uri; New-PHBatchExportAlert events-to-s3, events-to-bigquery -Slack -Channel C0TEST1");
        string text = _bench.Run("Get-PHBatchExportAlert | Out-String -Width 120").Clean().Objects.Single().ToString()!;
        Assert.Contains("PostHogPS", text, StringComparison.Ordinal);
        Assert.Contains("Webhook hooks.northwind.example", text, StringComparison.Ordinal);
        Assert.Contains("events-to-s3 +1", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
    }

    private void Answer(string item) => _bench.Faults.Add(new Fault
    {
        Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/hog_functions/*", Times = 0, Body = $$"""{"count":1,"next":null,"previous":null,"results":[{{item}}]}""",
    });

    private IEnumerable<string> Names(string line) => _bench.Run(line).Clean().As<BatchExportAlert>().Select(alert => alert.Name);
}
