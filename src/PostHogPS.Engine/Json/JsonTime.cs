using System;
using System.Globalization;
using System.Text.Json;

namespace PostHogPS.Engine.Json;

/// <summary>Times of answers. One without an offset is UTC.</summary>
internal static class JsonTime
{
    internal static bool TryRead(ref Utf8JsonReader json, out DateTimeOffset value)
    {
        // The reader's own parser is many times faster, but takes a time without an offset for a local one.
        if (!json.HasValueSequence && NamesOffset(json.ValueSpan) && json.TryGetDateTimeOffset(out value))
            return true;
        try
        {
            return DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
        }
        catch (ArgumentOutOfRangeException)
        {
            // .NET Framework rounds the last instant there is up to the one after it.
            value = default;
            return false;
        }
    }

    // 2026-08-01T00:00:00Z or ...+02:00
    private static bool NamesOffset(ReadOnlySpan<byte> text)
    {
        const int Seconds = 19;
        return text.Length > Seconds
            && (text[text.Length - 1] == 'Z' || (text.Length >= Seconds + 6 && text[text.Length - 6] is (byte)'+' or (byte)'-'));
    }
}
