using System.Linq;
using CsCheck;

namespace PostHogPS.Engine.Tests.Fuzz;

/// <summary>Texts of pieces that some parser somewhere takes for more than a text.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "`", "$", "$()", "$(", ")", "{", "}", "[", "]", "*", "?", ";", "&", "|", "<", ">", "#", "@", "%", "\\", "/", "//", "..", ":", "-", "--%",
            "=", ",", " ", "\t",
        "\r", "\n", "\r\n", "\0", "\u001b[31m", "\u009b2J", "\u0007", "\u202e", "\u202c", "\u2066", "\u200f", "\u200d", "\u2028", "\u2029", "\u0085", "\u00a0",
            "\u3000", "\ufeff", "\ufffd", "\uffff",
        "\ud800", "\udc00", "\ud83d\ude80", "\u0301", "\u0130", "\u0131", "\u00df", "\u2018", "\u2019", "\u201b", "\u201c", "\u2013", "\u2014", "e\u0301", "A",
            "a", "i", "0", "1", "9", "x", "null", "true",
        "phx_", "http:", "https:", "%00", "%2F", "%", "&amp;", "</script>", "]]>", "<!--",
    ];

    internal static Gen<string> Any { get; } =
        Gen.Frequency((6, Pick(Pieces)), (2, Gen.Char.Select(static c => c.ToString())), (1, Gen.String[0, 8]))
            .Array[0, 12].Select(static parts => string.Concat(parts));

    internal static Gen<string> Pick(params string[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    internal static Gen<string> Long { get; } = Gen.Select(Any, Gen.Int[1, 4000], static (text, times) => string.Concat(Enumerable.Repeat(text, times)))
        .Select(static text => text.Length > 70_000 ? text[..70_000] : text);
}
