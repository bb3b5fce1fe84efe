using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Alerts;

/// <summary>The inputs of a template for an alert: where to, and what is said.</summary>
internal static class AlertInputs
{
    // What chat services with webhooks of their own show.
    private const string Text = "text";

    // The fields of an event for programs, beside the text for people.
    private static readonly string[] BodyFields =
        ["batch_export_id", "batch_export_name", "batch_export_run_id", "data_interval_start", "data_interval_end", "destination_type", "rows_exported",
            "error"];

    internal static Dictionary<string, object?> Create(AlertChannel channel, AlertTemplate template, object target, string? message,
        IReadOnlyList<string> states, long? integration, IDictionary<string, object?>? headers)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal) { [channel.Target] = Value(target) };
        if (channel == AlertChannel.Slack)
            inputs["slack_workspace"] = Value(integration);
        SetMessage(inputs, channel, channel == AlertChannel.Webhook ? "body" : channel.FindMessage(template), message ?? AlertEvents.Message(states),
            isOwn: message is null);
        if (channel == AlertChannel.Webhook)
            inputs["method"] = Value("POST");
        if (headers is { Count: > 0 })
            inputs["headers"] = Value(headers);
        string[] missing = [.. inputs.Keys.Where(key => template.Inputs.All(input => input.Key != key))];
        // PostHog drops a key that its template does not have, without an error.
        return missing.Length == 0 ? inputs : throw Problems.NoAlertTemplate(channel.Name, channel.Template, $"has no input '{missing[0]}'");
    }

    /// <summary>Replaces the text, where it is the one that this module gives an alert about these states.</summary>
    internal static bool ReplaceMessage(IDictionary<string, object?> inputs, AlertChannel channel, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        (string old, string message) = (AlertEvents.Message(before), AlertEvents.Message(after));
        string? key = inputs.Keys.FirstOrDefault(name => name != channel.Target && Holds(inputs[name], channel == AlertChannel.Webhook, old));
        if (key is null || old == message)
            return false;
        SetMessage(inputs, channel, key, message, isOwn: true);
        return true;
    }

    /// <summary>Puts another text of the user in, and keeps the rest of a body.</summary>
    internal static void ReplaceText(IDictionary<string, object?> inputs, AlertChannel channel, string key, string message)
    {
        if (channel == AlertChannel.Webhook && AlertFunction.Bag(AlertFunction.Bag(inputs, key), "value") is { Count: > 0 } body)
            inputs[key] = Value(new Dictionary<string, object?>(body, StringComparer.Ordinal) { [Text] = message });
        else
            SetMessage(inputs, channel, key, message, isOwn: false);
    }

    /// <summary>Whether the body of a webhook has a text.</summary>
    internal static bool HasText(object? body) => body is IDictionary<string, object?> fields && fields.TryGetValue(Text, out object? text) && text is string;

    /// <summary>The text of an input; null for none.</summary>
    internal static string? TextOf(object? value) => value as string ?? (HasText(value) ? ((IDictionary<string, object?>)value!)[Text] as string : null);

    internal static Dictionary<string, object?> Value(object? value) => new(StringComparer.Ordinal) { ["value"] = value };

    private static bool Holds(object? input, bool isBody, string text)
    {
        object? value = input is IDictionary<string, object?> bag && bag.TryGetValue("value", out object? own) ? own : null;
        return isBody ? HasText(value) && TextOf(value) == text : value as string == text;
    }

    private static void SetMessage(IDictionary<string, object?> inputs, AlertChannel channel, string key, string message, bool isOwn)
    {
        if (channel == AlertChannel.Webhook)
        {
            var body = new Dictionary<string, object?>(StringComparer.Ordinal) { [Text] = message, ["event"] = "{event.event}" };
            foreach (string field in BodyFields)
                body[field] = $"{{event.properties.{field}}}";
            inputs[key] = Value(body);
            return;
        }

        inputs[key] = Value(message);
        // Slack shows the blocks, and the text in its notification. Names and errors are not formatted, nor do they mention anybody: "<!channel>"
        // in an error would notify everyone. A text of the user may do so on purpose.
        if (channel == AlertChannel.Slack)
        {
            inputs["blocks"] = Value(new object?[]
            {
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["type"] = "section",
                    ["text"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = isOwn ? "plain_text" : "mrkdwn", ["text"] = message },
                },
            });
        }
    }
}
