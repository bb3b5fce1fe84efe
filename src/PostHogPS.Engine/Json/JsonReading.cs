using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PostHogPS.Engine;

/// <summary>Reads models out of answers. Throws only when the text is not JSON or not of the expected outline.</summary>
internal static class JsonReading
{
    // More repairs than this and the body is not what it claims to be.
    private const int MostRepairs = 20;

    internal const int Depth = 128;

    internal static T? Read<T>(ReadOnlyMemory<byte> body)
        where T : class =>
        DirectReading.TryRead<T>(Text(body.Span)) ?? ReadLeniently<T>(body);

    /// <summary>By generated metadata: every kind of object, and values of another kind than the declared one.</summary>
    internal static T? ReadLeniently<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        var type = (JsonTypeInfo<T>)Lenient.Options.GetTypeInfo(typeof(T));
        try
        {
            return JsonSerializer.Deserialize(Text(body.Span), type);
        }
        catch (JsonException)
        {
            return Repair(WellFormed.Of(Text(body.Span)), type);
        }
    }

    /// <summary>Skips the byte order mark that some proxies put in front.</summary>
    internal static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body) =>
        body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body.Slice(3) : body;

    /// <summary>True when there is nothing but white space.</summary>
    internal static bool IsBlank(ReadOnlySpan<byte> body)
    {
        foreach (byte one in Text(body))
        {
            if (one > ' ')
                return false;
        }

        return true;
    }

    /// <summary>Nobody's model: any value as plain ones. The document lives as long as <paramref name="use"/> takes.</summary>
    internal static T Document<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> use)
    {
        var options = new JsonDocumentOptions { MaxDepth = Depth };
        try
        {
            using JsonDocument document = JsonDocument.Parse(Memory(body), options);
            return use(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // A text that no reader takes; found only when it is asked for.
            using JsonDocument whole = JsonDocument.Parse(WellFormed.Of(Text(body.Span)), options);
            return use(whole.RootElement);
        }
    }

    private static ReadOnlyMemory<byte> Memory(ReadOnlyMemory<byte> body) => body.Slice(body.Length - Text(body.Span).Length);

    /// <summary>
    /// Somewhere stands an object where a list was declared, or the like. The one value is taken out and the rest is read:
    /// the slow path, taken only for bodies that did not fit.
    /// </summary>
    private static T? Repair<T>(byte[] text, JsonTypeInfo<T> type)
        where T : class
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Depth });
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
            MaxDepth = Depth,
        };
        foreach (JsonConverter converter in LenientConverters.All())
            options.Converters.Add(converter);
        options.MakeReadOnly();
        return options;
    }
}
