using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>Reads models out of answers. Throws only when the text is not JSON or not of the expected outline.</summary>
internal static class ModelReader
{
    // More repairs than this and the body is not what it claims to be.
    private const int MostRepairs = 20;

    internal static T? Read<T>(ReadOnlyMemory<byte> body)
        where T : class =>
        DirectReader.TryRead<T>(JsonText.SkipMark(body.Span)) ?? ReadLeniently<T>(body);

    /// <summary>By generated metadata: every kind of object, and values of another kind than the declared one.</summary>
    internal static T? ReadLeniently<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        var type = (JsonTypeInfo<T>)Lenient.Options.GetTypeInfo(typeof(T));
        try
        {
            return JsonSerializer.Deserialize(JsonText.SkipMark(body.Span), type);
        }
        catch (JsonException)
        {
            return Repair(TextRepair.ReplaceInvalid(JsonText.SkipMark(body.Span)), type);
        }
    }

    /// <summary>
    /// A value has another kind than its property, such as an object in place of a list. That value is set to null and the rest
    /// is read: the slow path, for such bodies only.
    /// </summary>
    private static T? Repair<T>(byte[] text, JsonTypeInfo<T> type)
        where T : class
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
        JsonNode? root = Node(document.RootElement);
        for (int repair = 0; ; repair++)
        {
            try
            {
                return root.Deserialize(type);
            }
            catch (JsonException misfit) when (repair < MostRepairs && root is JsonObject && JsonPath.Remove(root, misfit.Path))
            {
                continue;
            }
        }
    }

    // Not JsonNode.Parse: it cannot look into an object that has a field twice. The last one counts, as everywhere.
    private static JsonNode? Node(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var fields = new JsonObject();
                foreach (JsonProperty field in element.EnumerateObject())
                    fields[field.Name] = Node(field.Value);
                return fields;
            case JsonValueKind.Array:
                var list = new JsonArray();
                foreach (JsonElement item in element.EnumerateArray())
                    list.Add(Node(item));
                return list;
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element);
        }
    }

    /// <summary>Apart, so that a body which is read directly never prepares them.</summary>
    internal static class Lenient
    {
        internal static readonly JsonSerializerOptions Options = MakeOptions();
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            TypeInfoResolver = JsonContext.Default.WithAddedModifier(ModelShape.Apply),
            MaxDepth = JsonText.MaxDepth,
        };
        foreach (JsonConverter converter in LenientConverters.All())
            options.Converters.Add(converter);
        options.MakeReadOnly();
        return options;
    }
}
