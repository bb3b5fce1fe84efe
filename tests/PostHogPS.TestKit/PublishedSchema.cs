using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.TestKit;

/// <summary>Closes every object of PostHog's published schema, so that keys that it does not know are differences too.</summary>
internal static class PublishedSchema
{
    internal static void Edit(JsonObject document) => Close(document["components"]!["schemas"]);

    private static void Close(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject schema:
                foreach ((_, JsonNode? part) in schema.ToList())
                    Close(part);
                if (schema["properties"] is JsonObject && schema["type"]?.ToString() == "object" && !schema.ContainsKey("additionalProperties"))
                    schema["additionalProperties"] = false;
                break;
            case JsonArray list:
                foreach (JsonNode? part in list)
                    Close(part);
                break;
        }
    }
}
