using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Json;

/// <summary>Writes JSON as PostHog does: text without escapes, times in UTC with six digits or none.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] WriteUtf8(JsonNode tree)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed))
            tree.WriteTo(writer);
        return stream.ToArray();
    }

    public static string FormatTime(DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        return utc.ToString(
            utc.Ticks % TimeSpan.TicksPerSecond / 10 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture);
    }

    public static JsonNode? FormatTime(DateTimeOffset? time) => time is { } value ? FormatTime(value) : null;

    public static JsonArray CreateArray(IEnumerable<JsonNode?> items)
    {
        var array = new JsonArray();
        foreach (JsonNode? item in items)
            array.Add(item);
        return array;
    }

    public static JsonArray CreateTextArray(params string[] items)
    {
        var array = new JsonArray();
        foreach (string item in items)
            array.Add((JsonNode?)item);
        return array;
    }
}
