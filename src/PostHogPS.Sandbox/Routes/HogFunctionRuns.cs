using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Routing;
using PostHogPS.Sandbox.Rules;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Routes;

/// <summary>What functions do: tests, log lines and counts. Nothing is sent to anybody; a line of the log says what would be.</summary>
internal static class HogFunctionRuns
{
    private const string SlackAddress = "https://slack.com/api/chat.postMessage";

    /// <summary>Runs a function once, with a configuration and an event that the caller gives. It need not be stored.</summary>
    public static SandboxResponse Invoke(Call call)
    {
        HogFunction? stored = Guid.TryParse(call.Arguments["id"], out Guid id) ? call.World.Functions.Find(call.Project.Id, id) : null;
        if (call.Body["configuration"] is not JsonObject configuration)
            return SandboxResponse.Json(400, new JsonObject { ["configuration"] = new JsonArray("This field is required.") });
        // What is shown of a template takes the place of its id.
        if (stored is null && configuration["template_id"] is null && configuration["template"]?["id"].AsText() is { } template)
            configuration["template_id"] = template;
        var rules = new HogFunctionRules(call.World, stored, configuration);
        try
        {
            rules.Check();
        }
        catch (ApiError error)
        {
            // A dictionary of fields, without the envelope.
            return SandboxResponse.Json(400, new JsonObject { [error.Attr ?? "non_field_errors"] = new JsonArray(error.Message) });
        }

        bool mocks = call.Body["mock_async_functions"].AsBoolean() ?? true;
        JsonObject globals = call.Body["globals"] as JsonObject ?? [];
        var lines = new List<(string Level, string Message)>();
        string status = "skipped";
        if (globals["event"] is JsonObject happened && FunctionStore.Matches(configuration["filters"] as JsonObject ?? stored?.Filters ?? [], happened))
        {
            status = "success";
            string request = Request(rules.Template, rules.Inputs ?? stored!.Inputs, globals);
            if (mocks)
            {
                lines.Add(("info", "Async function 'fetch' was mocked with arguments:"));
                lines.Add(("info", "fetch(" + request + ")"));
            }

            lines.Add(("info", "Function completed in 4ms."));
            if (!mocks)
                stored?.Tests.Add(Line(stored, call.Now, "INFO", "Sent " + request));
        }
        else
        {
            lines.Add(("info", "Mapping trigger not matching filters was ignored."));
        }

        return SandboxResponse.Ok(new JsonObject
        {
            ["status"] = status,
            ["logs"] = JsonText.CreateArray(lines.Select(line => (JsonNode?)new JsonObject
            {
                ["timestamp"] = JsonText.FormatTime(call.Now), ["level"] = line.Level, ["message"] = line.Message,
            })),
            ["invocation_id"] = null,
        });
    }

    /// <summary>The log of a function, newest first.</summary>
    public static List<LogLine> Lines(Call call, HogFunction function)
    {
        LogFilter filter = LogRoutes.Filter(call);
        return call.World.Functions.Calls(function)
            .Select(made => Line(function, made.Time, made.IsMasked ? "DEBUG" : "INFO",
                (made.IsMasked ? "Masked " : "Sent ") + Request(function.Template, made.Inputs, made.Globals)))
            .Concat(function.Tests)
            .Where(filter.Accepts)
            .OrderByDescending(line => line.Time)
            .Take(filter.Limit)
            .ToList();
    }

    /// <summary>How often it ran, and how often it was held back.</summary>
    public static SandboxResponse Totals(Call call, HogFunction function)
    {
        JsonObject totals = [];
        foreach (IGrouping<bool, FunctionCall> group in call.World.Functions.Calls(function).GroupBy(made => made.IsMasked))
            totals[group.Key ? "masked" : "succeeded"] = group.Count();
        return SandboxResponse.Ok(new JsonObject { ["totals"] = totals });
    }

    private static LogLine Line(HogFunction function, DateTimeOffset time, string level, string message) => new()
    {
        Source = function.Id.ToString(),
        Instance = SeededRandom.UuidAt(time, SeededRandom.Mix((ulong)time.UtcTicks, 3)).ToString(),
        Time = time,
        Level = level,
        Message = message,
    };

    private static string Request(FunctionTemplate template, JsonObject inputs, JsonObject globals)
    {
        JsonObject values = [];
        foreach ((string key, JsonNode? input) in inputs)
            values[key] = HogText.Render(input?["value"], globals);
        string address = template.Address is { } name ? values[name].AsText() ?? "" : SlackAddress;
        JsonNode? body = template.Id switch
        {
            "template-slack" => Pick(values, "channel", "icon_emoji", "username", "blocks", "text"),
            "template-webhook" => values["body"].DeepCopy(),
            "template-discord" => Pick(values, "content"),
            _ => Pick(values, "text"),
        };
        JsonObject options = new() { ["method"] = values["method"].AsText() ?? "POST" };
        JsonNode? headers = template.Id == "template-slack" ? new JsonObject { ["Authorization"] = "Bearer ***REDACTED***" } : values["headers"].DeepCopy();
        if (headers is not null)
            options["headers"] = headers;
        options["body"] = body;
        return Text(JsonValue.Create(address)) + ", " + Text(options);
    }

    private static string Text(JsonNode node) => System.Text.Encoding.UTF8.GetString(JsonText.WriteUtf8(node));

    private static JsonObject Pick(JsonObject values, params string[] names)
    {
        JsonObject picked = [];
        foreach (string name in names.Where(values.ContainsKey))
            picked[name] = values[name].DeepCopy();
        return picked;
    }
}
