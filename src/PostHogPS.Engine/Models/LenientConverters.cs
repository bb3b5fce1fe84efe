using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>
/// Old servers answer "true" and "5432" where a boolean or a number is declared, and null anywhere (docs/server.md#data-formats).
/// One such value must not lose the page, so scalars are read leniently: what cannot be read counts as not set.
/// </summary>
internal static class LenientConverters
{
    internal static IEnumerable<JsonConverter> All()
    {
        yield return new Lenient<bool>(Bool);
        yield return new LenientOrNull<bool>(Bool);
        yield return new Lenient<int>(Int);
        yield return new LenientOrNull<int>(Int);
        yield return new Lenient<long>(Long);
        yield return new LenientOrNull<long>(Long);
        yield return new Lenient<double>(Double);
        yield return new LenientOrNull<double>(Double);
        yield return new Lenient<Guid>(Id);
        yield return new LenientOrNull<Guid>(Id);
        yield return new Lenient<DateTimeOffset>(Time);
        yield return new LenientOrNull<DateTimeOffset>(Time);
        yield return new LenientText();
        yield return new PlainObject();
    }

    private delegate bool Reader<T>(ref Utf8JsonReader reader, out T value);

    private static bool Bool(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return true;
            case JsonTokenType.Number when reader.TryGetInt64(out long number):
                value = number != 0;
                return true;
            case JsonTokenType.String:
                string text = reader.GetString()!.Trim();
                value = text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase);
                return value || text == "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
            default:
                reader.Skip();
                return false;
        }
    }

    private static bool Int(ref Utf8JsonReader reader, out int value)
    {
        bool read = Long(ref reader, out long wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = read ? (int)wide : 0;
        return read;
    }

    private static bool Long(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value))
            return true;
        if (!Double(ref reader, out double number) || number is < long.MinValue or >= long.MaxValue)
            return false;
        value = (long)number;
        return true;
    }

    private static bool Double(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDouble(out value);
            case JsonTokenType.String:
                return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            default:
                reader.Skip();
                return false;
        }
    }

    private static bool Id(ref Utf8JsonReader reader, out Guid value)
    {
        value = Guid.Empty;
        if (reader.TokenType == JsonTokenType.String)
            return Guid.TryParse(reader.GetString(), out value);
        reader.Skip();
        return false;
    }

    private static bool Time(ref Utf8JsonReader reader, out DateTimeOffset value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.String)
            return JsonTime.TryRead(ref reader, out value);
        reader.Skip();
        return false;
    }

    private sealed class Lenient<T>(Reader<T> read) : JsonConverter<T>
        where T : struct
    {
        public override bool HandleNull => true;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            read(ref reader, out T value) ? value : default;

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed class LenientOrNull<T>(Reader<T> read) : JsonConverter<T?>
        where T : struct
    {
        public override bool HandleNull => true;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            read(ref reader, out T value) ? value : null;

        public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed class LenientText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    return reader.GetString();
                case JsonTokenType.True:
                    return "true";
                case JsonTokenType.False:
                    return "false";
                default:
                    using (JsonDocument document = JsonDocument.ParseValue(ref reader))
                        return document.RootElement.GetRawText();
            }
        }

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed class PlainObject : JsonConverter<object>
    {
        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    return reader.GetString();
                case JsonTokenType.True:
                    return true;
                case JsonTokenType.False:
                    return false;
                default:
                    using (JsonDocument document = JsonDocument.ParseValue(ref reader))
                        return PlainValue.CreateFrom(document.RootElement);
            }
        }

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
