using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using CsCheck;
using Xunit;

namespace PostHogPS.Engine.Tests.Fuzz;

/// <summary>
/// Random inputs against a property. What once was a counterexample stands in <c>tests/data/fuzz/&lt;name&gt;.txt</c>, one a line with all but
/// plain ASCII escaped, and is tried again at every run. POSTHOGPS_FUZZ multiplies the number of random ones.
/// </summary>
internal static class Fuzzing
{
    private static readonly double Effort =
        double.TryParse(Environment.GetEnvironmentVariable("POSTHOGPS_FUZZ"), NumberStyles.Float, CultureInfo.InvariantCulture, out double effort) ? effort : 1;

    /// <summary>Tries the kept inputs and then random ones.</summary>
    internal static void Texts(string name, Gen<string> texts, int modest, Action<string> holds)
    {
        foreach (string kept in Kept(name))
            Try(name, kept, holds);
        texts.Sample(text => Try(name, text, holds), iter: (long)(modest * Effort), print: static _ => "see the inner exception");
    }

    /// <summary>The same for bytes; in the file each byte is the character of its number.</summary>
    internal static void Bytes(string name, Gen<byte[]> bodies, int modest, Action<byte[]> holds) =>
        Texts(name, bodies.Select(static b => Encoding.Latin1.GetString(b)), modest, text => holds(Encoding.Latin1.GetBytes(text)));

    private static IEnumerable<string> Kept(string name)
    {
        string folder = typeof(Fuzzing).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static a => a.Key == "FuzzSeeds").Value!;
        string file = Path.Combine(folder, name + ".txt");
        return File.Exists(file) ? File.ReadLines(file).Where(static l => l.StartsWith('"')).Select(static l => Unescape(l)) : [];
    }

    private static void Try(string name, string text, Action<string> holds)
    {
        try
        {
            holds(text);
        }
        catch (Exception e)
        {
            Assert.Fail("Does not hold. Mend it at its cause and add this line to tests/data/fuzz/" + name + ".txt:\n" + Escape(text) + "\n\n" + e);
        }
    }

    // Not by a serializer: that puts a replacement character where half a surrogate pair stands.
    private static string Escape(string text)
    {
        var line = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is >= ' ' and < '\u007f' and not ('"' or '\\'))
                line.Append(c);
            else
                line.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return line.Append('"').ToString();
    }

    private static string Unescape(string line)
    {
        var text = new StringBuilder();
        for (int at = 1; at < line.Length - 1; at++)
        {
            if (line[at] != '\\')
            {
                text.Append(line[at]);
                continue;
            }

            text.Append((char)int.Parse(line.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            at += 5;
        }

        return text.ToString();
    }
}
