using System;

namespace PostHogPS.Engine.Json;

/// <summary>What holds for the text of every JSON body.</summary>
internal static class JsonText
{
    internal const int MaxDepth = 128;

    /// <summary>Skips the byte order mark that some proxies put in front.</summary>
    internal static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> body) =>
        body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body.Slice(3) : body;

    /// <summary>True when there is nothing but white space.</summary>
    internal static bool IsBlank(ReadOnlySpan<byte> body)
    {
        foreach (byte one in SkipMark(body))
        {
            if (one > ' ')
                return false;
        }

        return true;
    }
}
