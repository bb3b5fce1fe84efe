using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Rules;

/// <summary>What the server refuses to compile of texts with expressions.</summary>
internal static class HogTextRules
{
    /// <summary>Refuses what the server cannot compile.</summary>
    public static void Check(string key, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject bag:
                foreach ((string _, JsonNode? inner) in bag)
                    Check(key, inner);
                break;
            case JsonArray list:
                foreach (JsonNode? inner in list)
                    Check(key, inner);
                break;
            case JsonValue when value.AsText() is { } text:
                Check(key, text);
                break;
        }
    }

    private static void Check(string key, string text)
    {
        if (text.Contains("{{"))
        {
            throw ApiError.Invalid("inputs__" + key,
                "Invalid template: it looks like Liquid ({{ }}). Use Hog expressions in single braces: {event.properties.name}.");
        }

        int depth = 0;
        foreach (char c in text)
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth is < 0 or > 1)
                break;
        }

        if (depth != 0 || text.Contains("{}"))
            throw ApiError.Invalid("inputs__" + key, "Invalid template: mismatched braces");
    }
}
