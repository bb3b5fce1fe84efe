using System.Text;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Json;

/// <summary>Texts with expressions in single braces, of which this sandbox knows the paths: {event.properties.batch_export_name}.</summary>
internal static class HogText
{
    /// <summary>The value with what its expressions mean for an event.</summary>
    public static JsonNode? Render(JsonNode? value, JsonObject globals)
    {
        switch (value)
        {
            case JsonObject bag:
                JsonObject made = [];
                foreach ((string name, JsonNode? inner) in bag)
                    made[name] = Render(inner, globals);
                return made;
            case JsonArray list:
                JsonArray items = [];
                foreach (JsonNode? inner in list)
                    items.Add(Render(inner, globals));
                return items;
            case JsonValue when value.AsText() is { } text:
                return Render(text, globals);
            default:
                return value.DeepCopy();
        }
    }

    /// <summary>A text; what is not known is empty.</summary>
    public static string Render(string text, JsonObject globals)
    {
        var made = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            int end = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (end < 0)
            {
                made.Append(text[at]);
                continue;
            }

            made.Append(Find(text.Substring(at + 1, end - at - 1).Trim(), globals));
            at = end;
        }

        return made.ToString();
    }

    private static string Find(string path, JsonObject globals)
    {
        JsonNode? at = globals;
        foreach (string name in path.Split('.'))
            at = (at as JsonObject)?[name];
        return at is null ? "" : at.AsText() ?? at.ToJsonString();
    }
}
