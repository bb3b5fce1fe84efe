using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Http;

/// <summary>JSON as PostHog writes it: text unescaped, times in UTC with six digits or none.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode tree)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed))
            tree.WriteTo(writer);
        return stream.ToArray();
    }

    public static string Time(DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        return utc.ToString(
            utc.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture);
    }

    public static JsonNode? Time(DateTimeOffset? time) => time is { } value ? Time(value) : null;

    public static JsonArray Array(IEnumerable<JsonNode?> items)
    {
        var array = new JsonArray();
        foreach (JsonNode? item in items)
            array.Add(item);
        return array;
    }

    public static JsonArray Texts(params string[] items)
    {
        var array = new JsonArray();
        foreach (string item in items)
            array.Add((JsonNode?)item);
        return array;
    }

    public static JsonNode? Copy(this JsonNode? node) => node?.DeepClone();

    public static bool IsNull(this JsonObject body, string key) => body.TryGetPropertyValue(key, out JsonNode? node) && node is null;

    public static JsonValueKind Kind(this JsonNode? node) => node is null ? JsonValueKind.Null : node.GetValueKind();

    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>How Python names the type of a JSON value.</summary>
    public static string PythonType(this JsonNode? node) => node.Kind() switch
    {
        JsonValueKind.String => "str",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Number => IsWhole(node!) ? "int" : "float",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "dict",
        _ => "NoneType",
    };

    public static bool IsWhole(JsonNode node) =>
        long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>A whole number, given as one or as text.</summary>
    public static long? Whole(this JsonNode? node)
    {
        string? text = node.Kind() switch
        {
            JsonValueKind.Number => node!.ToJsonString(),
            JsonValueKind.String => node.Text(),
            _ => null,
        };
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    /// <summary>A boolean in any of the spellings that Django REST framework reads.</summary>
    public static bool? Bool(this JsonNode? node) => node.Kind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String or JsonValueKind.Number => Bool(node.Text() ?? node!.ToJsonString()),
        _ => null,
    };

    public static bool? Bool(string text) => text.ToUpperInvariant() switch
    {
        "T" or "Y" or "YES" or "TRUE" or "ON" or "1" => true,
        "F" or "N" or "NO" or "FALSE" or "OFF" or "0" => false,
        _ => null,
    };
}
