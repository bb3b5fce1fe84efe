using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;
using PostHogPS.Sandbox.Model;
using PostHogPS.Sandbox.Worlds;

namespace PostHogPS.Sandbox.Rules;

/// <summary>What the server checks of a function that is made, changed or tested.</summary>
internal sealed class HogFunctionRules
{
    private static readonly string[] Types =
        ["destination", "site_destination", "internal_destination", "source_webhook", "warehouse_source_webhook", "site_app", "transformation"];

    private static readonly string[] Sources = ["events", "person-updates", "data-warehouse-table"];

    /// <summary>Events of alerts that have a page of their own.</summary>
    private static readonly string[] Managed = ["$insight_alert_firing", "$logs_alert_firing"];

    private readonly World _world;
    private readonly HogFunction? _stored;
    private readonly JsonObject _body;

    public HogFunctionRules(World world, HogFunction? stored, JsonObject body)
    {
        _world = world;
        _stored = stored;
        _body = body;
    }

    public string Type { get; private set; } = "";

    public FunctionTemplate Template { get; private set; } = FunctionTemplate.All[0];

    /// <summary>The inputs with the stored secrets; null when the body has none.</summary>
    public JsonObject? Inputs { get; private set; }

    public void Check()
    {
        Type = Text("type") ?? _stored?.Type ?? throw ApiError.Required("type");
        if (!Types.Contains(Type))
            throw ApiError.Choice("type", Type);
        if (_stored is not null && Type != _stored.Type)
            throw ApiError.Invalid("type", "Cannot modify the type of an existing function");
        CheckTemplate();
        if (_body["hog"].AsText() is { Length: > 100_000 })
            throw ApiError.Invalid("hog", "HogQL code exceeds maximum size of 100KB.");
        CheckFilters();
        CheckMasking();
        if (_body.ContainsKey("inputs") || _stored is null)
            Inputs = ReadInputs(_body["inputs"] as JsonObject
                ?? (_body["inputs"] is null ? [] : throw ApiError.Invalid("inputs", "Expected a dictionary of items but got type \"str\".")));
    }

    private void CheckTemplate()
    {
        if (_stored is not null)
        {
            Template = _stored.Template;
            return;
        }

        string id = Text("template_id") ?? throw ApiError.Invalid("hog", "This field is required.", "required");
        Template = FunctionTemplate.Find(id) is { IsHidden: false } found ? found
            : throw ApiError.Invalid("template_id", "No template found for id '" + id + "'");
        if (!Template.Free && !_world.Options.Pipelines)
            throw ApiError.Invalid("template_id", "The Data Pipelines addon is required for this template.");
    }

    private void CheckFilters()
    {
        if (!_body.ContainsKey("filters"))
            return;
        JsonObject filters = _body["filters"] as JsonObject
            ?? throw ApiError.Invalid("filters", "Invalid data. Expected a dictionary, but got " + _body["filters"].PythonType() + ".");
        if (filters["source"] is { } source && !Sources.Contains(source.AsText()))
            throw ApiError.Choice("filters__source", source.AsText() ?? source.ToJsonString());
        foreach (string name in new[] { "events", "properties" })
        {
            if (filters[name] is not (null or JsonArray))
                throw ApiError.Invalid("filters__" + name, "Expected a list of items but got type \"" + filters[name].PythonType() + "\".", "not_a_list");
        }

        if ((filters["events"] as JsonArray)?.Any(e => Managed.Contains(e?["id"].AsText())) == true && Type == HogFunction.Internal)
            throw ApiError.Invalid("filters", "Alerts on this event are managed through the alert API.");
    }

    private void CheckMasking()
    {
        if (_body["masking"] is not JsonObject masking)
            return;
        if (masking["hash"].AsText() is not { Length: > 0 } hash)
            throw ApiError.Required("masking__hash");
        long ttl = masking["ttl"].AsInteger() ?? throw ApiError.Required("masking__ttl");
        if (ttl < 60)
            throw ApiError.Invalid("masking__ttl", "Ensure this value is greater than or equal to 60.", "min_value");
        if (ttl > 86400)
            throw ApiError.Invalid("masking__ttl", "Ensure this value is less than or equal to 86400.", "max_value");
        HogTextRules.Check("masking", hash);
    }

    // Keys that the template does not have are dropped; a secret that is not sent keeps its value.
    private JsonObject ReadInputs(JsonObject given)
    {
        JsonObject read = [];
        foreach (FunctionInput input in Template.Inputs)
        {
            JsonObject? item = given[input.Key] as JsonObject;
            JsonNode? value = item?["value"];
            bool isMask = item is not null && item["secret"].AsBoolean() == true && value is null;
            if (input.Secret && value is null && _stored?.Inputs[input.Key] is JsonObject kept)
            {
                read[input.Key] = kept.DeepCopy();
                continue;
            }

            if (value is null || value.AsText() is { Length: 0 })
            {
                if (input.Required || isMask)
                    throw ApiError.Invalid("inputs__" + input.Key, "This field is required.", "required");
                continue;
            }

            CheckValue(input, value!);
            read[input.Key] = new JsonObject { ["value"] = value.DeepCopy() };
        }

        return read;
    }

    private static void CheckValue(FunctionInput input, JsonNode value)
    {
        string? wrong = input.Type switch
        {
            "string" or "choice" when value.AsText() is null => "Value must be a string.",
            "boolean" when value.GetKind() is not (JsonValueKind.True or JsonValueKind.False) => "Value must be a boolean.",
            "dictionary" when value is not JsonObject => "Value must be a dictionary.",
            "integration" when value.GetKind() != JsonValueKind.Number => "Value must be an Integration ID.",
            _ => null,
        };
        if (wrong is not null)
            throw ApiError.Invalid("inputs__" + input.Key, wrong);
        if (input.Key is "url" or "webhookUrl" && !(Uri.TryCreate(value.AsText(), UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"))
        {
            // The address stands in the error, as it may on the server.
            if (!value.AsText()!.Contains('{'))
                throw ApiError.Invalid("inputs__" + input.Key, "Invalid URL: " + value.AsText());
        }

        HogTextRules.Check(input.Key, value);
    }

    private string? Text(string name) => _body[name] is { } node ? node.AsText() ?? throw ApiError.Invalid(name, "Not a valid string.", "invalid") : null;
}
