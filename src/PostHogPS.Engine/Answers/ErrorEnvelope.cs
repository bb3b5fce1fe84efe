using System;
using System.Text.Json;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Answers;

/// <summary>
/// Whether an error answer is PostHog's own. Gateways answer in JSON too, with a <c>code</c> of their own, and some of them
/// after they delivered the request: only PostHog's envelope says what PostHog did.
/// </summary>
internal readonly record struct ErrorEnvelope(bool IsFromPostHog, string? Type = null, string? Code = null)
{
    // Longer than every word of PostHog's: a text of megabytes is not copied to be compared.
    private const int LongestWord = 200;

    /// <summary>Type and code as texts, beside a detail; or nothing but a detail or an error, as a few old routes answer.</summary>
    internal static ErrorEnvelope Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return Scan(new Utf8JsonReader(JsonText.SkipMark(body), new JsonReaderOptions { MaxDepth = JsonText.MaxDepth }));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ErrorEnvelope Scan(Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return default;
        string? type = null, code = null;
        bool says = false, others = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = json.ValueTextEquals("type"u8), isCode = json.ValueTextEquals("code"u8);
            bool isText = json.ValueTextEquals("detail"u8) || json.ValueTextEquals("error"u8);
            bool isExtra = json.ValueTextEquals("extra"u8) || json.ValueTextEquals("attr"u8);
            if (!json.Read())
                return default;
            string? word = (isType || isCode) ? Word(json) : null;
            type = isType ? word : type;
            code = isCode ? word : code;
            says |= isText && json.TokenType == JsonTokenType.String;
            others |= !isText && !isExtra;
            json.Skip();
        }

        bool isComplete = json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == 0;
        return isComplete && says && (!others || (IsName(type) && IsName(code))) ? new ErrorEnvelope(true, type, code) : default;
    }

    private static string? Word(Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= LongestWord ? json.GetString() : null;

    // validation_error, throttled_error ...: an address, as the type of a problem document (RFC 9457), is no such word.
    private static bool IsName(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return false;
        foreach (char c in text!)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-' or '.'))
                return false;
        }

        return true;
    }
}
