using System;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace PostHogPS.Engine.Json;

/// <summary>JSON as plain text, numbers, booleans, arrays and dictionaries: no JsonElement leaves the engine.</summary>
internal static class PlainValue
{
    /// <summary>A complete body.</summary>
    internal static object? Read(ReadOnlyMemory<byte> body)
    {
        var options = new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth };
        ReadOnlySpan<byte> text = JsonText.SkipMark(body.Span);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body.Slice(body.Length - text.Length), options);
            return CreateFrom(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            // A text that no reader takes; found only when it is asked for.
            using JsonDocument repaired = JsonDocument.Parse(TextRepair.ReplaceInvalid(text), options);
            return CreateFrom(repaired.RootElement);
        }
    }

    internal static object? CreateFrom(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                return Number(element);
            case JsonValueKind.Object:
                return Dictionary(element);
            case JsonValueKind.Array:
                var list = new object?[element.GetArrayLength()];
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                    list[index++] = CreateFrom(item);
                return list;
            default:
                return null;
        }
    }

    internal static PlainBag Dictionary(JsonElement element)
    {
        var values = new PlainBag();
        foreach (JsonProperty property in element.EnumerateObject())
            values[property.Name] = CreateFrom(property.Value);
        return values;
    }

    // Boxed arm by arm: a conditional of long and double would make both a double.
    private static object Number(JsonElement element)
    {
        if (element.TryGetInt64(out long whole))
            return whole;
        string text = element.GetRawText();
        if (element.TryGetDecimal(out decimal exact) && text.IndexOf('.') < 0)
            return exact;
        // Wider than any other type; a number of megabytes is no quantity.
        if (text.Length < 1000 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big))
            return big;
        return element.GetDouble();
    }
}
