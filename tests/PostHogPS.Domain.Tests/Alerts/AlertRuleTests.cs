using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using PostHogPS.Alerts;
using PostHogPS.Contracts;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.Alerts;

/// <summary>Which function is an alert of batch exports, what is known of it, and which alert is the same as another.</summary>
public sealed class AlertRuleTests
{
    private static readonly Guid One = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");
    private static readonly Guid Two = Guid.Parse("0199aaaa-0000-7000-8000-000000000002");

    [Theory]
    [InlineData("internal_destination", false, "$batch_export_paused", true)]
    [InlineData("destination", false, "$batch_export_paused", false)]
    [InlineData("internal_destination", true, "$batch_export_paused", false)]
    [InlineData("internal_destination", false, "$activity_log_entry_created", false)]
    public void Only_a_function_that_tells_of_batch_exports_is_an_alert(string type, bool deleted, string happened, bool isAlert)
    {
        BatchExportAlert alert = Function(happened, ("type", type), ("deleted", deleted));
        Assert.Equal(isAlert, AlertFunction.IsAlert(alert));
    }

    [Fact]
    public void An_unknown_field_stays_and_what_a_function_consists_of_is_not_shown()
    {
        BatchExportAlert alert = Function("$batch_export_paused", ("hog", "return 1"), ("bytecode", new object?[] { "_H" }), ("brand_new", 5));
        Assert.Equal(["brand_new"], alert.AdditionalProperties.Keys);
    }

    /// <summary>Whatever stands where something else is expected, the rest of the list can still be read.</summary>
    [Theory]
    [InlineData("filters")]
    [InlineData("inputs")]
    [InlineData("masking")]
    [InlineData("status")]
    [InlineData("template")]
    public void A_field_of_another_kind_does_no_harm(string field)
    {
        var bag = new Dictionary<string, object?> { ["events"] = 5, ["url"] = 5, ["ttl"] = "x", ["id"] = 5, ["state"] = "x" };
        foreach (object? odd in new object?[] { null, 5, "x", true, new object?[] { 1, null }, bag })
            Assert.NotNull(Function("$batch_export_paused", (field, odd)).Channel);
    }

    [Theory]
    [InlineData("https://hooks.example/services/x", "hooks.example")]
    [InlineData("HTTPS://Hooks.Example:8443/x", "hooks.example")]
    [InlineData("https://{event.properties.host}/x", "")]
    [InlineData("nonsense", "")]
    public void Of_an_address_the_host_is_known_and_the_rest_is_protected(string address, string host)
    {
        BatchExportAlert alert = Function("$batch_export_paused", ("template", Bag(("id", "template-webhook"))), ("inputs", Bag(("url", Bag(("value", address), ("bytecode", new object?[] { address }))))));
        Assert.Equal(("Webhook", host), (alert.Channel, alert.Target));
        Assert.IsType<SecureString>(AlertFunction.InputOf(alert, "url"));
        Assert.Equal(["value"], ((Dictionary<string, object?>)AlertFunction.InputsOf(alert)["url"]!).Keys);
    }

    [Theory]
    [InlineData("Authorization", "x", true)]
    [InlineData("X-Api-Key", "x", true)]
    [InlineData("X-Webhook-Token", "x", true)]
    [InlineData("X-Note", "Bearer abcdefghij", true)]
    [InlineData("X-Pass", "x", true)]
    [InlineData("X-PW", "x", true)]
    [InlineData("X-Auth", "x", true)]
    [InlineData("X-AuthKey", "x", true)]
    [InlineData("Cookie", "x", true)]
    [InlineData("X-Note", "Basic dXNlcjp3b3Jk", true)]
    [InlineData("X-Note", "ghp_0000", true)]
    [InlineData("X-Note", "github_pat_0000", true)]
    [InlineData("X-Note", "AKIA0000", true)]
    [InlineData("X-Note", "xoxb-0000", true)]
    [InlineData("X-Note", "eyJhbGciOi.eyJzdWIi.x", true)]
    [InlineData("X-Note", "q8Zr2LmP0xT5vB7nK3wY", true)]
    [InlineData("X-Note", "northwind-data-platform-2026", false)]
    [InlineData("X-Note", "0199aaaa-0000-7000-8000-000000000001", false)]
    [InlineData("X-Team", "data", false)]
    [InlineData("Content-Type", "application/json", false)]
    public void A_header_is_a_secret_by_its_name_or_its_value(string name, string value, bool isSecret) =>
        Assert.Equal(isSecret, AlertHeaders.IsSecret(name, value));

