using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Contracts;

namespace PostHogPS.Alerts;

/// <summary>Where messages go: a template of PostHog, and its inputs.</summary>
internal sealed class AlertChannel
{
    private AlertChannel(string name, string template, string target, string? message = null)
    {
        Name = name;
        Template = template;
        Target = target;
        Message = message;
    }

    internal static AlertChannel Slack { get; } = new("Slack", "template-slack", "channel", "text");

    internal static AlertChannel Webhook { get; } = new("Webhook", "template-webhook", "url");

    internal static AlertChannel Teams { get; } = new("Teams", "template-microsoft-teams", "webhookUrl", "text");

    internal static AlertChannel Discord { get; } = new("Discord", "template-discord", "webhookUrl", "content");

    internal static IReadOnlyList<AlertChannel> All { get; } = [Slack, Webhook, Teams, Discord];

    internal string Name { get; }

    internal string Template { get; }

    /// <summary>The input that says where to: a channel, or an address.</summary>
    internal string Target { get; }

    /// <summary>The input with the text, as far as it is known without the server; null where the message is a body.</summary>
    internal string? Message { get; }

    /// <summary>True where the target is an address: everybody who knows it can write there.</summary>
    internal bool IsAddress => this != Slack;

    internal static AlertChannel? Find(string? template) => All.FirstOrDefault(one => one.Template == template);

    internal static AlertChannel Named(string name) => All.First(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The input with the text: of Teams and Discord only the template of the server says what it is called.</summary>
    internal string FindMessage(AlertTemplate template)
    {
        string[] others = [.. template.Inputs.Where(input => input.Key != Target).OrderByDescending(static input => input.Value)
            .Select(static input => input.Key)];
        return Message is { } known && others.Contains(known) ? known
            : others.FirstOrDefault() ?? throw Problems.NoAlertTemplate(Name, Template, "has no input for a text");
    }
}
