using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A change sends what changes, with what the server would else lose, and keeps what it does not know.</summary>
public sealed class SetPHBatchExportAlertTests : IAsyncLifetime
{
    private const string Page = "Post to Slack on batch export failure";

    private Bench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await Bench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("'" + Page + "' | Set-PHBatchExportAlert -Enabled:$false -PassThru")]
    [InlineData("Set-PHBatchExportAlert 'post*' -Enabled:$false -PassThru")]
    [InlineData("Get-PHBatchExportAlert | Set-PHBatchExportAlert -Enabled:$false -PassThru")]
    [InlineData("Set-PHBatchExportAlert (Get-PHBatchExportAlert).Id -Enabled:$false -PassThru")]
    [InlineData("Get-PHBatchExportAlert | ConvertTo-Csv | ConvertFrom-Csv | Set-PHBatchExportAlert -Enabled:$false -PassThru")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-PHBatchExportAlert))) | Set-PHBatchExportAlert -Enabled:$false -PassThru")]
    public void One_of_the_web_page_is_switched_off_with_nothing_else_sent(string line)
    {
        BatchExportAlert after = _bench.Run(line).Clean().As<BatchExportAlert>().Single();
        Assert.Equal("""{"enabled":false}""", _bench.Writes().Single().Body);
        Assert.Equal("Off", after.State);
        _bench.Requests.Clear();
        _bench.Run(line).Clean();
        Assert.Empty(_bench.Writes());
    }

    [Theory]
    [InlineData("Set-PHBatchExportAlert -Name other")]
    [InlineData("Test-PHBatchExportAlert")]
    public void One_that_is_piped_is_read_once(string command)
    {
        _bench.Prepare("$alert = Get-PHBatchExportAlert");
        _bench.Run("$alert | " + command).Clean();
        Assert.Single(_bench.Requests.Find("GET", "*/hog_functions/*"));
    }

    [Fact]
    public void Another_channel_goes_out_with_all_other_inputs()
    {
        BatchExportAlert after = _bench.Run($"Set-PHBatchExportAlert '{Page}' -Channel C0NEWER -PassThru").Clean().As<BatchExportAlert>().Single();
        JsonNode body = JsonNode.Parse(_bench.Writes().Single().Body)!;
        Assert.Equal("""{"inputs":{"slack_workspace":{"value":1009},"channel":{"value":"C0NEWER"},"text":{"value":"Batch export {event.properties.batch_export_name} failed: {event.properties.error}"}}}""", body.ToJsonString());
        Assert.Equal("C0NEWER", after.Target);
    }

    [Fact]
    public void Other_events_take_text_and_name_along_where_they_are_the_modules_own()
    {
        _bench.Prepare("$own = New-PHBatchExportAlert events-to-s3 -Slack -Channel C0TEST1 -On Failed");
        BatchExportAlert after = _bench.Run("$own | Set-PHBatchExportAlert -On Completed -PassThru").Clean().As<BatchExportAlert>().Single();
        JsonNode body = JsonNode.Parse(_bench.Writes().Single().Body)!;
        Assert.Contains("completed", body["inputs"]!["text"]!["value"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("completed", body["inputs"]!["blocks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(body["filters"]!["properties"]);
        Assert.Equal(("events-to-s3 to Slack: Completed", "PostHogPS"), (after.Name, after.MadeBy));
        _bench.Requests.Clear();
        after = _bench.Run($"Set-PHBatchExportAlert '{Page}' -On Failed, Paused -PassThru").Clean().As<BatchExportAlert>().Single();
        Assert.Null(JsonNode.Parse(_bench.Writes().Single().Body)!["inputs"]);
        Assert.Equal(Page, after.Name);
        Assert.Equal(["Failed", "Paused"], after.On);
    }

    [Fact]
    public void Another_address_is_sent_and_not_shown()
    {
        _bench.Prepare("$uri = ConvertTo-SecureString https://hooks.northwind.example/one -AsPlainText -Force; $hook = New-PHBatchExportAlert -Webhook -Uri $uri -Header @{ Authorization = 'Bearer abcdefgh' } -Force");
        const string Other = "$other = ConvertTo-SecureString https://hooks.northwind.example/PlantedOther -AsPlainText -Force; $hook | Set-PHBatchExportAlert -Uri $other ";
        Assert.Contains("another address of hooks.northwind.example", _bench.Run(Other + "-WhatIf").Clean().Text, StringComparison.Ordinal);
        ShellResult result = _bench.Run(Other + "-Verbose -Debug");
        JsonNode inputs = JsonNode.Parse(_bench.Writes().Single().Body)!["inputs"]!;
        Assert.Equal("https://hooks.northwind.example/PlantedOther", inputs["url"]!["value"]!.ToString());
        // Inputs are replaced as a whole: the header has to be there again, and is not shown either.
        Assert.Equal("Bearer abcdefgh", inputs["headers"]!["value"]!["Authorization"]!.ToString());
        Assert.DoesNotContain("PlantedOther", string.Join("\n", result.Debug.Append(result.Text)), StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", string.Join("\n", result.Debug.Append(result.Text)), StringComparison.Ordinal);
        _bench.Requests.Clear();
        _bench.Run(Other).Clean();
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void A_secret_that_the_server_does_not_show_stays()
    {
        string item = """{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"x","enabled":true,"template":{"id":"template-discord"},"inputs":{"webhookUrl":{"secret":true},"content":{"value":"t","bytecode":["_H",1],"order":0}},"filters":{"events":[{"id":"$batch_export_paused"}]}}""";
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/hog_functions/0199*", Times = 0, Body = item });
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "PATCH", Path = "*/hog_functions/0199*", Times = 0, Body = item });
        _bench.Run("Set-PHBatchExportAlert 0199aaaa-0000-7000-8000-00000000dead -Uri (ConvertTo-SecureString https://discord.example/y -AsPlainText -Force) -WarningAction SilentlyContinue").Clean();
        Assert.Equal("""{"inputs":{"webhookUrl":{"value":"https://discord.example/y"},"content":{"value":"t"}}}""", _bench.Writes().Single().Body);
    }

    [Fact]
    public void Another_message_replaces_text_and_blocks_in_Slack()
    {
        BatchExportAlert after = _bench.Run($"Set-PHBatchExportAlert '{Page}' -Message 'Look at {{event.properties.batch_export_name}}' -PassThru").Clean().As<BatchExportAlert>().Single();
        JsonNode inputs = JsonNode.Parse(_bench.Writes().Single().Body)!["inputs"]!;
        Assert.Equal("Look at {event.properties.batch_export_name}", inputs["text"]!["value"]!.ToString());
        Assert.Contains("Look at", inputs["blocks"]!.ToJsonString(), StringComparison.Ordinal);
        // All other inputs go along.
        Assert.Equal("1009", inputs["slack_workspace"]!["value"]!.ToString());
        Assert.Equal(after.Target, inputs["channel"]!["value"]!.ToString());
        _bench.Requests.Clear();
        _bench.Run($"Set-PHBatchExportAlert '{Page}' -Message 'Look at {{event.properties.batch_export_name}}'").Clean();
        Assert.Empty(_bench.Writes());
    }

    [Theory]
    [InlineData("-Webhook -Uri $uri", "body", "text")]
    [InlineData("-Teams -Uri $uri", "text", null)]
    [InlineData("-Discord -Uri $uri", "content", null)]
    [InlineData("-Slack -Channel C0TEST1", "text", null)]
    public void Another_message_goes_where_the_channel_has_its_text(string channel, string input, string? field)
    {
        _bench.Prepare("$uri = ConvertTo-SecureString https://hooks.northwind.example/one -AsPlainText -Force; $own = New-PHBatchExportAlert events-to-s3 -On Failed -WarningAction Ignore " + channel);
        _bench.Run("$own | Set-PHBatchExportAlert -Message 'Another text' -On Paused").Clean();
        JsonNode inputs = JsonNode.Parse(_bench.Writes().Single().Body)!["inputs"]!;
        JsonNode value = inputs[input]!["value"]!;
        Assert.Equal("Another text", (field is null ? value : value[field]!).ToString());
        // The rest of a body stays.
        if (field is not null)
            Assert.Equal("{event.properties.error}", value["error"]!.ToString());
        Assert.DoesNotContain("was paused by PostHog", inputs.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_that_is_not_of_this_module_is_not_replaced()
    {
        string item = """{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"x","enabled":true,"template":{"id":"template-webhook"},"inputs":{"url":{"value":"https://a.example/x"},"body":{"value":{"alarm":"{event.event}"}}},"filters":{"events":[{"id":"$batch_export_paused"}]}}""";
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/hog_functions/0199*", Times = 0, Body = item });
        ShellResult result = _bench.Run("Set-PHBatchExportAlert 0199aaaa-0000-7000-8000-00000000dead -Message other");
        Assert.Contains("-Message would lose it", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Other_headers_replace_all_of_them_and_none_is_shown()
    {
        _bench.Prepare("$uri = ConvertTo-SecureString https://hooks.northwind.example/one -AsPlainText -Force; $hook = New-PHBatchExportAlert -Webhook -Uri $uri -Header @{ 'X-Team' = 'PlantedTeam' }");
        Assert.Contains("Header: X-Team -> X-Env", _bench.Run("$hook | Set-PHBatchExportAlert -Header @{ 'X-Env' = 'PlantedEnv' } -WhatIf").Clean().Text, StringComparison.Ordinal);
        ShellResult result = _bench.Run("$hook | Set-PHBatchExportAlert -Header @{ 'X-Env' = 'PlantedEnv' } -PassThru -Verbose -Debug");
        Assert.Equal("""{"X-Env":"PlantedEnv"}""", JsonNode.Parse(_bench.Writes().Single().Body)!["inputs"]!["headers"]!["value"]!.ToJsonString());
        Assert.Equal(["X-Env"], result.As<BatchExportAlert>().Single().HeaderName);
        Assert.DoesNotContain("Planted", string.Join("\n", result.Debug.Append(result.Text)), StringComparison.Ordinal);
        _bench.Requests.Clear();
        _bench.Run("$hook | Set-PHBatchExportAlert -Header @{ 'X-Env' = 'PlantedEnv' }").Clean();
        Assert.Empty(_bench.Writes());
        Assert.Empty(_bench.Run("$hook | Set-PHBatchExportAlert -Header @{} -PassThru").Clean().As<BatchExportAlert>().Single().HeaderName);
        Assert.Null(JsonNode.Parse(_bench.Writes().Single().Body)!["inputs"]!["headers"]);
    }

    [Fact]
    public void A_header_that_looks_like_a_secret_needs_Force_as_in_New()
    {
        _bench.Prepare("$uri = ConvertTo-SecureString https://hooks.northwind.example/one -AsPlainText -Force; $hook = New-PHBatchExportAlert -Webhook -Uri $uri");
        ShellResult result = _bench.Run("$hook | Set-PHBatchExportAlert -Header @{ Authorization = 'Bearer abcdefgh' }");
        Assert.StartsWith("PostHog.SecretInHeader", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        Assert.Equal(["Authorization"], _bench.Run("$hook | Set-PHBatchExportAlert -Header @{ Authorization = 'Bearer abcdefgh' } -Force -PassThru").Clean().As<BatchExportAlert>().Single().HeaderName);
    }

    [Theory]
    [InlineData("-BatchExport events-to-s3, events-to-bigquery", "events-to-s3 +1 to Slack: Failed", 2)]
    [InlineData("-BatchExport 'events-to-s*'", null, null)]
    [InlineData("-BatchExport (Get-PHBatchExport events-to-bigquery)", "events-to-bigquery to Slack: Failed", 1)]
    [InlineData("-BatchExport (Get-PHBatchExport events-to-bigquery).Id", "events-to-bigquery to Slack: Failed", 1)]
    [InlineData("-BatchExport events-to-minio -On Paused, Failed", "events-to-minio to Slack: Failed, Paused", 1)]
    [InlineData("-AllBatchExports", "All batch exports to Slack: Failed", 0)]
    public void Other_exports_take_the_name_along_where_it_is_the_modules_own(string change, string? name, int? exports)
    {
        _bench.Prepare("$own = New-PHBatchExportAlert events-to-minio, events-to-postgres -Slack -Channel C0TEST1 -On Failed");
        BatchExportAlert after = _bench.Run($"$own | Set-PHBatchExportAlert {change} -PassThru").Clean().As<BatchExportAlert>().Single();
        JsonNode body = JsonNode.Parse(_bench.Writes().Single().Body)!;
        Assert.NotEmpty(body["filters"]!["events"]!.AsArray());
        Assert.Equal(exports == 0, after.AllBatchExports);
        Assert.Equal(exports == 0, body["filters"]!["properties"] is null);
        if (exports is not null)
            Assert.Equal((name, exports), (after.Name, after.BatchExportId.Length));
        else
            Assert.Contains("events-to-s3", after.BatchExportName);
        _bench.Requests.Clear();
        _bench.Run($"$own | Set-PHBatchExportAlert {change}").Clean();
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void Exports_are_looked_for_in_the_project_of_the_alert()
    {
        _bench.Prepare("$other = New-PHBatchExportAlert -Webhook -Uri (ConvertTo-SecureString https://hooks.northwind.example/one -AsPlainText -Force) -ProjectId 102; "
            + "$there = Get-PHBatchExport -ProjectId 102; $name = $there[0].Name; $here = (Get-PHBatchExport | Where-Object Name -NotIn $there.Name)[0]");
        Assert.StartsWith("PostHog.ConnectionMismatch", _bench.Run("$other | Set-PHBatchExportAlert -BatchExport $here").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PostHog.NotFound", _bench.Run("$other | Set-PHBatchExportAlert -BatchExport $here.Name").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
        Assert.Single(_bench.Run("$other | Set-PHBatchExportAlert -BatchExport $name -PassThru").Clean().As<BatchExportAlert>().Single().BatchExportId);
    }

    [Fact]
    public void A_filter_of_its_own_is_not_lost()
    {
        string item = """{"id":"0199aaaa-0000-7000-8000-00000000dead","type":"internal_destination","name":"x","enabled":true,"template":{"id":"template-discord"},"inputs":{"webhookUrl":{"secret":true},"content":{"value":"t"}},"filters":{"events":[{"id":"$batch_export_paused"}],"properties":[{"key":"destination_type","value":"S3","operator":"exact","type":"event"}]}}""";
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "GET", Path = "*/hog_functions/0199*", Times = 0, Body = item });
        ShellResult result = _bench.Run("Set-PHBatchExportAlert 0199aaaa-0000-7000-8000-00000000dead -BatchExport events-to-s3");
        Assert.Contains("-BatchExport would lose", result.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Theory]
    [InlineData("-Header @{ a = 'b' }", "PostHog.Validation")]
    [InlineData("-Message '{{ name }}'", "PostHog.Validation")]
    [InlineData("-Message ' '", "PostHog.Validation")]
    [InlineData("-BatchExport nowhere", "PostHog.NotFound")]
    [InlineData("-BatchExport 'nowhere*'", "PostHog.NotFound")]
    [InlineData("-BatchExport events-to-s3, nowhere", "PostHog.NotFound")]
    [InlineData("-BatchExport $null", "PostHog.InvalidBatchExport")]
    [InlineData("-BatchExport events-to-s3 -AllBatchExports", "PostHog.Validation")]
    [InlineData("-Force", "PostHog.Validation")]
    [InlineData("-Uri $uri", "PostHog.Validation")]
    [InlineData("-QuietTime 2d", "PostHog.Validation")]
    [InlineData("", "PostHog.Validation")]
    [InlineData("-Channel nobody", "PostHog.Validation")]
    [InlineData("-Name ' '", "PostHog.Validation")]
    [InlineData("-IntegrationId 1001", "PostHog.NotFound")]
    public void What_does_not_fit_is_refused(string change, string id)
    {
        ShellResult result = _bench.Run($"$uri = ConvertTo-SecureString https://a.example/x -AsPlainText -Force; Set-PHBatchExportAlert '{Page}' {change}");
        Assert.StartsWith(id, result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_bench.Writes());
    }

    [Fact]
    public void One_that_becomes_the_same_as_another_is_a_warning()
    {
        _bench.Prepare("$one = New-PHBatchExportAlert events-to-s3 -Slack -Channel '#one'; $two = New-PHBatchExportAlert events-to-s3 -Slack -Channel '#two' -Name two");
        Assert.Contains("messages come twice", Assert.Single(_bench.Run("$two | Set-PHBatchExportAlert -Channel '#One'").Warnings), StringComparison.Ordinal);
        _bench.Run("$two | Set-PHBatchExportAlert -Channel '#three'").Clean();
        _bench.Run("$two | Set-PHBatchExportAlert -Name other").Clean();
    }

    [Fact]
    public void A_name_has_no_blanks_around_it()
    {
        Assert.Equal("better", _bench.Run($"Set-PHBatchExportAlert '{Page}' -Name ' better ' -PassThru").Clean().As<BatchExportAlert>().Single().Name);
        Assert.Equal("""{"name":"better"}""", _bench.Writes().Single().Body);
    }

    [Fact]
    public void What_the_server_did_not_take_is_a_warning()
    {
        _bench.Run("$alert = Get-PHBatchExportAlert").Clean();
        string stored = _bench.Run("Invoke-PHRestMethod \"api/projects/101/hog_functions/$($alert.Id)/\" -Raw").Clean().Objects.Single().ToString()!;
        _bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 200, Method = "PATCH", Path = "*/hog_functions/*", Body = stored });
        Assert.Contains("QuietTime", Assert.Single(_bench.Run("$alert | Set-PHBatchExportAlert -QuietTime 2h").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_missing_scope_is_named()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Key = "phx_readonly_7f3a91c2e5b84d60" });
        ShellResult result = bench.Run($"Set-PHBatchExportAlert '{Page}' -Enabled:$false");
        Assert.Contains("hog_function:write", result.Error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
    }
}
