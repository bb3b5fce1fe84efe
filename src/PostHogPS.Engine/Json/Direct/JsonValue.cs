using System;
using System.Collections.Generic;
using System.Text.Json;

namespace PostHogPS.Engine;

/// <summary>Values of the declared kind, or null. Anything else is a JsonException: the lenient way reads that body.</summary>
internal static class JsonValue
{
    internal static string? Text(ref Utf8JsonReader json) => Is(ref json, JsonTokenType.String) ? json.GetString() : null;

    internal static Guid? Id(ref Utf8JsonReader json)
    {
        if (!Is(ref json, JsonTokenType.String))
            return null;
        return json.TryGetGuid(out Guid value) ? value : throw Misfit();
    }

    internal static long? Long(ref Utf8JsonReader json)
    {
        if (!Is(ref json, JsonTokenType.Number))
            return null;
        return json.TryGetInt64(out long value) ? value : throw Misfit();
    }

    internal static int? Int(ref Utf8JsonReader json)
    {
        if (!Is(ref json, JsonTokenType.Number))
            return null;
        return json.TryGetInt32(out int value) ? value : throw Misfit();
    }

    internal static bool Flag(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw Misfit(),
    };

    internal static DateTimeOffset? Time(ref Utf8JsonReader json)
    {
        if (!Is(ref json, JsonTokenType.String))
            return null;
        return JsonTime.TryRead(ref json, out DateTimeOffset value) ? value : throw Misfit();
    }

    internal static string[]? Texts(ref Utf8JsonReader json)
    {
        if (!Is(ref json, JsonTokenType.StartArray))
            return null;
        var list = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            list.Add(Text(ref json)!);
        return list.ToArray();
    }

    internal static object?[]? List(ref Utf8JsonReader json) =>
        Is(ref json, JsonTokenType.StartArray) ? (object?[])Plain(ref json)! : null;

    internal static IDictionary<string, object?>? Dictionary(ref Utf8JsonReader json) =>
        Is(ref json, JsonTokenType.StartObject) ? (IDictionary<string, object?>)Plain(ref json)! : null;

    /// <summary>The value as plain text, number, boolean, array or dictionary.</summary>
    internal static object? Plain(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number when json.TryGetInt64(out long whole):
                return whole;
            default:
                using (JsonDocument document = JsonDocument.ParseValue(ref json))
                    return PlainValue.Of(document.RootElement);
        }
    }

    internal static JsonException Misfit() => new();

    // False for null.
    private static bool Is(ref Utf8JsonReader json, JsonTokenType kind)
    {
        if (json.TokenType == kind)
            return true;
        return json.TokenType == JsonTokenType.Null ? false : throw Misfit();
    }
}
