using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Json;

/// <summary>Reads values of JSON as the server does.</summary>
internal static class JsonValueReader
{
    public static JsonNode? DeepCopy(this JsonNode? node) => node?.DeepClone();

    public static bool IsNull(this JsonObject body, string key) => body.TryGetPropertyValue(key, out JsonNode? node) && node is null;

    public static JsonValueKind GetKind(this JsonNode? node) => node is null ? JsonValueKind.Null : node.GetValueKind();

    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Python's name for the type of a JSON value.</summary>
    public static string PythonType(this JsonNode? node) => node.GetKind() switch
    {
        JsonValueKind.String => "str",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Number => IsInteger(node!) ? "int" : "float",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "dict",
        _ => "NoneType",
    };

    private static bool IsInteger(JsonNode node) =>
        long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>An integer, written as a number or as text.</summary>
    public static long? AsInteger(this JsonNode? node)
    {
        string? text = node.GetKind() switch
        {
            JsonValueKind.Number => node!.ToJsonString(),
            JsonValueKind.String => node.AsText(),
            _ => null,
        };
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    /// <summary>A boolean in any spelling that Django REST framework accepts.</summary>
    public static bool? AsBoolean(this JsonNode? node) => node.GetKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String or JsonValueKind.Number => ParseBoolean(node.AsText() ?? node!.ToJsonString()),
        _ => null,
    };

    public static bool? ParseBoolean(string text) => text.ToUpperInvariant() switch
    {
        "T" or "Y" or "YES" or "TRUE" or "ON" or "1" => true,
        "F" or "N" or "NO" or "FALSE" or "OFF" or "0" => false,
        _ => null,
    };
}
