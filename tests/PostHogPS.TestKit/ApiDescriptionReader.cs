using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace PostHogPS.TestKit;

/// <summary>Turns the OpenAPI document into operations with schemas; all schemas are parsed as one document.</summary>
internal sealed class ApiDescriptionReader
{
    private readonly JsonObject _document;
    private readonly JsonObject _definitions = [];

    internal ApiDescriptionReader(JsonObject document) => _document = document;

    internal ApiDescription Read(ApiDescription target, Func<ApiDescription, (List<ApiOperation> Operations, Dictionary<string, JsonSchema> Schemas)> parts)
    {
        foreach ((string name, JsonNode? schema) in (JsonObject)_document["components"]!["schemas"]!)
            Define(name, (JsonObject)schema!);

        (List<ApiOperation> operations, Dictionary<string, JsonSchema> schemas) = parts(target);
        var bodies = new List<(ApiOperation Operation, int Status, string? Name)>();
        foreach ((string template, JsonNode? item) in (JsonObject)_document["paths"]!)
        {
            foreach ((string method, JsonNode? operation) in (JsonObject)item!)
            {
                if (method != "parameters")
                    operations.Add(ReadOperation(template, method, (JsonObject)operation!, bodies));
            }
        }

        var whole = new JsonObject { ["definitions"] = _definitions };
        JsonSchema root = JsonSchema.FromJsonAsync(whole.ToJsonString()).GetAwaiter().GetResult();
        foreach ((string name, JsonSchema schema) in root.Definitions)
            schemas[name] = schema;
        foreach ((ApiOperation operation, int status, string? name) in bodies)
        {
            if (status == 0)
                operation.Request = schemas[name!];
            else
                operation.Responses[status] = name is null ? null : schemas[name];
        }

        return target;
    }

    private void Define(string name, JsonObject schema)
    {
        _definitions[name] = Local(schema);
        if (!name.EndsWith("DestinationConfig", StringComparison.Ordinal))
            return;

        // Three readings of a configuration: sent whole, sent in part, and shown, where secrets must not be.
        _definitions[name + ".write"] = Local(schema);
        var partial = (JsonObject)Local(schema)!;
        partial.Remove("required");
        _definitions[name + ".partial"] = partial;
        var read = (JsonObject)Local(schema)!;
        var properties = (JsonObject)read["properties"]!;
        foreach (string secret in properties.Where(p => p.Value?["writeOnly"] is not null).Select(p => p.Key).ToList())
            properties.Remove(secret);
        if (read["required"] is JsonArray required)
            read["required"] = new JsonArray([.. required.Select(r => r!.ToString()).Where(properties.ContainsKey).Select(r => (JsonNode)r)]);
        _definitions[name + ".read"] = read;
    }

    private ApiOperation ReadOperation(string template, string method, JsonObject operation, List<(ApiOperation, int, string?)> bodies)
    {
        var result = new ApiOperation(method.ToUpperInvariant(), template) { IsPartial = method == "patch" };
        foreach (JsonNode? parameter in operation["parameters"] as JsonArray ?? [])
        {
            if (parameter!["in"]?.ToString() == "query")
                result.Query[parameter["name"]!.ToString()] = (JsonObject)parameter["schema"]!;
        }

        if (Schema(operation["requestBody"]) is { } request)
            bodies.Add((result, 0, Name(result, "request", request)));
        foreach ((string status, JsonNode? response) in (JsonObject)operation["responses"]!)
            bodies.Add((result, int.Parse(status, CultureInfo.InvariantCulture), Schema(response) is { } schema ? Name(result, status, schema) : null));
        return result;
    }

    private static JsonObject? Schema(JsonNode? body) => body?["content"]?["application/json"]?["schema"] as JsonObject;

    private string Name(ApiOperation operation, string role, JsonObject schema)
    {
        const string Components = "#/components/schemas/";
        if (schema["$ref"]?.ToString() is { } reference && reference.StartsWith(Components, StringComparison.Ordinal))
            return reference[Components.Length..];
        string name = operation.Method + operation.Template.Replace('/', '.') + role;
        _definitions[name] = Local(schema);
        return name;
    }

    private static JsonNode? Local(JsonNode schema) =>
        JsonNode.Parse(schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
}
