using System;
using System.Text;

namespace PostHogPS.Engine.Json;

/// <summary>
/// Texts that no reader takes: bytes that are not UTF-8, and half a surrogate pair written as an escape, which a name can
/// hold. One such text must not lose the page, so the replacement character takes its place.
/// </summary>
internal static class TextRepair
{
    private const int EscapeLength = 6;
    private const string Replacement = "\\ufffd";

    internal static byte[] ReplaceInvalid(ReadOnlySpan<byte> json)
    {
        // Decoding puts the replacement character in place of bytes that mean nothing.
        string text = Encoding.UTF8.GetString(json.ToArray());
        var whole = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] != '\\')
            {
                whole.Append(text[at++]);
                continue;
            }

            int length = Escape(text, at, out bool isHalf);
            whole.Append(isHalf ? Replacement : text.Substring(at, length));
            at += length;
        }

        return Encoding.UTF8.GetBytes(whole.ToString());
    }

    private static int Escape(string text, int at, out bool isHalf)
    {
        char? one = Unit(text, at);
        isHalf = one is { } unit && char.IsSurrogate(unit);
        if (one is null)
            return Math.Min(2, text.Length - at);
        if (!char.IsHighSurrogate(one.Value) || Unit(text, at + EscapeLength) is not { } second || !char.IsLowSurrogate(second))
            return EscapeLength;
        isHalf = false;
        return 2 * EscapeLength;
    }

    /// <summary>What an escape of the form \u1234 stands for; null when there is none.</summary>
    private static char? Unit(string text, int at)
    {
        if (at + EscapeLength > text.Length || text[at] != '\\' || text[at + 1] != 'u')
            return null;
        int unit = 0;
        for (int digit = at + 2; digit < at + EscapeLength; digit++)
        {
            if (!Uri.IsHexDigit(text[digit]))
                return null;
            unit = (unit * 16) + Uri.FromHex(text[digit]);
        }

        return (char)unit;
    }
}
