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
    [InlineData("X-Team", "data", false)]
    [InlineData("Content-Type", "application/json", false)]
    public void A_header_is_a_secret_by_its_name_or_its_value(string name, string value, bool isSecret) =>
        Assert.Equal(isSecret, AlertHeaders.IsSecret(name, value));

    [Theory]
    [InlineData("hooks.example/x")]
    [InlineData("ftp://hooks.example/x")]
    [InlineData("https://user:word@hooks.example/x")]
    [InlineData(" https://hooks.example/x")]
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
    [InlineData(86400, true)]
    [InlineData(86401, false)]
    public void The_quiet_time_is_what_the_server_takes(int seconds, bool good) =>
        Assert.Equal(good, Record.Exception(() => NewAlert.CheckQuietTime(TimeSpan.FromSeconds(seconds))) is null);

    [Fact]
    public void The_same_alert_is_found_by_events_exports_channel_and_target()
    {
        NewAlert wanted = Slack("C1", ["Failed"], One, Two);
        Assert.NotNull(wanted.FindSame([Stored("C1", ["Failed"], Two, One)]));
        Assert.NotNull(wanted.FindSame([Stored("C1|#data", ["Failed"], One, Two)]));
        Assert.Null(wanted.FindSame([Stored("C12", ["Failed"], One, Two)]));
        Assert.Null(wanted.FindSame([Stored("C1", ["Failed", "Paused"], One, Two)]));
        Assert.Null(wanted.FindSame([Stored("C1", ["Failed"], One)]));
        Assert.Null(wanted.FindSame([Stored("C1", ["Failed"])]));
        Assert.NotNull(Slack("C1", ["Failed"]).FindSame([Stored("C1", ["Failed"])]));
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
        Dictionary<string, object?> inputs = AlertInputs.Create(AlertChannel.Discord, template, Secrets.Protect("https://d.example/x"), "text", null, null);
        Assert.Equal(["message", "webhookUrl"], inputs.Keys.Order(StringComparer.Ordinal));
        template.Inputs = [new("webhookUrl", true)];
        Assert.Throws<ProblemException>(() => AlertInputs.Create(AlertChannel.Discord, template, "x", "text", null, null));
        template.Inputs = [new("address", true), new("text", true)];
        Assert.Throws<ProblemException>(() => AlertInputs.Create(AlertChannel.Teams, template, "x", "text", null, null));
    }

    /// <summary>An expression of another form than a path in single braces is not known to work.</summary>
    [Fact]
    public void Messages_hold_paths_in_single_braces_only()
    {
        foreach (string[] states in AlertEvents.States.Select(state => new[] { state }).Append(AlertEvents.Default))
            Assert.All(AlertEvents.Message(states).Split('{').Skip(1), part => Assert.Matches(@"^event\.(event|properties\.[a-z_]+)\}[^{}]*$", part));
    }

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
