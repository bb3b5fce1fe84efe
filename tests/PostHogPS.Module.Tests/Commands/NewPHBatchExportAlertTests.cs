using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Alerts are made once, for the exports that were meant, and only where messages will come.</summary>
public sealed class NewPHBatchExportAlertTests : IAsyncLifetime
{
    private const string Address = "https://hooks.northwind.example/services/T0/B0/PlantedPathOfTheHook";
    private const string Uri = "$uri = ConvertTo-SecureString '" + Address + "' -AsPlainText -Force; ";

    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void One_for_an_export_looks_as_the_web_page_makes_it()
    {
        BatchExportAlert made = _bench.Run("New-PHBatchExportAlert events-to-s3 -Slack -Channel '#data-ops'").Clean().As<BatchExportAlert>().Single();
        JsonNode body = Body();
        Assert.Equal(("internal_destination", "template-slack", true), (body["type"]!.ToString(), body["template_id"]!.ToString(), body["enabled"]!.GetValue<bool>()));
        Assert.Equal(["$batch_export_run_failed", "$batch_export_paused", "$batch_export_run_failed_billing"], Ids(body));
        JsonNode filter = Assert.Single(body["filters"]!["properties"]!.AsArray())!;
        Assert.Equal(("batch_export_id", "event", "exact", made.BatchExportId.Single().ToString()),
            (filter["key"]!.ToString(), filter["type"]!.ToString(), filter["operator"]!.ToString(), filter["value"]!.ToString()));
        Assert.Null(body["filters"]!["source"]);
        Assert.Equal(3600, body["masking"]!["ttl"]!.GetValue<int>());
        Assert.Equal((1009, "#data-ops"), (body["inputs"]!["slack_workspace"]!["value"]!.GetValue<int>(), body["inputs"]!["channel"]!["value"]!.ToString()));
        Assert.Equal(("Slack", "#data-ops", 1009, "PostHogPS", "Healthy"), (made.Channel, made.Target, made.IntegrationId, made.MadeBy, made.State));
        Assert.Equal(["events-to-s3"], made.BatchExportName);
        Assert.Equal(["Failed", "Paused", "BillingBlocked"], made.On);
        Assert.Equal("events-to-s3 to Slack", made.Name);
        Assert.False(made.AllBatchExports);
    }

    [Fact]
    public void Several_exports_share_one_and_a_project_has_one_for_all()
    {
        BatchExportAlert several = _bench.Run("Get-PHBatchExport events-to-s3, events-to-bigquery | New-PHBatchExportAlert -Slack -Channel C0TEST1").Clean().As<BatchExportAlert>().Single();
        Assert.Equal(["events-to-s3", "events-to-bigquery"], several.BatchExportName);
        Assert.Equal(several.BatchExportId.Select(id => id.ToString()), Body()["filters"]!["properties"]![0]!["value"]!.AsArray().Select(v => v!.ToString()));
        Assert.Equal("events-to-s3 +1 to Slack", several.Name);
        _bench.Requests.Clear();
        BatchExportAlert all = _bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1 -On completed -Name Done -QuietTime 0").Clean().As<BatchExportAlert>().Single();
        Assert.Null(Body()["filters"]!["properties"]);
        Assert.Null(Body()["masking"]);
        Assert.True(all is { AllBatchExports: true, Name: "Done", QuietTime: null });
        Assert.Equal(["$batch_export_run_completed"], Ids(Body()));
    }

    [Fact]
    public void Exports_of_two_projects_get_one_alert_in_each()
    {
        string line = "(Get-PHBatchExport events-to-s3), (Get-PHBatchExport events-to-s3 -ProjectId 102) | New-PHBatchExportAlert -Slack -Channel C0TEST1";
        IReadOnlyList<BatchExportAlert> made = _bench.Run(line).Clean().As<BatchExportAlert>();
        Assert.Equal([101, 102], made.Select(alert => alert.ProjectId));
        Assert.Equal([1009, 2009], made.Select(alert => alert.IntegrationId!.Value));
    }

