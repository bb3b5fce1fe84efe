using System;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace PostHogPS.Engine.Tests.Fuzz;

/// <summary>
/// Bodies that begin as right ones, with every field, and are then spoilt in a few places: values of another kind, fields
/// twice, gone or renamed, and bytes changed, lost or put in.
/// </summary>
internal static partial class HostileJson
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.0", "1.5", "-7.25", "1e3", "1E400", "-1e999", "9223372036854775807", "9223372036854775808",
            "-9223372036854775809", "2147483648", "1e18", "1e19",
        "99999999999999999999999999999", "0.1e-5", "\"\"", "\" \"", "\"true\"", "\"1\"", "\"5432\"", "\" 7 \"", "\"1.0\"", "\"1e2\"", "\"NaN\"", "\"Infinity\"",
            "\"null\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"",
        "\"\\ud83d\\ude80\"", "\"\\u0074rue\"", "\"\\\\\"", "\"2026-08-01\"", "\"2026-08-01T10:00:00\"", "\"2026-08-01T10:00:00Z\"",
            "\"2026-08-01T10:00:00.1234567890123Z\"", "\"2026-13-01T10:00:00Z\"", "\"2026-08-01T24:00:00Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"2026-08-01T10:00:00+99:00\"", "\"2026-08-01T10:00:60Z\"", "\"1 Aug 2026\"",
            "\"10:00\"", "\"0199aaaa-0000-7000-8000-000000000001\"",
        "\"{0199aaaa-0000-7000-8000-000000000001}\"", "\"0199aaaa000070008000000000000001\"", "\" 0199aaaa-0000-7000-8000-000000000001\"", "[]", "[[]]",
            "[null]", "[1,\"a\",{}]", "{}", "{\"a\":{}}", "{\"\":1,\"\":2}", "{\"password\":\"p\"}",
        "{\"id\":\"x\",\"name\":3}", "[{\"id\":7}]", "\"http://us.posthog.com@evil/\"",
    ];

    private static readonly string[] Noise =
        ["\u00ef\u00bb\u00bf", "\0", "\u00ff", "\u00c3\u0028", "\u00ed\u00a0\u0080", "\u00f0\u009f", ",", "}", "]", "{", "[", "\"", "\\", "\\u", "//", "/**/",
        " ", "\n", "0", "-", "e"];

    private static readonly Gen<(int What, double Where, int With)> Change =
        Gen.Select(Gen.Frequency((8, Gen.Const(0)), (2, Gen.Const(1)), (2, Gen.Const(2)), (2, Gen.Const(3)), (1, Gen.Const(4)), (1, Gen.Const(5))),
            Gen.Double[0, 1], Gen.Int[0, 10_000]);

    /// <summary>Spoilt copies of these bodies.</summary>
    internal static Gen<byte[]> Of(params string[] bodies) =>
        Gen.Select(HostileText.Pick(bodies), Change.Array[0, 6]).Select(static pair => Spoil(pair.Item1, pair.Item2));

    /// <summary>A page of objects with every field.</summary>
    internal static string Page(Type item) => Samples.Page(FullJson.Of(item) + "," + FullJson.Of(item, allNull: true) + ",{}");

    private static byte[] Spoil(string body, (int What, double Where, int With)[] changes)
    {
        // Each byte as the character of its number, so that no change is undone by an encoder.
        string text = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(body));
        foreach ((int what, double where, int with) in changes)
            text = Spoil(text, what, where, with);
        return Encoding.Latin1.GetBytes(text);
    }

    private static string Spoil(string text, int what, double where, int with)
    {
        int at = (int)(where * text.Length);
        string noise = Noise[with % Noise.Length];
        switch (what)
        {
            case 0 or 1 or 2:
                MatchCollection fields = Field().Matches(text);
                if (fields.Count == 0)
                    return text;
                Match field = fields[(int)(where * fields.Count) % fields.Count];
                string value = Values[with % Values.Length];
                return what switch
                {
                    0 => Replace(text, field.Groups["value"], value),
                    1 => text.Insert(field.Index, field.Groups["name"].Value + ":" + value + ","),
                    _ => Replace(text, field.Groups["name"], with % 2 == 0 ? "\"x" + with + "\"" : fields[with % fields.Count].Groups["name"].Value),
                };
            case 3:
                return text.Insert(at, noise);
            case 4:
                return text[..at];
            default:
                return text.Length == 0 ? text : text.Remove(Math.Min(at, text.Length - 1), 1);
        }
    }

    private static string Replace(string text, Group group, string value) => text[..group.Index] + value + text[(group.Index + group.Length)..];

    // A field and its value, where that is not an object or a list with something in it.
    [GeneratedRegex("""(?<name>"(?:[^"\\]|\\.)*")\s*:\s*(?<value>"(?:[^"\\]|\\.)*"|[-\w.+]+|\[\]|\{\})""")]
    private static partial Regex Field();
}