    [Theory]
    [InlineData("hooks.example/x")]
    [InlineData("ftp://hooks.example/x")]
    [InlineData("https://user:word@hooks.example/x")]
    [InlineData("http://hooks.example/x")]
    [InlineData("https://hooks.example/x\r\nX-Other: y")]
    [InlineData("https://hooks.example/a b")]
    [InlineData("https://{event.event}.example/x")]
    [InlineData("https://hooks.example/{event.properties.error}")]
    [InlineData("")]
    public void What_is_no_address_is_refused_without_being_repeated(string address)
    {
        ProblemException problem = Assert.Throws<ProblemException>(() => AlertAddress.Check(Secrets.Protect(address)));
        if (address.Length > 0)
            Assert.DoesNotContain(address.Trim(), problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(60.5, false)]
    [InlineData(86400, true)]
    [InlineData(86401, false)]
    public void The_quiet_time_is_what_the_server_takes(double seconds, bool good) =>
        Assert.Equal(good, Record.Exception(() => NewAlert.CheckQuietTime(TimeSpan.FromSeconds(seconds))) is null);

    [Fact]
    public void The_same_alert_is_found_by_events_exports_channel_and_target()
    {
        NewAlert wanted = Slack("C0TEST1", ["Failed"], One, Two);
        Assert.NotNull(wanted.FindSame([Stored("C0TEST1", ["Failed"], Two, One)]));
        Assert.NotNull(wanted.FindSame([Stored("C0TEST1|#data", ["Failed"], One, Two)]));
        Assert.Null(wanted.FindSame([Stored("C0TEST12", ["Failed"], One, Two)]));
        Assert.Null(wanted.FindSame([Stored("C0TEST1", ["Failed", "Paused"], One, Two)]));
        Assert.Null(wanted.FindSame([Stored("C0TEST1", ["Failed"], One)]));
        Assert.Null(wanted.FindSame([Stored("C0TEST1", ["Failed"])]));
        Assert.NotNull(Slack("C0TEST1", ["Failed"]).FindSame([Stored("C0TEST1", ["Failed"])]));
    }

    [Fact]
    public void An_address_that_the_server_hides_may_be_the_same()
    {
        var wanted = new NewAlert(AlertChannel.Discord, Secrets.Protect("https://d.example/x")) { On = ["Paused"] };
        Assert.NotNull(wanted.FindSame([Discord(Bag(("secret", true)))]));
        Assert.NotNull(wanted.FindSame([Discord(Bag(("value", "https://d.example/x")))]));
        Assert.Null(wanted.FindSame([Discord(Bag(("value", "https://d.example/y")))]));
    }

    [Fact]
    public void A_template_without_the_inputs_is_refused_before_anything_is_stored()
    {
        AlertTemplate template = new() { Id = "template-discord", Inputs = [new("webhookUrl", true), new("message", true), new("debug", false)] };
        Dictionary<string, object?> inputs = AlertInputs.Create(AlertChannel.Discord, template, Secrets.Protect("https://d.example/x"), "text", [], null, null);
        Assert.Equal(["message", "webhookUrl"], inputs.Keys.Order(StringComparer.Ordinal));
        template.Inputs = [new("webhookUrl", true)];
        Assert.Throws<ProblemException>(() => AlertInputs.Create(AlertChannel.Discord, template, "x", "text", [], null, null));
        template.Inputs = [new("address", true), new("text", true)];
        Assert.Throws<ProblemException>(() => AlertInputs.Create(AlertChannel.Teams, template, "x", "text", [], null, null));
    }

    /// <summary>An expression of another form than a path in single braces is not known to work.</summary>
    [Fact]
    public void Messages_hold_paths_in_single_braces_only()
    {
        foreach (string[] states in AlertEvents.States.Select(state => new[] { state }).Append(AlertEvents.Default))
            Assert.All(AlertEvents.Message(states).Split('{').Skip(1), part => Assert.Matches(@"^event\.(event|properties\.[a-z_]+)\}[^{}]*$", part));
    }

    [Theory]
    [InlineData("Failed Paused BillingBlocked", ": a run failed, PostHog paused it or the billing limit stopped a run. Interval: ", false)]
    [InlineData("Failed Completed", ": a run failed or a run completed. Interval: ", true)]
    public void A_message_about_several_events_is_in_plain_words(string states, string said, bool hasRows)
    {
        string message = AlertEvents.Message(states.Split(' '));
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.DoesNotContain("{event.event}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("$batch_export", message, StringComparison.Ordinal);
        Assert.Equal(hasRows, message.Contains("Rows: {event.properties.rows_exported}.", StringComparison.Ordinal));
        Assert.EndsWith("Error: {event.properties.error}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X Team", "data")]
    [InlineData("X-Team:", "data")]
    [InlineData("X-Té", "data")]
    [InlineData("X-Team", "data\r\nX-Other: 1")]
    [InlineData("X-Team", "da\u0001ta")]
    public void A_header_that_cannot_be_sent_is_refused(string name, string value)
    {
        ProblemException problem = Assert.Throws<ProblemException>(() => AlertHeaders.Check(new Dictionary<string, object?> { [name] = value }, force: true));
        Assert.Equal("Validation", problem.Id);
        Assert.Throws<ProblemException>(() => AlertHeaders.Check(new Dictionary<string, object?> { [name] = Secrets.Protect(value) }, force: true));
    }

    [Fact]
    public void The_value_of_a_header_is_protected_whatever_it_looks_like()
    {
        BatchExportAlert alert = Function("$batch_export_paused", ("template", Bag(("id", "template-webhook"))), ("inputs", Bag(("headers", Bag(("value", Bag(("X-Team", "data"))))))));
        Assert.IsType<SecureString>(((IDictionary<string, object?>)AlertFunction.InputOf(alert, "headers")!)["X-Team"]);
    }

    [Fact]
    public void Blanks_around_an_address_are_left_out() =>
        Assert.Equal("https://hooks.example/x", Secrets.Reveal(AlertAddress.Check(Secrets.Protect(" https://hooks.example/x\n"))));

    [Theory]
    [InlineData("Discord", "https://discord.com/api/webhooks/1/x", true)]
    [InlineData("Discord", "https://ptb.discordapp.com/x", true)]
    [InlineData("Discord", "https://notdiscord.com/x", false)]
    [InlineData("Teams", "https://a.webhook.office.com/x", true)]
    [InlineData("Teams", "https://p.01.westeurope.logic.azure.com:443/x", true)]
    [InlineData("Teams", "https://a.api.powerplatform.com/x", true)]
    [InlineData("Teams", "https://discord.com/x", false)]
    [InlineData("Webhook", "https://hooks.example/x", true)]
    public void A_host_of_another_service_is_a_warning(string channel, string address, bool fits) =>
        Assert.Equal(fits, AlertAddress.FindHostWarning(AlertChannel.Named(channel), Secrets.Protect(address)) is null);

    [Theory]
    [InlineData("C0123ABCD", true)]
    [InlineData("G012345", true)]
    [InlineData("#data-ops_2", true)]
    [InlineData("#données", true)]
    [InlineData("C0DATAOPS|#data", true)]
    [InlineData("data-ops", false)]
    [InlineData("c0123abcd", false)]
    [InlineData("C1", false)]
    [InlineData("#", false)]
    [InlineData("#data ops", false)]
    [InlineData("#a/b", false)]
    [InlineData("@robin", false)]
    [InlineData("https://hooks.slack.example/services/Planted", false)]
    public void A_channel_in_Slack_is_an_id_or_a_name(string text, bool good)
    {
        Exception? problem = Record.Exception(() => SlackChannel.Check(text));
        Assert.Equal(good, problem is null);
        Assert.DoesNotContain("Planted", problem?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void An_alert_without_events_or_with_a_blank_name_is_refused()
    {
        Assert.Throws<ProblemException>(() => Slack("C0TEST1", []).Check(force: true));
        NewAlert blank = Slack("C0TEST1", ["Failed"]);
        blank.Name = " ";
        Assert.Throws<ProblemException>(() => blank.Check(force: true));
    }

    /// <summary>Only a plain list of exports says which ones; with anything else beside it, nobody knows what passes.</summary>
    [Theory]
    [InlineData("destination_type", "event", "exact")]
    [InlineData("batch_export_id", "event", "is_not")]
    [InlineData("batch_export_id", "person", "exact")]
    [InlineData("properties.batch_export_id = 'x'", "hogql", null)]
    public void An_alert_with_another_filter_names_no_export_and_is_not_about_all(string key, string type, string? comparison)
    {
        Dictionary<string, object?> good = Filter("batch_export_id", "event", "exact"), other = Filter(key, type, comparison);
        foreach (object?[] properties in new object?[][] { [other], [good, other] })
        {
            foreach (bool isInside in new[] { true, false })
            {
                BatchExportAlert alert = Filtered(isInside ? [] : properties, isInside ? properties : []);
                Assert.False(alert.AllBatchExports);
                Assert.Empty(alert.BatchExportId);
                Assert.Null(Slack("C0TEST1", ["Paused"]).FindSame([alert]));
                Assert.False(AlertFunction.Covers(alert, One));
            }
        }

        Assert.Equal([One], Filtered([good], []).BatchExportId);
        Assert.Equal([One], Filtered([], [good]).BatchExportId);
        Assert.True(Filtered([], []).AllBatchExports);
    }

    [Fact]
    public void Another_quiet_time_keeps_what_a_person_chose_to_be_the_same_message()
    {
        BatchExportAlert alert = Function("$batch_export_paused", ("masking", Bag(("hash", "{event.uuid}"), ("ttl", 60), ("threshold", 3), ("bytecode", new object?[] { "_H" }))));
        var patch = new AlertPatch(alert);
        patch.SetQuietTime(TimeSpan.FromHours(2));
        var masking = (IDictionary<string, object?>)patch.Body["masking"]!;
        Assert.Equal(("{event.uuid}", 7200L, 3), (masking["hash"], masking["ttl"], masking["threshold"]));
        Assert.Equal(["hash", "threshold", "ttl"], masking.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_result_of_a_change_is_compared_with_other_alerts_where_it_may_be_the_same()
    {
        var patch = new AlertPatch(Filtered([], []));
        patch.SetName("other");
        Assert.Null(patch.FindResult());
        patch.SetFilters(["Paused"], [(One, "events")]);
        NewAlert result = patch.FindResult()!;
        Assert.Equal(("C0TEST1", One, "Paused"), (result.Target, Assert.Single(result.Exports).Id, Assert.Single(result.On)));
        Assert.NotNull(result.FindSame([Stored("C0TEST1", ["Paused"], One)]));
    }

    [Theory]
    [InlineData("template-discord", "template-discord")]
    [InlineData("template-webhook", null)]
    [InlineData("template-of-a-newer-server", null)]
    public void A_template_is_read_where_nothing_else_says_what_the_text_is_called(string template, string? needed)
    {
        var patch = new AlertPatch(Function("$batch_export_paused", ("template", Bag(("id", template)))));
        Assert.Equal(needed, patch.TemplateOfMessage);
        Assert.Equal(template == "template-discord", patch.FindHostWarning(Secrets.Protect("https://hooks.example/x")) is not null);
        Assert.Null(patch.FindHostWarning(null));
    }

    [Fact]
    public void Targets_are_compared_as_the_services_do()
    {
        Assert.NotNull(Slack("#Data", ["Failed"]).FindSame([Stored("#data", ["Failed"])]));
        Assert.NotNull(Slack("#data", ["Failed"]).FindSame([Stored("C0TEST1|#data", ["Failed"])]));
        Assert.Null(Slack("#data", ["Failed"]).FindSame([Stored("#date", ["Failed"])]));
        var wanted = new NewAlert(AlertChannel.Discord, Secrets.Protect("https://D.example:443/x")) { On = ["Paused"] };
        Assert.NotNull(wanted.FindSame([Discord(Bag(("value", "https://d.example/x")))]));
        Assert.Null(wanted.FindSame([Discord(Bag(("value", "https://d.example/X")))]));
    }

    /// <summary>An error that holds "&lt;!channel&gt;" would call everyone, and a name with * would be bold.</summary>
    [Fact]
    public void Slack_gets_the_modules_own_text_unformatted()
    {
        AlertTemplate template = new() { Id = "template-slack", Inputs = [new("channel", true), new("slack_workspace", true), new("text", false), new("blocks", false)] };
        object? Kind(string? message) => ((IDictionary<string, object?>)((IDictionary<string, object?>)((object?[])((IDictionary<string, object?>)
            AlertInputs.Create(AlertChannel.Slack, template, "C0TEST1", message, ["Failed"], 7, null)["blocks"]!)["value"]!)[0]!)["text"]!)["type"];
        Assert.Equal("plain_text", Kind(null));
        Assert.Equal("mrkdwn", Kind("<!channel> look"));
    }

    private static Dictionary<string, object?> Filter(string key, string type, string? comparison) =>
        Bag(("key", key), ("type", type), ("operator", comparison), ("value", One.ToString()));

    private static BatchExportAlert Filtered(object?[] properties, object?[] inside) => Function("$batch_export_paused",
        ("template", Bag(("id", "template-slack"))), ("inputs", Bag(("channel", Bag(("value", "C0TEST1"))), ("slack_workspace", Bag(("value", 7))))),
        ("filters", Bag(("events", new object?[] { Bag(("id", "$batch_export_paused"), ("properties", inside)) }), ("properties", properties))));

    private static NewAlert Slack(string channel, string[] on, params Guid[] exports) =>
        new(AlertChannel.Slack, channel) { On = on, Exports = [.. exports.Select(id => (id, id.ToString()))], Integration = 7 };

    private static BatchExportAlert Stored(string channel, string[] on, params Guid[] exports) => new()
    {
        Id = Two, Channel = "Slack", Target = channel, On = on, BatchExportId = exports, AllBatchExports = exports.Length == 0, IntegrationId = 7,
    };

    private static BatchExportAlert Discord(Dictionary<string, object?> address) =>
        Function("$batch_export_paused", ("template", Bag(("id", "template-discord"))), ("inputs", Bag(("webhookUrl", address))));

    private static BatchExportAlert Function(string happened, params (string Key, object? Value)[] fields)
    {
        var alert = new BatchExportAlert { Id = One, Name = "x", Enabled = true };
        alert.AdditionalProperties["filters"] = Bag(("events", new object?[] { Bag(("id", happened)) }));
        foreach ((string key, object? value) in fields)
            alert.AdditionalProperties[key] = value;
        AlertFunction.Read(alert);
        return alert;
    }

    private static Dictionary<string, object?> Bag(params (string Key, object? Value)[] fields) => fields.ToDictionary(f => f.Key, f => f.Value);
}
