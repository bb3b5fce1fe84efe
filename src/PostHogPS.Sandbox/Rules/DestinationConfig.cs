using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Json;

namespace PostHogPS.Sandbox.Rules;

/// <summary>Removes secrets from configurations, and merges them.</summary>
internal static class DestinationConfig
{
    /// <summary>A copy without the secret keys, at every depth.</summary>
    public static JsonObject RemoveSecrets(JsonObject config, IReadOnlyList<string> secrets)
    {
        var shown = new JsonObject();
        foreach (KeyValuePair<string, JsonNode?> pair in config)
        {
            if (!secrets.Contains(pair.Key))
                shown[pair.Key] = pair.Value is JsonObject nested ? RemoveSecrets(nested, secrets) : pair.Value.DeepCopy();
        }

        return shown;
    }

    /// <summary>Older servers return scalars as text.</summary>
    public static void ConvertScalarsToText(JsonObject config)
    {
        foreach (string key in config.Select(pair => pair.Key).ToList())
        {
            JsonNode? value = config[key];
            if (value.GetKind() is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number)
                config[key] = value!.ToJsonString();
        }
    }

    /// <summary>Objects merge key by key; other values are replaced.</summary>
    public static void Merge(JsonObject target, JsonObject change)
    {
        foreach (KeyValuePair<string, JsonNode?> pair in change)
        {
            if (pair.Value is JsonObject nested && target[pair.Key] is JsonObject stored)
                Merge(stored, nested);
            else
                target[pair.Key] = pair.Value.DeepCopy();
        }
    }
}
