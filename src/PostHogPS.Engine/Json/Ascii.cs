using System;
using System.Text;

namespace PostHogPS.Engine.Json;

/// <summary>Texts whose bytes are their characters.</summary>
internal static class Ascii
{
    internal static string Text(ReadOnlySpan<byte> ascii) =>
#if NET
        Encoding.ASCII.GetString(ascii);
#else
        Encoding.ASCII.GetString(ascii.ToArray());
#endif

    internal static bool IsSame(ReadOnlySpan<byte> ascii, string text)
    {
        if (ascii.Length != text.Length)
            return false;
        for (int i = 0; i < ascii.Length; i++)
        {
            if (ascii[i] != text[i])
                return false;
        }

        return true;
    }
}