    [Theory]
    [InlineData("Webhook", "url", "body")]
    [InlineData("Teams", "webhookUrl", "text")]
    [InlineData("Discord", "webhookUrl", "content")]
    public void An_address_is_sent_and_only_its_host_is_shown(string channel, string key, string message)
    {
        ShellResult result = _bench.Run(Uri + $"New-PHBatchExportAlert events-to-s3 -{channel} -Uri $uri -On Failed -Verbose -Debug");
        BatchExportAlert made = result.As<BatchExportAlert>().Single();
        Assert.Equal(Address, Body()["inputs"]![key]!["value"]!.ToString());
        Assert.Contains("{event.properties.batch_export_name} failed", Body()["inputs"]![message]!["value"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((channel, "hooks.northwind.example"), (made.Channel, made.Target));
        Assert.DoesNotContain("PlantedPathOfTheHook", string.Join("\n", result.Debug.Concat(result.Verbose).Append(result.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_gets_what_a_program_needs()
    {
        _bench.Run(Uri + "New-PHBatchExportAlert -Webhook -Uri $uri -Header @{ 'X-Team' = 'data' } -Message 'see {event.properties.error}'").Clean();
        JsonNode inputs = Body()["inputs"]!;
        Assert.Equal(("data", "POST", "see {event.properties.error}"), (inputs["headers"]!["value"]!["X-Team"]!.ToString(), inputs["method"]!["value"]!.ToString(), inputs["body"]!["value"]!["text"]!.ToString()));
        Assert.Equal("{event.properties.batch_export_run_id}", inputs["body"]!["value"]!["batch_export_run_id"]!.ToString());
        Assert.Equal(["X-Team"], _bench.Run("Get-PHBatchExportAlert -Channel Webhook").Clean().As<BatchExportAlert>().Single().HeaderName);
    }

    [Theory]
    [InlineData("@{ Authorization = 'Bearer x' }")]
    [InlineData("@{ 'X-Api-Key' = 'x' }")]
    [InlineData("@{ 'X-Note' = $secret }")]
    [InlineData("@{ 'X-Note' = 'phx_abcdefghijklmnop' }")]
    public void A_secret_in_a_header_is_refused_without_force(string header)
    {
        ShellResult result = _bench.Run(Uri + $"New-PHBatchExportAlert -Webhook -Uri $uri -Header {header}");
        Assert.StartsWith("PostHog.SecretInHeader", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("can read them", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_bench.Requests.All);
        _bench.Run(Uri + $"New-PHBatchExportAlert -Webhook -Uri $uri -Header {header} -Force").Clean();
        Assert.Single(_bench.Writes());
    }

    [Theory]
    [InlineData("-Slack -Channel C0TEST1", "-Slack -Channel C0TEST2")]
    [InlineData("-Slack -Channel C0TEST1", "-Slack -Channel C0TEST1 -On Failed")]
    [InlineData("-Webhook -Uri $uri", "-Webhook -Uri (ConvertTo-SecureString 'https://hooks.northwind.example/another' -AsPlainText -Force)")]
    public void The_same_again_is_refused_and_another_one_is_made(string first, string other)
    {
        _bench.Run(Uri + "$null = New-PHBatchExportAlert events-to-s3 " + first).Clean();
        _bench.Requests.Clear();
        ShellResult again = _bench.Run("New-PHBatchExportAlert events-to-s3 " + first);
        Assert.StartsWith("PostHog.AlertExists", again.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        _bench.Run("New-PHBatchExportAlert events-to-s3 " + other).Clean();
        _bench.Run("New-PHBatchExportAlert events-to-s3 -Force " + first).Clean();
        Assert.Equal(2, _bench.Writes().Count);
    }

    [Fact]
    public void The_one_of_the_web_page_is_the_same_too()
    {
        ShellResult result = _bench.Run("New-PHBatchExportAlert events-to-s3 -Slack -Channel C0DATAOPS -On Failed");
        Assert.StartsWith("PostHog.AlertExists", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Post to Slack on batch export failure", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("Legacy")]
    public async Task A_server_that_never_sends_these_events_is_refused_with_the_reason(string generation)
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Generation = generation } } });
        ShellResult result = bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1");
        Assert.StartsWith("PostHog.NotSupported", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("never send a message", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(bench.Writes());
    }

    [Fact]
    public void A_project_without_exports_cannot_tell_and_says_so()
    {
        using Scene scene = Scene.Of();
        ShellResult result = scene.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1");
        Assert.Empty(result.Errors);
        Assert.Contains("no batch export", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_paid_for_is_told_in_words()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Server = new() { Sandbox = new() { Pipelines = false } } });
        ShellResult result = bench.Run(Uri + "New-PHBatchExportAlert -Webhook -Uri $uri");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("not free", result.Error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
        bench.Run("$uri = ConvertTo-SecureString https://a.webhook.office.com/x -AsPlainText -Force; New-PHBatchExportAlert -Teams -Uri $uri").Clean();
    }

    [Theory]
    [InlineData("none", "PostHog.NotFound")]
    [InlineData("two", "PostHog.AmbiguousName")]
    public void Slack_needs_one_workspace(string workspaces, string id)
    {
        string item = """{"id":N,"kind":"slack","display_name":"W","config":{},"created_at":null,"created_by":null,"errors":""}""";
        string items = workspaces == "none" ? "" : item.Replace("N", "1", StringComparison.Ordinal) + "," + item.Replace("N", "2", StringComparison.Ordinal);
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/integrations/*", Times = 0, Body = $$"""{"count":2,"next":null,"previous":null,"results":[{{items}}]}""" });
        Assert.StartsWith(id, _bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        ShellResult given = _bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1 -IntegrationId 2");
        Assert.Equal(workspaces == "two", given.Errors.Count == 0);
    }

    [Theory]
    [InlineData("Get-PHBatchExport 'nothing*' | New-PHBatchExportAlert -Slack -Channel C0TEST1", 0)]
    [InlineData("'events-to-s3', 'nobody' | New-PHBatchExportAlert -Slack -Channel C0TEST1", 1)]
    [InlineData("New-PHBatchExportAlert events-to-s3, nobody -Slack -Channel C0TEST1", 1)]
    [InlineData("New-PHBatchExportAlert 0199aaaa-0000-7000-8000-00000000dead -Slack -Channel C0TEST1", 1)]
    [InlineData("New-PHBatchExportAlert 'nothing*' -Slack -Channel C0TEST1", 0)]
    [InlineData("New-PHBatchExportAlert $null -Slack -Channel C0TEST1", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel C0TEST1 -Message '{{ event.event }}'", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel C0TEST1 -QuietTime 30s", 1)]
    [InlineData("New-PHBatchExportAlert -Webhook -Uri $secret", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel C0TEST1 -On @()", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel C0TEST1 -Name ' '", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel C0TEST1 -QuietTime 90.5", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel data-ops", 1)]
    [InlineData("New-PHBatchExportAlert -Slack -Channel C0TEST1 -IntegrationId 1001", 1)]
    [InlineData("New-PHBatchExportAlert -Webhook -Uri (ConvertTo-SecureString http://hooks.example/x -AsPlainText -Force)", 1)]
    public void What_is_not_clear_makes_no_alert_about_everything(string line, int errors)
    {
        Assert.Equal(errors, _bench.Run(line).Errors.Count);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void WhatIf_names_place_and_host_and_makes_nothing()
    {
        ShellResult result = _bench.Run("$uri = ConvertTo-SecureString https://discord.com/api/webhooks/1/x -AsPlainText -Force; New-PHBatchExportAlert events-to-s3, events-to-bigquery -Discord -Uri $uri -On Paused, Failed -WhatIf").Clean();
        Assert.Contains("to Discord (discord.com) in project 101", result.Text, StringComparison.Ordinal);
        Assert.Contains("about 'events-to-s3', 'events-to-bigquery', on Failed, Paused, quiet time 01:00:00", result.Text, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void A_host_that_does_not_fit_the_service_is_a_warning()
    {
        ShellResult result = _bench.Run(Uri + "New-PHBatchExportAlert events-to-s3 -Discord -Uri $uri");
        Assert.Contains("hooks.northwind.example", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(_bench.Writes());
    }

    [Fact]
    public void An_integration_of_another_kind_is_refused_with_the_command_that_lists_them()
    {
        ShellResult result = _bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1 -IntegrationId 1001");
        Assert.StartsWith("PostHog.NotFound", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Get-PHIntegration -Kind slack", result.Error.ErrorDetails!.RecommendedAction);
    }

    [Fact]
    public void No_value_of_a_header_is_ever_shown()
    {
        _bench.Prepare(Uri + "$hook = New-PHBatchExportAlert events-to-s3 -Webhook -Uri $uri -Header @{ 'X-Team' = 'PlantedTeam' }");
        ShellResult result = _bench.Run("$hook | Test-PHBatchExportAlert -Verbose -Debug | Format-List | Out-String");
        Assert.Contains("fetch(", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PlantedTeam", string.Join("\n", result.Debug.Concat(result.Verbose).Append(result.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_debug_log_of_any_endpoint_leaves_the_address_out()
    {
        _bench.Prepare(Uri + "$hook = New-PHBatchExportAlert events-to-s3 -Webhook -Uri $uri");
        ShellResult result = _bench.Run("Invoke-PHRestMethod \"api/projects/101/hog_functions/$($hook.Id)/\" -Raw -Debug");
        Assert.Contains("PlantedPathOfTheHook", result.Objects.Single().ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PlantedPathOfTheHook", string.Join("\n", result.Debug), StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_that_do_not_close_are_about_the_message()
    {
        ShellResult result = _bench.Run(Uri + "New-PHBatchExportAlert -Webhook -Uri $uri -Message 'see {event.event'");
        Assert.StartsWith("PostHog.Validation", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Message", result.Error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("not free", result.Error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_offers_workspaces_channels_and_alerts()
    {
        Assert.Equal(["1009"], Complete("New-PHBatchExportAlert -Slack -Channel C0TEST1 -IntegrationId "));
        Assert.Equal(["C0DATAOPS"], Complete("New-PHBatchExportAlert -Slack -Channel "));
        Assert.Equal(["'Post to Slack on batch export failure'"], Complete("Set-PHBatchExportAlert "));
        Assert.Equal(["Cancelled", "Completed"], Complete("New-PHBatchExportAlert -On C").Order());
    }

    [Fact]
    public void A_lost_answer_is_not_sent_again_and_the_list_tells()
    {
        _bench.Faults.Add(FaultKind.Drop, "POST", "*/hog_functions/*", nth: 1, times: 1, afterProcessing: true);
        ShellResult result = _bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1");
        Assert.StartsWith("PostHog.FateUnknown", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_bench.Writes());
        Assert.Contains("Get-PHBatchExportAlert", result.Error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.AlertExists", _bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_missing_scope_is_named()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_readonly_7f3a91c2e5b84d60" });
        ShellResult result = bench.Run("New-PHBatchExportAlert -Slack -Channel C0TEST1");
        Assert.StartsWith("PostHog.MissingScope", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("hog_function:write", result.Error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>From the failed run to the message, as the server's log of the function has it.</summary>
    [Theory]
    [InlineData("-On Failed", "Batch export wrong failed.", "no such bucket")]
    [InlineData("-On Paused", "Batch export wrong was paused by PostHog", "no such bucket")]
    [InlineData("", "Batch export wrong: a run failed, PostHog paused it or the billing limit stopped a run.", "no such bucket")]
    public void A_run_that_fails_reaches_the_channel(string on, string text, string error)
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "wrong", Interval = "every 5 minutes", StillWrong = "no such bucket", PausesAfter = 10 },
            new SandboxExport { Name = "right", Interval = "hour" });
        scene.Run($"$alert = New-PHBatchExportAlert wrong -Slack -Channel C0TEST1 {on}").Clean();
        scene.Clock.Advance(TimeSpan.FromHours(1));
        string[] lines = [.. scene.Run("(Invoke-PHRestMethod \"api/projects/101/hog_functions/$($alert.Id)/logs/?level=INFO&limit=500\").results.message").Clean().Objects.Select(o => o.ToString()!)];
        Assert.Contains(lines, line => line.Contains(text, StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal)
            && line.Contains("\"channel\":\"C0TEST1\"", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("right", StringComparison.Ordinal));
    }

    // A Tab waits a third of a second, which a busy machine may not have; the answer is there for the next one.
    private string[] Complete(string line)
    {
        string[] offered = [];
        for (int attempt = 0; attempt < 40 && offered.Length == 0; attempt++)
            offered = [.. _bench.Shell.Complete(line)
                .Where(static c => c.ResultType == System.Management.Automation.CompletionResultType.ParameterValue).Select(static c => c.CompletionText)];
        return offered;
    }

    private JsonNode Body() => JsonNode.Parse(_bench.Writes().Single().Body)!;

    private static IEnumerable<string> Ids(JsonNode body) => body["filters"]!["events"]!.AsArray().Select(e => e!["id"]!.ToString());
}
