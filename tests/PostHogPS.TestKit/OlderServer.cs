using System;
using System.Linq;
using System.Text.Json.Nodes;

namespace PostHogPS.TestKit;

/// <summary>Makes the description of the newest server one of generation A (docs/server.md#generations).</summary>
internal static class OlderServer
{
    // What every generation sends. Other keys came later, so they may be missing.
    private static readonly string[] Always =
        ["id", "name", "destination", "type", "config", "interval", "paused", "status", "created_at", "data_interval_end", "results", "next", "backfill_id",
            "cancelled", "email"];

    internal static void Edit(JsonObject document)
    {
        var schemas = (JsonObject)document["components"]!["schemas"]!;
        foreach ((string name, JsonNode? schema) in schemas.ToList())
        {
            // Credentials stand in the configuration itself, and its scalars come back as text.
            if (name.EndsWith("DestinationConfig", StringComparison.Ordinal))
                schemas.Remove(name);
            else if (schema!["required"] is JsonArray required)
                schema["required"] = new JsonArray([.. required.Select(r => r!.ToString()).Where(Always.Contains).Select(r => (JsonNode)r)]);
        }

        ((JsonArray)schemas["BatchExportDestinationType"]!["enum"]!).Add("S3");
        foreach ((string path, JsonNode? operations) in (JsonObject)document["paths"]!)
        {
            if ((path.EndsWith("/backfills/", StringComparison.Ordinal) || path.EndsWith("/retry/", StringComparison.Ordinal))
                && operations!["post"]?["responses"] is JsonObject responses)
                responses["200"] = responses["201"]!.DeepClone();
        }
    }
}
