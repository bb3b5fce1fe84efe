using System.Text.RegularExpressions;

namespace PostHogPS.TestHost;

/// <summary>The engine writes colours even when its host says that it has no terminal.</summary>
public static partial class Ansi
{
    public static string Strip(string? text) => text is null ? "" : Sequence().Replace(text, "");

    [GeneratedRegex(@"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(\x07|\x1b\\))")]
    private static partial Regex Sequence();
}
