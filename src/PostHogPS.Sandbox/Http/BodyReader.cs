using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Http;

/// <summary>Reads request bodies: JSON and forms.</summary>
internal static class BodyReader
{
    private const int Largest = 20 * 1024 * 1024;

    public static JsonObject Read(SandboxRequest request)
    {
        if (request.Body.Length == 0)
            return [];
        if (request.Body.Length > Largest)
            throw ApiError.Invalid(null, "Request body is too large.");

        string type = (request.Header("Content-Type") ?? "application/json").Split(';')[0].Trim();
        if (type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return Form(request.BodyText);
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw ApiError.MediaType(type);

        JsonNode? tree;
        try
        {
            tree = JsonNode.Parse(request.Body);
            // JsonNode parses lazily: this finds a duplicated key now.
            _ = (tree as JsonObject)?.ContainsKey("");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or DecoderFallbackException)
        {
            throw ApiError.Parse(e.Message);
        }

        return tree as JsonObject
            ?? throw ApiError.Invalid(null, "Invalid data. Expected a dictionary, but got " + tree.PythonType() + ".");
    }

    /// <summary>The body, or null when it is not valid.</summary>
    public static JsonObject? TryRead(SandboxRequest request)
    {
        try
        {
            return Read(request);
        }
        catch (ApiError)
        {
            return null;
        }
    }

    private static JsonObject Form(string text)
    {
        var body = new JsonObject();
        foreach (KeyValuePair<string, string> pair in SandboxRequest.ParseForm(text))
            body[pair.Key] = pair.Value;
        return body;
    }
}
