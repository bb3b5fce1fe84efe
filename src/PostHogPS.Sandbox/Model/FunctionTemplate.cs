using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>An input of a template.</summary>
internal sealed record FunctionInput(string Key, string Type, string Label, bool Required = false, bool Secret = false, string? Integration = null);

/// <summary>A template of functions, with what it does with its inputs.</summary>
internal sealed class FunctionTemplate
{
    private const string Webhook = "webhookUrl";

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required FunctionInput[] Inputs { get; init; }

    public string Type { get; init; } = "destination";

    public string Status { get; init; } = "stable";

    /// <summary>Whether organizations without the paid feature may use it.</summary>
    public bool Free { get; init; } = true;

    public bool IsHidden => Status == "hidden";

    /// <summary>The source, as far as this sandbox has one: which input is the address, and which are sent.</summary>
    public string Code => "let res := fetch(" + (Id == "template-slack" ? "'https://slack.com/api/chat.postMessage'" : "inputs." + Address)
        + ", {'method': 'POST', 'body': inputs});";

    /// <summary>The input that holds where to send; null for a service with one address.</summary>
    public string? Address => Inputs.FirstOrDefault(static input => input.Key is "url" or Webhook)?.Key;

    public static IReadOnlyList<FunctionTemplate> All { get; } =
    [
        new()
        {
            Id = "template-slack", Name = "Slack", Description = "Sends a message to a Slack channel",
            Inputs =
            [
                new("slack_workspace", "integration", "Slack workspace", Required: true, Integration: "slack"),
                new("channel", "integration_field", "Channel to post to", Required: true),
                new("icon_emoji", "string", "Emoji icon"), new("username", "string", "Bot name"),
                new("blocks", "json", "Blocks"), new("text", "string", "Plain text message"),
                new("thread_ts", "string", "Thread timestamp"),
            ],
        },
        new()
        {
            Id = "template-webhook", Name = "HTTP Webhook", Description = "Sends a webhook templated by the incoming event data", Free = false,
            Inputs =
            [
                new("url", "string", "Webhook URL", Required: true), new("method", "choice", "Method"), new("body", "json", "JSON Body"),
                new("headers", "dictionary", "Headers"),
                new("debug", "boolean", "Log responses"),
            ],
        },
        new()
        {
            Id = "template-microsoft-teams", Name = "Microsoft Teams", Description = "Sends a message to a Microsoft Teams channel",
            Inputs = [new(Webhook, "string", "Webhook URL", Required: true), new("text", "string", "Text", Required: true)],
        },
        new()
        {
            Id = "template-discord", Name = "Discord", Description = "Sends a message to a Discord channel",
            Inputs = [new(Webhook, "string", "Webhook URL", Required: true), new("content", "string", "Content", Required: true)],
        },
        new()
        {
            Id = "template-email", Name = "Email", Description = "Sends an email", Status = "hidden",
            Inputs = [new("email", "native_email", "Email", Required: true)],
        },
    ];

    public static FunctionTemplate? Find(string id) => All.FirstOrDefault(template => template.Id == id);

    public JsonArray Schema()
    {
        var schema = new JsonArray();
        foreach (FunctionInput input in Inputs)
        {
            JsonObject item = new()
            {
                ["key"] = input.Key, ["type"] = input.Type, ["label"] = input.Label, ["required"] = input.Required, ["secret"] = input.Secret,
                ["hidden"] = false,
            };
            if (input.Integration is not null)
                item["integration"] = input.Integration;
            schema.Add((JsonNode)item);
        }

        return schema;
    }
}
